/// A Selective Forwarding Unit: publishers send media once, any number of viewers get the layer
/// their link carries.
///
/// Knows nothing of accounts or streams. The core is sans-I/O: `(now, datagram)` in, datagrams and
/// timers out.
@NullMarked
package live.nio.sfu;

import org.jspecify.annotations.NullMarked;
