package live.nio.stream;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/// SQL of `streams`.
@Singleton
class StreamStore {

  private static final String COLUMNS =
      "id, streamer_id, title, description, category, tags, preview, started_at, ended_at, end_reason, peak_viewers, message_count";

  private final Jdbi jdbi;

  StreamStore(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// Inserts a live stream, unless its streamer has one already.
  ///
  /// @return whether it was inserted
  boolean insert(LiveStream stream) {
    return jdbi.withHandle(handle ->
        handle
                .createUpdate(
                    """
                    INSERT INTO streams (id, streamer_id, title, description, category, tags, started_at, last_seen_at)
                    VALUES (:id, :streamerId, :title, :description, :category, :tags, :startedAt, :startedAt)
                    ON CONFLICT (streamer_id) WHERE ended_at IS NULL DO NOTHING
                    """)
                .bind("id", stream.id())
                .bind("streamerId", stream.streamerId())
                .bind("title", stream.title())
                .bind("description", stream.description())
                .bind("category", stream.category().word())
                .bindArray("tags", String.class, stream.tags())
                .bind("startedAt", stream.startedAt())
                .execute()
            == 1);
  }

  Optional<LiveStream> byId(UUID id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT " + COLUMNS + " FROM streams WHERE id = :id")
            .bind("id", id)
            .map((row, _) -> read(row))
            .findOne());
  }

