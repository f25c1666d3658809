/// Sockets: one UDP port served by one socket and thread per core, batches of datagrams, ICE-TCP
/// framing.
@NullMarked
package live.nio.sfu.net;

import org.jspecify.annotations.NullMarked;
