@NullMarked
package live.nio.sfu.stun;

import org.jspecify.annotations.NullMarked;
