@NullMarked
package live.nio.sfu.net;

import org.jspecify.annotations.NullMarked;
