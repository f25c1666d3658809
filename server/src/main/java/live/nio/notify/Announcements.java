package live.nio.notify;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import live.nio.platform.Background;
import live.nio.profile.Followed;
import live.nio.profile.Follows;
import live.nio.stream.LiveStream;
import live.nio.stream.StreamStarted;
import org.jdbi.v3.core.Jdbi;

/// Tells followers that somebody is live, and people that somebody follows them. Virtual threads.
@Singleton
class Announcements {

  /// Who ends a stream and begins anew does not ring everywhere a second time.
  static final Duration QUIET = Duration.ofMinutes(30);

  /// Followers told in one transaction.
  static final int BATCH = 1_000;

  private record Open(UUID streamerId, UUID streamId, long toldUpTo, boolean live) {}

  private record Step(List<UUID> written, boolean more) {

    static final Step NOTHING = new Step(List.of(), false);
  }

  private final Jdbi jdbi;
  private final Follows follows;
  private final Notifications notifications;
  private final Background background;
  private final Clock clock;

  Announcements(
      Jdbi jdbi, Follows follows, Notifications notifications, Background background, Clock clock) {
    this.jdbi = jdbi;
    this.follows = follows;
    this.notifications = notifications;
    this.background = background;
    this.clock = clock;
  }

  void streamStarted(@Observes StreamStarted event) {
    LiveStream stream = event.stream();
    if (open(stream)) {
      background.run("announcement of a stream", () -> announce(stream.streamerId()));
    }
  }

  void followed(@Observes Followed event) {
    background.run(
        "news of a follower",
        () -> notifications.newFollower(event.followeeId(), event.follower().id()));
  }

  /// Notes that followers are to be told.
  ///
  /// @return false when this streamer's were told of another stream a short while ago
  boolean open(LiveStream stream) {
    return jdbi.withHandle(handle ->
        handle
                .createUpdate(
                    """
                    INSERT INTO announcements AS a (streamer_id, stream_id, announced_at) VALUES (:streamer, :stream, :now)
                    ON CONFLICT (streamer_id) DO UPDATE
                      SET stream_id = :stream, announced_at = :now, told_up_to = 0, done = false
                      WHERE a.announced_at <= :quietSince
                    """)
                .bind("streamer", stream.streamerId())
                .bind("stream", stream.id())
                .bind("now", clock.instant())
                .bind("quietSince", clock.instant().minus(QUIET))
                .execute()
            == 1);
  }

  /// Goes on with what was cut off by a restart, or found no place in the background.
  @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void goOn() {
    List<UUID> streamers =
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    "SELECT streamer_id FROM announcements WHERE NOT done ORDER BY announced_at LIMIT 100")
                .mapTo(UUID.class)
                .list());
    streamers.forEach(this::announce);
  }

  /// Tells the followers who are left, batch by batch.
  void announce(UUID streamerId) {
    Step step;
    do {
      step = announceBatch(streamerId);
      notifications.tell(step.written());
    } while (step.more());
  }

  private Step announceBatch(UUID streamerId) {
    return jdbi.inTransaction(handle -> {
      // Whoever else is at it goes on with it.
      Optional<Open> found =
          handle
              .createQuery(
                  """
                  SELECT a.streamer_id, a.stream_id, a.told_up_to, s.ended_at IS NULL AS live
                  FROM announcements a JOIN streams s ON s.id = a.stream_id
                  WHERE a.streamer_id = :streamer AND NOT a.done FOR UPDATE OF a SKIP LOCKED
                  """)
              .bind("streamer", streamerId)
              .map((row, _) ->
                  new Open(
                      row.getObject("streamer_id", UUID.class),
                      row.getObject("stream_id", UUID.class),
                      row.getLong("told_up_to"),
                      row.getBoolean("live")))
              .findOne();
      if (found.isEmpty()) {
        return Step.NOTHING;
      }
      Open open = found.get();
      // Nobody need hear of a stream that is over.
      Follows.Batch batch =
          open.live()
              ? follows.followersAfter(streamerId, open.toldUpTo(), BATCH)
              : new Follows.Batch(List.of(), open.toldUpTo());
      boolean more = batch.followers().size() == BATCH;
      List<UUID> written =
          batch.followers().isEmpty()
              ? List.of()
              : notifications.writeStreamStarted(
                  handle, batch.followers(), streamerId, open.streamId());
      handle
          .createUpdate(
              "UPDATE announcements SET told_up_to = :last, done = :done WHERE streamer_id = :streamer")
          .bind("last", batch.last())
          .bind("done", !more)
          .bind("streamer", streamerId)
          .execute();
      return new Step(written, more);
    });
  }
}
