package live.nio.identity;

import java.util.UUID;

/// An account's owner has something to know. Fired after the commit.
public record NoticeRaised(UUID accountId, Notice notice) {}
