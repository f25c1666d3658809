@NullMarked
package live.nio.sfu.srtp;

import org.jspecify.annotations.NullMarked;
