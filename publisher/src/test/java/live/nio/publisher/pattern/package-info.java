@NullMarked
package live.nio.publisher.pattern;

import org.jspecify.annotations.NullMarked;
