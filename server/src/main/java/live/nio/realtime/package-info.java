/// The Socket.IO namespaces: who a socket belongs to, which events it may send, how they are
/// checked, limited and acknowledged.
///
/// Features register their events through [LiveFeature]; this package knows none of them. A handler
/// runs on a virtual thread, one at a time and in order per socket, and may block.
///
/// ```
/// packet → known event? → rate limits → JSON to record → Bean Validation → handler → acknowledgement {ok: true, …}
///             │no            │over        │no             │no                │DomainError
///             └──────────────┴────────────┴───────────────┴──────────────────┴─▶ {ok: false, error, detail, …}
/// ```
@NullMarked
package live.nio.realtime;

import org.jspecify.annotations.NullMarked;
