/// RTCP: reading and writing packets, and what makes them: NACKs, reception statistics,
/// transport-cc feedback.
@NullMarked
package live.nio.sfu.rtcp;

import org.jspecify.annotations.NullMarked;
