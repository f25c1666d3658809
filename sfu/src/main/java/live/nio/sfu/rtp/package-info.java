/// RTP ([RFC 3550](https://www.rfc-editor.org/rfc/rfc3550)): packets, header extensions, sequence
/// numbers, what was negotiated for a section.
@NullMarked
package live.nio.sfu.rtp;

import org.jspecify.annotations.NullMarked;
