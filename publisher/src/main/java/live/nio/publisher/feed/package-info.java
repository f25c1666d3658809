/// Feeds for a publisher: the test pattern drawn and coded live, or a piece of it coded once and
/// repeated, which costs next to nothing.
@NullMarked
package live.nio.publisher.feed;

import org.jspecify.annotations.NullMarked;
