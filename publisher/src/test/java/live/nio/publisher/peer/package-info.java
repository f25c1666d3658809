@NullMarked
package live.nio.publisher.peer;

import org.jspecify.annotations.NullMarked;
