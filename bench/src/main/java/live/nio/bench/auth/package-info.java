/// What signing in, staying signed in and being asked for a token cost: `./nio bench auth`. One
/// real server with its database, asked over HTTP by this process.
@NullMarked
package live.nio.bench.auth;

import org.jspecify.annotations.NullMarked;
