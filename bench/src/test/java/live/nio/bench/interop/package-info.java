/// Peers that are no browsers and share no code with this project, against the SFU over real
/// sockets: libwebrtc as a library, and GStreamer.
///
///     pictures with numbers ─▶ publisher ─WHIP─▶ SfuServer ─WHEP─▶ viewer ─▶ numbers, read back
///
/// Who publishes and who plays is one of [Peer] each.
@NullMarked
package live.nio.bench.interop;

import org.jspecify.annotations.NullMarked;