  Optional<LiveStream> liveOf(UUID streamerId) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "SELECT " + COLUMNS + " FROM streams WHERE streamer_id = :id AND ended_at IS NULL")
            .bind("id", streamerId)
            .map((row, _) -> read(row))
            .findOne());
  }

  /// Streams of these ids, in no order.
  List<LiveStream> byIds(Collection<UUID> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT " + COLUMNS + " FROM streams WHERE id IN (<ids>)")
            .bindList("ids", List.copyOf(ids))
            .map((row, _) -> read(row))
            .list());
  }

  List<LiveStream> atFullHour(Instant now, Duration window) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT %s FROM streams
                WHERE ended_at IS NULL AND started_at <= :hourAgo
                  AND mod(extract(epoch FROM :now::timestamptz - started_at), 3600) < :seconds
                """
                    .formatted(COLUMNS))
            .bind("hourAgo", now.minus(Duration.ofHours(1)))
            .bind("now", now)
            .bind("seconds", window.toSeconds())
            .map((row, _) -> read(row))
            .list());
  }

  /// The streams of one person, newest first.
  Streams.Page ofStreamer(UUID streamerId, int offset, int limit) {
    return jdbi.inTransaction(handle ->
        new Streams.Page(
            handle
                .createQuery(
                    "SELECT "
                        + COLUMNS
                        + " FROM streams WHERE streamer_id = :id ORDER BY started_at DESC, id DESC OFFSET :offset LIMIT :limit")
                .bind("id", streamerId)
                .bind("offset", offset)
                .bind("limit", limit)
                .map((row, _) -> read(row))
                .list(),
            handle
                .createQuery("SELECT count(*) FROM streams WHERE streamer_id = :id")
                .bind("id", streamerId)
                .mapTo(int.class)
                .one()));
  }

  Streams.Totals totals(UUID streamerId, Instant now) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT count(*) AS streams,
                       coalesce(sum(extract(epoch FROM coalesce(ended_at, :now) - started_at)), 0)::bigint AS seconds,
                       coalesce(max(greatest(peak_viewers, viewer_count)), 0) AS peak
                FROM streams WHERE streamer_id = :id
                """)
            .bind("id", streamerId)
            .bind("now", now)
            .map((row, _) ->
                new Streams.Totals(
                    row.getInt("streams"),
                    Duration.ofSeconds(row.getLong("seconds")),
                    row.getInt("peak")))
            .one());
  }

  /// Tags of live streams, the most used first.
  List<Streams.TagCount> liveTags(int limit) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT tag, count(*) AS streams FROM streams, unnest(tags) AS tag WHERE ended_at IS NULL
                GROUP BY tag ORDER BY streams DESC, tag LIMIT :limit
                """)
            .bind("limit", limit)
            .map((row, _) -> new Streams.TagCount(row.getString("tag"), row.getInt("streams")))
            .list());
  }

  /// Names the stored picture of a live stream.
  ///
  /// @return false when the stream is over
  boolean setPreview(UUID id, String preview) {
    return jdbi.withHandle(handle ->
        handle
                .createUpdate(
                    "UPDATE streams SET preview = :preview WHERE id = :id AND ended_at IS NULL")
                .bind("preview", preview)
                .bind("id", id)
                .execute()
            == 1);
  }

  /// Those of some pictures that a stream names.
  Set<String> previewsInUse(Set<String> names) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT preview FROM streams WHERE preview IN (<names>)")
            .bindList("names", List.copyOf(names))
            .mapTo(String.class)
            .set());
  }

  /// Live ones first, the most watched of them first; then the ended ones, the latest first.
  Streams.Page list(
      @Nullable Category category,
      @Nullable String tag,
      @Nullable Boolean live,
      int offset,
      int limit) {
    String where =
        " WHERE (:category::text IS NULL OR category = :category)"
            + " AND (:tag::text IS NULL OR tags @> ARRAY[:tag::text])"
            + " AND (:live::boolean IS NULL OR (ended_at IS NULL) = :live)";
    return jdbi.inTransaction(handle -> {
      int total =
          handle
              .createQuery("SELECT count(*) FROM streams" + where)
              .bind("category", category == null ? null : category.word())
              .bind("tag", tag)
              .bind("live", live)
              .mapTo(int.class)
              .one();
      List<LiveStream> streams =
          handle
              .createQuery(
                  "SELECT "
                      + COLUMNS
                      + " FROM streams"
                      + where
                      + " ORDER BY (ended_at IS NULL) DESC, CASE WHEN ended_at IS NULL THEN viewer_count END DESC,"
                      + " started_at DESC, id DESC OFFSET :offset LIMIT :limit")
              .bind("category", category == null ? null : category.word())
              .bind("tag", tag)
              .bind("live", live)
              .bind("offset", offset)
              .bind("limit", limit)
              .map((row, _) -> read(row))
              .list();
      return new Streams.Page(streams, total);
    });
  }

  /// Changes what is not null, of a live stream.
  ///
  /// @return the stream as it is now, or empty when it is not live
  Optional<LiveStream> edit(
      UUID id,
      @Nullable String title,
      @Nullable String description,
      @Nullable Category category,
      @Nullable List<String> tags) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                UPDATE streams SET title = coalesce(:title, title), description = coalesce(:description, description),
                       category = coalesce(:category, category), tags = coalesce(:tags, tags)
                WHERE id = :id AND ended_at IS NULL RETURNING %s
                """
                    .formatted(COLUMNS))
            .bind("title", title)
            .bind("description", description)
            .bind("category", category == null ? null : category.word())
            .bindByType("tags", tags == null ? null : tags.toArray(String[]::new), String[].class)
            .bind("id", id)
            .map((row, _) -> read(row))
            .findOne());
  }

  /// Ends a stream if it is live.
  ///
  /// @return the stream when this call ended it, empty when it was over before
  Optional<LiveStream> end(UUID id, EndReason reason, Instant now) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                UPDATE streams SET ended_at = :now, end_reason = :reason, viewer_count = 0
                WHERE id = :id AND ended_at IS NULL RETURNING %s
                """
                    .formatted(COLUMNS))
            .bind("now", now)
            .bind("reason", reason.word())
            .bind("id", id)
            .map((row, _) -> read(row))
            .findOne());
  }

  /// Ends every stream whose streamer gave no sign of life since `deadline`; they ended when last
  /// seen.
  List<LiveStream> endLost(Instant deadline) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                UPDATE streams SET ended_at = last_seen_at, end_reason = 'streamer_lost', viewer_count = 0
                WHERE ended_at IS NULL AND last_seen_at < :deadline RETURNING %s
                """
                    .formatted(COLUMNS))
            .bind("deadline", deadline)
            .map((row, _) -> read(row))
            .list());
  }

  /// The streamer is alive.
  ///
  /// @return false when the stream is over
  boolean seen(UUID id, Instant now) {
    return jdbi.withHandle(handle ->
        handle
                .createUpdate(
                    "UPDATE streams SET last_seen_at = :now WHERE id = :id AND ended_at IS NULL")
                .bind("now", now)
                .bind("id", id)
                .execute()
            == 1);
  }

  /// After a start nobody watches yet, and every streamer gets the whole grace to come back.
  void resetPresence(Instant now) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                "UPDATE streams SET viewer_count = 0, last_seen_at = :now WHERE ended_at IS NULL")
            .bind("now", now)
            .execute());
  }

  /// Writes down how many watch.
  void recordViewers(Map<UUID, Integer> counts) {
    jdbi.useTransaction(handle -> {
      PreparedBatch batch =
          handle.prepareBatch(
              """
              UPDATE streams SET viewer_count = :count, peak_viewers = greatest(peak_viewers, :count)
              WHERE id = :id AND ended_at IS NULL
              """);
      counts.forEach((id, count) -> batch.bind("id", id).bind("count", count).add());
      batch.execute();
    });
  }

  /// Counts a message, in the transaction that stores it.
  static void countMessage(Handle handle, UUID id) {
    handle
        .createUpdate("UPDATE streams SET message_count = message_count + 1 WHERE id = :id")
        .bind("id", id)
        .execute();
  }

  private static LiveStream read(ResultSet row) throws SQLException {
    Timestamp endedAt = row.getTimestamp("ended_at");
    String reason = row.getString("end_reason");
    return new LiveStream(
        row.getObject("id", UUID.class),
        row.getObject("streamer_id", UUID.class),
        row.getString("title"),
        row.getString("description"),
        Category.fromString(row.getString("category")),
        List.of((String[]) row.getArray("tags").getArray()),
        row.getString("preview"),
        row.getTimestamp("started_at").toInstant(),
        endedAt == null ? null : endedAt.toInstant(),
        reason == null ? null : EndReason.ofColumn(reason),
        row.getInt("peak_viewers"),
        row.getInt("message_count"));
  }
}
