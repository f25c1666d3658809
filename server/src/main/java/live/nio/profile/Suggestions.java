package live.nio.profile;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import live.nio.stream.LiveStream;
import live.nio.stream.Streams;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// What somebody could watch. Virtual threads.
@Singleton
class Suggestions {

  /// One page of the streams of the people somebody follows, and how many there are in all.
  record Page(List<UUID> streams, int total) {}

  private final Jdbi jdbi;
  private final Streams streams;

  Suggestions(Jdbi jdbi, Streams streams) {
    this.jdbi = jdbi;
    this.streams = streams;
  }

  /// Live streams to watch after one: of people one follows, then what has the most in common with
  /// it – its category counts as a tag –, then the most watched. Never one's own, nor of people who
  /// are blocked either way.
  ///
  /// @param caller who asks, or null for a guest
  List<LiveStream> next(LiveStream after, @Nullable UUID caller, int limit) {
    List<UUID> ids =
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    SELECT s.id FROM streams s
                    WHERE s.ended_at IS NULL AND s.id <> :after AND s.streamer_id <> :streamer
                      AND s.streamer_id IS DISTINCT FROM CAST(:caller AS uuid)
                      AND NOT EXISTS (SELECT 1 FROM blocks b
                                      WHERE (b.blocker_id = CAST(:caller AS uuid) AND b.blocked_id = s.streamer_id)
                                         OR (b.blocker_id = s.streamer_id AND b.blocked_id = CAST(:caller AS uuid)))
                    ORDER BY EXISTS (SELECT 1 FROM follows f
                                     WHERE f.followee_id = s.streamer_id AND f.follower_id = CAST(:caller AS uuid)) DESC,
                             (s.category = :category)::int
                               + (SELECT count(*) FROM unnest(s.tags) AS tag WHERE tag = ANY (:tags)) DESC,
                             s.viewer_count DESC, s.started_at DESC, s.id
                    LIMIT :limit
                    """)
                .bind("after", after.id())
                .bind("streamer", after.streamerId())
                .bind("caller", caller)
                .bind("category", after.category().word())
                .bindArray("tags", String.class, after.tags())
                .bind("limit", limit)
                .mapTo(UUID.class)
                .list());
    return streams.byIds(ids);
  }

  /// Live streams of the people somebody follows, the most watched first.
  Page ofFollowed(UUID follower, int offset, int limit) {
    String from =
        """
        FROM streams s JOIN follows f ON f.followee_id = s.streamer_id AND f.follower_id = :follower
        WHERE s.ended_at IS NULL
        """;
    return jdbi.inTransaction(handle ->
        new Page(
            handle
                .createQuery(
                    "SELECT s.id "
                        + from
                        + " ORDER BY s.viewer_count DESC, s.started_at DESC, s.id OFFSET :offset LIMIT :limit")
                .bind("follower", follower)
                .bind("offset", offset)
                .bind("limit", limit)
                .mapTo(UUID.class)
                .list(),
            handle
                .createQuery("SELECT count(*) " + from)
                .bind("follower", follower)
                .mapTo(int.class)
                .one()));
  }
}
