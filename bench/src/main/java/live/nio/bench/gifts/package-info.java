/// What a gift costs the database, and how many go through at once: `./nio bench gifts`.
@NullMarked
package live.nio.bench.gifts;

import org.jspecify.annotations.NullMarked;
