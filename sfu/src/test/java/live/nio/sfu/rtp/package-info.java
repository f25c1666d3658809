@NullMarked
package live.nio.sfu.rtp;

import org.jspecify.annotations.NullMarked;
