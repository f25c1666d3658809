@NullMarked
package live.nio.sfu.rtcp;

import org.jspecify.annotations.NullMarked;
