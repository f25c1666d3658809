package live.nio.profile;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import live.nio.identity.Identity;
import live.nio.identity.People;
import live.nio.platform.Limit;
import live.nio.platform.NotFound;
import live.nio.platform.RateLimits;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Who wants nothing to do with whom. Virtual threads.
@Singleton
public class Blocks {

  /// One page of a list, newest first, and how many there are in all.
  record Page(List<UUID> people, int total) {}

  private final Jdbi jdbi;
  private final People people;
  private final RateLimits limits;
  private final Clock clock;

  Blocks(Jdbi jdbi, People people, RateLimits limits, Clock clock) {
    this.jdbi = jdbi;
    this.people = people;
    this.limits = limits;
    this.clock = clock;
  }

  /// Whether somebody has blocked somebody.
  public boolean exists(UUID blocker, UUID blocked) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "SELECT exists(SELECT 1 FROM blocks WHERE blocker_id = :blocker AND blocked_id = :blocked)")
            .bind("blocker", blocker)
            .bind("blocked", blocked)
            .mapTo(boolean.class)
            .one());
  }

  static boolean existsEitherWay(Handle handle, UUID one, UUID other) {
    return handle
        .createQuery(
            """
            SELECT exists(SELECT 1 FROM blocks WHERE (blocker_id = :one AND blocked_id = :other)
                                                  OR (blocker_id = :other AND blocked_id = :one))
            """)
        .bind("one", one)
        .bind("other", other)
        .mapTo(boolean.class)
        .one();
  }

  /// Whom somebody has blocked.
  Page blockedBy(UUID blocker, int offset, int limit) {
    return jdbi.inTransaction(handle ->
        new Page(
            handle
                .createQuery(
                    """
                    SELECT blocked_id FROM blocks WHERE blocker_id = :blocker
                    ORDER BY created_at DESC, blocked_id OFFSET :offset LIMIT :limit
                    """)
                .bind("blocker", blocker)
                .bind("offset", offset)
                .bind("limit", limit)
                .mapTo(UUID.class)
                .list(),
            handle
                .createQuery("SELECT count(*) FROM blocks WHERE blocker_id = :blocker")
                .bind("blocker", blocker)
                .mapTo(int.class)
                .one()));
  }

  /// Blocks somebody, and ends what was between the two; harmless when it is so already.
  ///
  /// @throws live.nio.platform.DomainError `not_found`, `self`, `too_many_requests`
  void block(Identity blocker, UUID blockedId) {
    UUID blockerId = blocker.accountId();
    limits.take(Limit.FOLLOW, blockerId.toString());
    if (blockerId.equals(blockedId)) {
      throw new ProfileErrors.Self();
    }
    if (!people.byIds(List.of(blockedId)).containsKey(blockedId)) {
      throw new NotFound("person");
    }
    jdbi.useTransaction(handle -> {
      Follows.lockPair(handle, blockerId, blockedId);
      handle
          .createUpdate(
              """
              INSERT INTO blocks (blocker_id, blocked_id, created_at) VALUES (:blocker, :blocked, :now)
              ON CONFLICT DO NOTHING
              """)
          .bind("blocker", blockerId)
          .bind("blocked", blockedId)
          .bind("now", clock.instant())
          .execute();
      Follows.remove(handle, blockerId, blockedId);
      Follows.remove(handle, blockedId, blockerId);
    });
  }

  /// Blocks no longer; follows do not come back.
  void unblock(Identity blocker, UUID blockedId) {
    limits.take(Limit.FOLLOW, blocker.accountId().toString());
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                "DELETE FROM blocks WHERE blocker_id = :blocker AND blocked_id = :blocked")
            .bind("blocker", blocker.accountId())
            .bind("blocked", blockedId)
            .execute());
  }
}
