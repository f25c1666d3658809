@NullMarked
package live.nio.sfu.dtls;

import org.jspecify.annotations.NullMarked;
