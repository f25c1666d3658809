/// What a forwarder reads of a video payload without decoding it: where frames begin and end, key
/// frames, layers, sizes. Parsers keep nothing of a stream but what their documentation says, read
/// bounded views and refuse instead of throwing.
@NullMarked
package live.nio.sfu.codec;

import org.jspecify.annotations.NullMarked;
