@NullMarked
package live.nio.sfu.bwe;

import org.jspecify.annotations.NullMarked;
