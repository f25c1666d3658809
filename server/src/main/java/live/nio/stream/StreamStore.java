package live.nio.stream;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/// SQL of `streams`.
@Singleton
class StreamStore {

  private static final String COLUMNS =
      "id, streamer_id, title, description, category, started_at, ended_at, end_reason, peak_viewers, message_count";

  /// One page of a list, and how many there are in all.
  record Page(List<LiveStream> streams, int total) {}

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
                    INSERT INTO streams (id, streamer_id, title, description, category, started_at, last_seen_at)
                    VALUES (:id, :streamerId, :title, :description, :category, :startedAt, :startedAt)
                    ON CONFLICT (streamer_id) WHERE ended_at IS NULL DO NOTHING
                    """)
                .bind("id", stream.id())
                .bind("streamerId", stream.streamerId())
                .bind("title", stream.title())
                .bind("description", stream.description())
                .bind("category", stream.category().word())
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

  /// Live ones first, the most watched of them first; then the ended ones, the latest first.
  Page list(@Nullable Category category, @Nullable Boolean live, int offset, int limit) {
    String where =
        " WHERE (:category::text IS NULL OR category = :category)"
            + " AND (:live::boolean IS NULL OR (ended_at IS NULL) = :live)";
    return jdbi.inTransaction(handle -> {
      int total =
          handle
              .createQuery("SELECT count(*) FROM streams" + where)
              .bind("category", category == null ? null : category.word())
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
              .bind("live", live)
              .bind("offset", offset)
              .bind("limit", limit)
              .map((row, _) -> read(row))
              .list();
      return new Page(streams, total);
    });
  }

  /// Changes what is not null, of a live stream.
  ///
  /// @return the stream as it is now, or empty when it is not live
  Optional<LiveStream> edit(
      UUID id, @Nullable String title, @Nullable String description, @Nullable Category category) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                UPDATE streams SET title = coalesce(:title, title), description = coalesce(:description, description),
                       category = coalesce(:category, category)
                WHERE id = :id AND ended_at IS NULL RETURNING %s
                """
                    .formatted(COLUMNS))
            .bind("title", title)
            .bind("description", description)
            .bind("category", category == null ? null : category.word())
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
        row.getTimestamp("started_at").toInstant(),
        endedAt == null ? null : endedAt.toInstant(),
        reason == null ? null : EndReason.ofColumn(reason),
        row.getInt("peak_viewers"),
        row.getInt("message_count"));
  }
}
