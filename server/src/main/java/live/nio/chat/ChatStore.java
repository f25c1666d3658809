package live.nio.chat;

import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/// SQL of `chat_messages` and `pinned_messages`. Nothing but [#find] sees deleted messages.
@Singleton
class ChatStore {

  /// A line.
  sealed interface Row {
    UUID id();

    UUID streamId();

    Instant createdAt();
  }

  /// What somebody said.
  record TextRow(
      UUID id,
      UUID streamId,
      UUID authorId,
      String clientMessageId,
      String text,
      List<UUID> mentions,
      @Nullable QuotedRow replyTo,
      Instant createdAt)
      implements Row {}

  /// What the server said.
  ///
  /// @param personId whom it is about
  /// @param byId who did it
  /// @param data JSON
  record SystemRow(
      UUID id,
      UUID streamId,
      SystemEvent event,
      @Nullable UUID personId,
      @Nullable UUID byId,
      String data,
      Instant createdAt)
      implements Row {

    SystemRow withId(UUID id) {
      return new SystemRow(id, streamId, event, personId, byId, data, createdAt);
    }
  }

  /// What is needed of the message answered.
  record QuotedRow(UUID id, UUID authorId, String text) {}

  /// A message to be stored.
  record Draft(
      UUID streamId,
      UUID authorId,
      String clientMessageId,
      String text,
      List<UUID> mentions,
      @Nullable UUID replyTo) {}

  /// A message, deleted or not, and whose it is.
  record Found(UUID authorId, boolean deleted) {}

  private static final String SELECT =
      """
      SELECT m.id, m.stream_id, m.author_id, m.client_message_id, m.text, m.mentions, m.event, m.person_id, m.by_id, m.data, m.created_at,
             q.id AS quoted_id, q.author_id AS quoted_author_id, q.text AS quoted_text
      FROM chat_messages m LEFT JOIN chat_messages q ON q.id = m.reply_to AND q.deleted_at IS NULL
      """;

  private static final String SHOWN =
      SELECT + " WHERE m.stream_id = :streamId AND m.deleted_at IS NULL";

  private final Jdbi jdbi;

