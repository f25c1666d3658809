/// Send-side bandwidth estimation by delay and by loss, after
/// [draft-ietf-rmcat-gcc-02](https://datatracker.ietf.org/doc/html/draft-ietf-rmcat-gcc-02), with
/// probing and a pacer's budget.
@NullMarked
package live.nio.sfu.bwe;

import org.jspecify.annotations.NullMarked;
