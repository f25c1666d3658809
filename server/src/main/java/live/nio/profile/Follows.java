package live.nio.profile;

import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import live.nio.identity.Identity;
import live.nio.identity.People;
import live.nio.identity.Person;
import live.nio.platform.Limit;
import live.nio.platform.NotFound;
import live.nio.platform.RateLimits;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Who follows whom. Virtual threads.
@Singleton
public class Follows {

  /// How many follow a person, and how many that person follows.
  public record Counts(int followers, int following) {}

  /// Part of the followers of a person, in the order in which they came.
  ///
  /// @param last where the next part begins
  public record Batch(List<UUID> followers, long last) {}

  /// One page of a list, newest first, and how many there are in all.
  record Page(List<UUID> people, int total) {}

  private final Jdbi jdbi;
  private final People people;
  private final RateLimits limits;
  private final Clock clock;
  private final Event<Followed> followedEvents;

  Follows(
      Jdbi jdbi, People people, RateLimits limits, Clock clock, Event<Followed> followedEvents) {
    this.jdbi = jdbi;
    this.people = people;
    this.limits = limits;
    this.clock = clock;
    this.followedEvents = followedEvents;
  }

  /// Since when somebody follows somebody without a break; empty when they do not.
  ///
  /// @param followeeId who is followed
  /// @param followerId who follows
  public Optional<Instant> since(UUID followeeId, UUID followerId) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "SELECT created_at FROM follows WHERE followee_id = :followee AND follower_id = :follower")
            .bind("followee", followeeId)
            .bind("follower", followerId)
            .mapTo(Instant.class)
            .findOne());
  }

  public Counts counts(UUID accountId) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT (SELECT count(*) FROM follows WHERE followee_id = :id) AS followers,
                       (SELECT count(*) FROM follows WHERE follower_id = :id) AS following
                """)
            .bind("id", accountId)
            .map((row, _) -> new Counts(row.getInt("followers"), row.getInt("following")))
            .one());
  }

  /// The followers of a person who came after a point in time, the earliest first; for work in
  /// parts over all of them.
  ///
  /// @param after the `last` of the part before, 0 for the first
  public Batch followersAfter(UUID followeeId, long after, int limit) {
    record Row(UUID follower, long seq) {}
    List<Row> rows =
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    SELECT follower_id, seq FROM follows WHERE followee_id = :id AND seq > :after
                    ORDER BY seq LIMIT :limit
                    """)
                .bind("id", followeeId)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, _) ->
                    new Row(row.getObject("follower_id", UUID.class), row.getLong("seq")))
                .list());
    return new Batch(
        rows.stream().map(Row::follower).toList(), rows.isEmpty() ? after : rows.getLast().seq());
  }

  /// Account id → followers. Ids nobody follows are absent.
  Map<UUID, Integer> followersOf(Collection<UUID> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "SELECT followee_id, count(*) AS followers FROM follows WHERE followee_id IN (<ids>) GROUP BY 1")
            .bindList("ids", List.copyOf(ids))
            .reduceRows(
                new HashMap<>(),
                (map, row) -> {
                  map.put(
                      row.getColumn("followee_id", UUID.class),
                      row.getColumn("followers", Integer.class));
                  return map;
                }));
  }

  /// Those of some people whom somebody follows.
  Set<UUID> followedAmong(UUID followerId, Collection<UUID> ids) {
    if (ids.isEmpty()) {
      return Set.of();
    }
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "SELECT followee_id FROM follows WHERE follower_id = :follower AND followee_id IN (<ids>)")
            .bind("follower", followerId)
            .bindList("ids", List.copyOf(ids))
            .mapTo(UUID.class)
            .set());
  }

  Page followers(UUID accountId, int offset, int limit) {
    return page("follower_id", "followee_id", accountId, offset, limit);
  }

  Page following(UUID accountId, int offset, int limit) {
    return page("followee_id", "follower_id", accountId, offset, limit);
  }

  private Page page(String wanted, String given, UUID accountId, int offset, int limit) {
    return jdbi.inTransaction(handle ->
        new Page(
            handle
                .createQuery(
                    "SELECT %s FROM follows WHERE %s = :id ORDER BY seq DESC OFFSET :offset LIMIT :limit"
                        .formatted(wanted, given))
                .bind("id", accountId)
                .bind("offset", offset)
                .bind("limit", limit)
                .mapTo(UUID.class)
                .list(),
            handle
                .createQuery("SELECT count(*) FROM follows WHERE %s = :id".formatted(given))
                .bind("id", accountId)
                .mapTo(int.class)
                .one()));
  }

  /// Begins to follow; who does already goes on.
  ///
  /// @throws live.nio.platform.DomainError `not_found`, `self`, `blocked`, `too_many_requests`
  void follow(Identity follower, UUID followeeId) {
    UUID followerId = follower.accountId();
    limits.take(Limit.FOLLOW, followerId.toString());
    if (followerId.equals(followeeId)) {
      throw new ProfileErrors.Self();
    }
    if (people.active(followeeId).isEmpty()) {
      throw new NotFound("person");
    }
    Person person = people.active(followerId).orElseThrow(() -> new NotFound("person"));
    Instant now = clock.instant();
    boolean begun =
        jdbi.inTransaction(handle -> {
          lockPair(handle, followerId, followeeId);
          if (Blocks.existsEitherWay(handle, followerId, followeeId)) {
            throw new ProfileErrors.Blocked();
          }
          return handle
                  .createUpdate(
                      """
                      INSERT INTO follows (followee_id, follower_id, created_at) VALUES (:followee, :follower, :now)
                      ON CONFLICT DO NOTHING
                      """)
                  .bind("followee", followeeId)
                  .bind("follower", followerId)
                  .bind("now", now)
                  .execute()
              == 1;
        });
    if (begun) {
      followedEvents.fire(new Followed(person, followeeId, now));
    }
  }

  /// Follows no longer; harmless when they did not.
  void unfollow(Identity follower, UUID followeeId) {
    limits.take(Limit.FOLLOW, follower.accountId().toString());
    jdbi.useHandle(handle -> remove(handle, followeeId, follower.accountId()));
  }

  static void remove(Handle handle, UUID followeeId, UUID followerId) {
    handle
        .createUpdate(
            "DELETE FROM follows WHERE followee_id = :followee AND follower_id = :follower")
        .bind("followee", followeeId)
        .bind("follower", followerId)
        .execute();
  }

  /// Until the end of the transaction nobody else changes what is between these two: a follow that
  /// begins while a block is being set would outlive it.
  static void lockPair(Handle handle, UUID one, UUID other) {
    String pair = one.compareTo(other) < 0 ? one + " " + other : other + " " + one;
    handle
        .createQuery("SELECT pg_advisory_xact_lock(hashtextextended(:pair, 11))")
        .bind("pair", pair)
        .mapToMap()
        .list();
  }
}