  ChatStore(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  // ---- saying

  /// The message an author has stored before under this id of theirs.
  ///
  /// @throws live.nio.platform.DomainError `not_found` when it was deleted since
  static Optional<TextRow> sentBefore(Handle handle, Draft draft) {
    record Sent(TextRow row, boolean deleted) {}
    return handle
        .createQuery(
            SELECT.replace("SELECT m.id", "SELECT m.deleted_at, m.id")
                + " WHERE m.stream_id = :streamId AND m.author_id = :authorId AND m.client_message_id = :clientMessageId")
        .bind("streamId", draft.streamId())
        .bind("authorId", draft.authorId())
        .bind("clientMessageId", draft.clientMessageId())
        .map((rs, _) -> new Sent(readText(rs), rs.getTimestamp("deleted_at") != null))
        .findOne()
        .map(sent -> {
          if (sent.deleted()) {
            throw new ChatErrors.MessageGone();
          }
          return sent.row();
        });
  }

  /// How long ago this person last said something in this stream, deleted since or not. Nobody else
  /// can store a message of theirs until the transaction ends.
  static Optional<Duration> sinceLastOf(Handle handle, UUID streamId, UUID authorId, Instant now) {
    handle
        .createQuery("SELECT 1 FROM streams WHERE id = :streamId FOR NO KEY UPDATE")
        .bind("streamId", streamId)
        .mapTo(int.class)
        .one();
    return handle
        .createQuery(
            """
            SELECT created_at FROM chat_messages WHERE stream_id = :streamId AND author_id = :authorId
            ORDER BY id DESC LIMIT 1
            """)
        .bind("streamId", streamId)
        .bind("authorId", authorId)
        .mapTo(Instant.class)
        .findOne()
        .map(last -> Duration.between(last, now));
  }

  /// Stores a message. A `replyTo` of another stream, or to a deleted message, is dropped.
  static TextRow insert(Handle handle, UUID id, Draft draft, Instant now) {
    handle
        .createUpdate(
            """
            INSERT INTO chat_messages (id, stream_id, author_id, client_message_id, text, mentions, reply_to, created_at)
            VALUES (:id, :streamId, :authorId, :clientMessageId, :text, :mentions::uuid[],
                    (SELECT id FROM chat_messages
                     WHERE id = CAST(:replyTo AS uuid) AND stream_id = :streamId AND event IS NULL AND deleted_at IS NULL), :now)
            """)
        .bind("id", id)
        .bind("streamId", draft.streamId())
        .bind("authorId", draft.authorId())
        .bind("clientMessageId", draft.clientMessageId())
        .bind("text", draft.text())
        .bind("mentions", draft.mentions().toArray(UUID[]::new))
        .bind("replyTo", draft.replyTo())
        .bind("now", now)
        .execute();
    return handle
        .createQuery(SELECT + " WHERE m.id = :id")
        .bind("id", id)
        .map((rs, _) -> readText(rs))
        .one();
  }

  /// Stores a line of the server's.
  static void insert(Handle handle, SystemRow row) {
    bind(
            handle.createUpdate(
                """
                INSERT INTO chat_messages (id, stream_id, event, person_id, by_id, data, created_at)
                VALUES (:id, :streamId, :event, CAST(:personId AS uuid), CAST(:byId AS uuid), CAST(:data AS jsonb), :now)
                """),
            row)
        .execute();
  }

  /// Stores a milestone, unless this one or a higher one of its sort has been reached before.
  ///
  /// @return whether it was stored
  static boolean insertMilestone(Handle handle, SystemRow row, String what, long value) {
    return bind(
                handle.createUpdate(
                    """
                    INSERT INTO chat_messages (id, stream_id, event, data, created_at)
                    SELECT :id, :streamId, :event, CAST(:data AS jsonb), :now
                    WHERE NOT EXISTS (
                      SELECT 1 FROM chat_messages
                      WHERE stream_id = :streamId AND event = 'milestone' AND data->>'what' = :what AND (data->>'value')::bigint >= :value)
                    """),
                row)
            .bind("what", what)
            .bind("value", value)
            .execute()
        == 1;
  }

  /// Stores that somebody follows now, once a person and stream.
  ///
  /// @return whether it was stored
  static boolean insertFollowed(Handle handle, SystemRow row) {
    return bind(
                handle.createUpdate(
                    """
                    INSERT INTO chat_messages (id, stream_id, event, person_id, data, created_at)
                    SELECT :id, :streamId, :event, CAST(:personId AS uuid), CAST(:data AS jsonb), :now
                    WHERE NOT EXISTS (
                      SELECT 1 FROM chat_messages
                      WHERE stream_id = :streamId AND event = 'followed' AND person_id = CAST(:personId AS uuid))
                    """),
                row)
            .execute()
        == 1;
  }

  /// Stores a combo of gifts, or makes its line grow. Late news of a smaller one change nothing.
  ///
  /// @return the line as it is now, or empty when it has not changed
  static Optional<SystemRow> growCombo(Handle handle, SystemRow row, UUID comboId) {
    return bind(
            handle.createQuery(
                """
                INSERT INTO chat_messages AS m (id, stream_id, event, person_id, data, combo_id, grown_at, created_at)
                VALUES (:id, :streamId, :event, CAST(:personId AS uuid), CAST(:data AS jsonb), :comboId, :now, :now)
                ON CONFLICT (combo_id) DO UPDATE SET data = excluded.data, grown_at = excluded.grown_at
                  WHERE (m.data->>'count')::bigint < (excluded.data->>'count')::bigint
                RETURNING m.id, m.stream_id, m.event, m.person_id, m.by_id, m.data, m.created_at
                """),
            row)
        .bind("comboId", comboId)
        .map((rs, _) -> readSystem(rs))
        .findOne();
  }

  private static <S extends SqlStatement<S>> S bind(S statement, SystemRow row) {
    return statement
        .bind("id", row.id())
        .bind("streamId", row.streamId())
        .bind("event", row.event().word())
        .bind("personId", row.personId())
        .bind("byId", row.byId())
        .bind("data", row.data())
        .bind("now", row.createdAt());
  }

  // ---- taking back

  /// A message people may talk about: not one of the server's.
  Optional<Found> find(UUID streamId, UUID id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT author_id, deleted_at IS NOT NULL AS deleted FROM chat_messages
                WHERE stream_id = :streamId AND id = :id AND event IS NULL
                """)
            .bind("streamId", streamId)
            .bind("id", id)
            .map((rs, _) ->
                new Found(rs.getObject("author_id", UUID.class), rs.getBoolean("deleted")))
            .findOne());
  }

  /// Deletes a message.
  ///
  /// @return false when it is deleted already
  static boolean delete(Handle handle, UUID streamId, UUID id, UUID by, Instant now) {
    return handle
            .createUpdate(
                """
                UPDATE chat_messages SET deleted_at = :now, deleted_by = :by
                WHERE stream_id = :streamId AND id = :id AND event IS NULL AND deleted_at IS NULL
                """)
            .bind("streamId", streamId)
            .bind("id", id)
            .bind("by", by)
            .bind("now", now)
            .execute()
        == 1;
  }

  /// Deletes everything a person said in a stream, and gives its ids, the newest first.
  static List<UUID> clear(Handle handle, UUID streamId, UUID authorId, UUID by, Instant now) {
    return handle
        .createQuery(
            """
            WITH gone AS (
              UPDATE chat_messages SET deleted_at = :now, deleted_by = :by
              WHERE stream_id = :streamId AND author_id = :authorId AND deleted_at IS NULL RETURNING id)
            SELECT id FROM gone ORDER BY id DESC
            """)
        .bind("streamId", streamId)
        .bind("authorId", authorId)
        .bind("by", by)
        .bind("now", now)
        .mapTo(UUID.class)
        .list();
  }

  /// Deletes for good what was deleted before `deadline`.
  int purge(Instant deadline) {
    return jdbi.withHandle(handle ->
        handle
            .createUpdate("DELETE FROM chat_messages WHERE deleted_at < :deadline")
            .bind("deadline", deadline)
            .execute());
  }

  // ---- the pinned message

  /// Pins a message.
  ///
  /// @return false when there is no such message, or it is pinned already
  static boolean pin(Handle handle, UUID streamId, UUID messageId, Instant now) {
    return handle
            .createUpdate(
                """
                INSERT INTO pinned_messages AS p (stream_id, message_id, created_at)
                SELECT stream_id, id, :now FROM chat_messages
                WHERE stream_id = :streamId AND id = :messageId AND event IS NULL AND deleted_at IS NULL
                ON CONFLICT (stream_id) DO UPDATE SET message_id = excluded.message_id, created_at = excluded.created_at
                  WHERE p.message_id <> excluded.message_id
                """)
            .bind("streamId", streamId)
            .bind("messageId", messageId)
            .bind("now", now)
            .execute()
        == 1;
  }

  /// Unpins what is pinned.
  ///
  /// @return whether something was
  static boolean unpin(Handle handle, UUID streamId) {
    return handle
            .createUpdate("DELETE FROM pinned_messages WHERE stream_id = :streamId")
            .bind("streamId", streamId)
            .execute()
        == 1;
  }

  /// Unpins what is pinned if it has been deleted.
  ///
  /// @return whether it had
  static boolean unpinDeleted(Handle handle, UUID streamId) {
    return handle
            .createUpdate(
                """
                DELETE FROM pinned_messages p USING chat_messages m
                WHERE p.stream_id = :streamId AND m.id = p.message_id AND m.deleted_at IS NOT NULL
                """)
            .bind("streamId", streamId)
            .execute()
        == 1;
  }

  Optional<Row> pinned(UUID streamId) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                SHOWN
                    + " AND m.id = (SELECT message_id FROM pinned_messages WHERE stream_id = :streamId)")
            .bind("streamId", streamId)
            .map((rs, _) -> read(rs))
            .findOne());
  }

  // ---- reading

  /// Lines before one (or the newest), newest first.
  List<Row> before(UUID streamId, @Nullable UUID before, int limit) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                SHOWN
                    + " AND (CAST(:before AS uuid) IS NULL OR m.id < CAST(:before AS uuid))"
                    + " ORDER BY m.id DESC LIMIT :limit")
            .bind("streamId", streamId)
            .bind("before", before)
            .bind("limit", limit)
            .map((rs, _) -> read(rs))
            .list());
  }

  /// When a line was written, also when it is deleted.
  Optional<Instant> writtenAt(UUID streamId, UUID id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "SELECT created_at FROM chat_messages WHERE stream_id = :streamId AND id = :id")
            .bind("streamId", streamId)
            .bind("id", id)
            .mapTo(Instant.class)
            .findOne());
  }

  /// Lines after one, oldest first.
  List<Row> after(UUID streamId, UUID after, int limit) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(SHOWN + " AND m.id > :after ORDER BY m.id LIMIT :limit")
            .bind("streamId", streamId)
            .bind("after", after)
            .bind("limit", limit)
            .map((rs, _) -> read(rs))
            .list());
  }

  /// Lines up to one that have grown since, oldest first.
  List<Row> grown(UUID streamId, UUID upTo, Instant since, int limit) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                SHOWN + " AND m.id <= :upTo AND m.grown_at >= :since ORDER BY m.id LIMIT :limit")
            .bind("streamId", streamId)
            .bind("upTo", upTo)
            .bind("since", since)
            .bind("limit", limit)
            .map((rs, _) -> read(rs))
            .list());
  }

  /// Messages up to one that were deleted since.
  List<UUID> deleted(UUID streamId, UUID upTo, Instant since, int limit) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT id FROM chat_messages WHERE stream_id = :streamId AND id <= :upTo AND deleted_at >= :since
                ORDER BY id LIMIT :limit
                """)
            .bind("streamId", streamId)
            .bind("upTo", upTo)
            .bind("since", since)
            .bind("limit", limit)
            .mapTo(UUID.class)
            .list());
  }

  private static Row read(ResultSet row) throws SQLException {
    return row.getString("event") == null ? readText(row) : readSystem(row);
  }

  private static TextRow readText(ResultSet row) throws SQLException {
    UUID quotedId = row.getObject("quoted_id", UUID.class);
    Array mentions = row.getArray("mentions");
    return new TextRow(
        row.getObject("id", UUID.class),
        row.getObject("stream_id", UUID.class),
        row.getObject("author_id", UUID.class),
        row.getString("client_message_id"),
        row.getString("text"),
        List.of((UUID[]) mentions.getArray()),
        quotedId == null
            ? null
            : new QuotedRow(
                quotedId,
                row.getObject("quoted_author_id", UUID.class),
                row.getString("quoted_text")),
        row.getTimestamp("created_at").toInstant());
  }

  private static SystemRow readSystem(ResultSet row) throws SQLException {
    return new SystemRow(
        row.getObject("id", UUID.class),
        row.getObject("stream_id", UUID.class),
        SystemEvent.ofColumn(row.getString("event")),
        row.getObject("person_id", UUID.class),
        row.getObject("by_id", UUID.class),
        row.getString("data"),
        row.getTimestamp("created_at").toInstant());
  }
}
