/// What every feature stands on and no feature knows: configuration, the data folder and its
/// embedded PostgreSQL, errors, limits, the web app's files, health. It depends on no other package
/// of the server.
///
/// Start order (see [NioMain]): configuration → port check → data folder lock → database → Quarkus
/// (migrations, features, HTTP) → banner. Stop order is the reverse: Quarkus closes sockets and
/// pools first, then the database stops, then the lock is let go.
@NullMarked
package live.nio.platform;

import org.jspecify.annotations.NullMarked;
