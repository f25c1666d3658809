/// What becomes of a stream's packets on their way to one viewer: history, the choice of a layer,
/// and the rewriting of sequence numbers, timestamps and picture ids that makes a change of layer
/// invisible.
///
/// Objects of this package belong to one loop, except [live.nio.sfu.forward.MediaPacket], which is
/// immutable once made and shared by all loops. Nothing here knows sockets, keys or time of day.
@NullMarked
package live.nio.sfu.forward;

import org.jspecify.annotations.NullMarked;
