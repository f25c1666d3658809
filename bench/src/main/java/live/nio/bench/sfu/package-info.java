/// What forwarding costs: this SFU against Janus, the same load on both.
@NullMarked
package live.nio.bench.sfu;

import org.jspecify.annotations.NullMarked;
