/// `./nio run --demo`: a server with people and a stream, for whoever has no camera at hand. A
/// client of the public API like any other: nothing here knows a feature.
@NullMarked
package live.nio.demo;

import org.jspecify.annotations.NullMarked;
