/// What the tests share: a real database, a settable clock, a client of the API, a real Socket.IO
/// client.
@NullMarked
package live.nio.testing;

import org.jspecify.annotations.NullMarked;
