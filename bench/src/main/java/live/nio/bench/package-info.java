/// Benchmarks that run this project's servers and their peers side by side, in turn, on the same
/// load and the same machine, and print ratios. `./nio bench NAME`; `docs/performance.md` says how
/// they measure.
@NullMarked
package live.nio.bench;

import org.jspecify.annotations.NullMarked;
