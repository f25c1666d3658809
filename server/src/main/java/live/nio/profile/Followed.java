package live.nio.profile;

import java.time.Instant;
import java.util.UUID;
import live.nio.identity.Person;

/// Somebody began to follow somebody. Fired once, after the commit; not when they did already.
public record Followed(Person follower, UUID followeeId, Instant at) {}
