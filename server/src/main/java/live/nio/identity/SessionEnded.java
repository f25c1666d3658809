package live.nio.identity;

import java.util.UUID;

/// A device session was ended: its tokens no longer work, and its open sockets must close. Fired
/// after the commit.
public record SessionEnded(UUID sessionId, UUID accountId, EndReason reason) {}
