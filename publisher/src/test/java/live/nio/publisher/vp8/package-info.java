@NullMarked
package live.nio.publisher.vp8;

import org.jspecify.annotations.NullMarked;
