/// SRTP and SRTCP ([RFC 3711](https://www.rfc-editor.org/rfc/rfc3711), [RFC
/// 7714](https://www.rfc-editor.org/rfc/rfc7714)).
@NullMarked
package live.nio.sfu.srtp;

import org.jspecify.annotations.NullMarked;
