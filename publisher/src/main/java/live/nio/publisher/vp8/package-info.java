/// A small VP8 encoder of our own ([RFC 6386](https://www.rfc-editor.org/rfc/rfc6386)) for
/// synthetic pictures.
///
/// Made for a test pattern, so it does little and does it fast: a macroblock that did not change is
/// skipped (zero motion from the last frame), one that did is coded anew, predicted as a whole from
/// its neighbours or from itself in the last frame. There is no motion search, no 4x4 prediction,
/// no loop filter and no golden frame. Any VP8 decoder plays the result, and shows exactly
/// [live.nio.publisher.vp8.Vp8Encoder#reconstruction].
@NullMarked
package live.nio.publisher.vp8;

import org.jspecify.annotations.NullMarked;
