@NullMarked
package live.nio.sfu.codec;

import org.jspecify.annotations.NullMarked;
