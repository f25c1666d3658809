/// The other side of WHIP and WHEP: a peer that publishes a moving test pattern with a tone, or
/// plays. Used by the demo, the tests and the benches.
@NullMarked
package live.nio.publisher;

import org.jspecify.annotations.NullMarked;
