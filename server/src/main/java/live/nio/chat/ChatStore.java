package live.nio.chat;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import live.nio.stream.Streams;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// SQL of `chat_messages`.
@Singleton
class ChatStore {

  /// A row, with the message it answers.
  record Row(
      UUID id,
      UUID streamId,
      UUID authorId,
      String clientMessageId,
      String text,
      @Nullable QuotedRow replyTo,
      Instant createdAt) {}

  /// What is needed of the message answered.
  record QuotedRow(UUID id, UUID authorId, String text) {}

  /// The result of storing.
  ///
  /// @param created false when the same message was stored before
  record Stored(Row row, boolean created) {}

  private static final String SELECT =
      """
      SELECT m.id, m.stream_id, m.author_id, m.client_message_id, m.text, m.created_at,
             q.id AS quoted_id, q.author_id AS quoted_author_id, q.text AS quoted_text
      FROM chat_messages m LEFT JOIN chat_messages q ON q.id = m.reply_to
      """;

  private final Jdbi jdbi;
  private final Streams streams;

  ChatStore(Jdbi jdbi, Streams streams) {
    this.jdbi = jdbi;
    this.streams = streams;
  }

  /// Stores a message, or finds the one stored before under the same client id. A `replyTo` of
  /// another stream is dropped.
  Stored store(
      UUID id,
      UUID streamId,
      UUID authorId,
      String clientMessageId,
      String text,
      @Nullable UUID replyTo,
      Instant now) {
    return jdbi.inTransaction(handle -> {
      boolean created =
          handle
                  .createUpdate(
                      """
                      INSERT INTO chat_messages (id, stream_id, author_id, client_message_id, text, reply_to, created_at)
                      VALUES (:id, :streamId, :authorId, :clientMessageId, :text,
                              (SELECT id FROM chat_messages WHERE id = :replyTo::uuid AND stream_id = :streamId), :now)
                      ON CONFLICT (stream_id, author_id, client_message_id) DO NOTHING
                      """)
                  .bind("id", id)
                  .bind("streamId", streamId)
                  .bind("authorId", authorId)
                  .bind("clientMessageId", clientMessageId)
                  .bind("text", text)
                  .bind("replyTo", replyTo)
                  .bind("now", now)
                  .execute()
              == 1;
      if (created) {
        streams.countMessage(handle, streamId);
      }
      Row row =
          handle
              .createQuery(
                  SELECT
                      + " WHERE m.stream_id = :streamId AND m.author_id = :authorId AND m.client_message_id = :clientMessageId")
              .bind("streamId", streamId)
              .bind("authorId", authorId)
              .bind("clientMessageId", clientMessageId)
              .map((rs, _) -> read(rs))
              .one();
      return new Stored(row, created);
    });
  }

  /// Messages before one (or the newest), newest first.
  List<Row> before(UUID streamId, @Nullable UUID before, int limit) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                SELECT
                    + " WHERE m.stream_id = :streamId AND (:before::uuid IS NULL OR m.id < :before::uuid)"
                    + " ORDER BY m.id DESC LIMIT :limit")
            .bind("streamId", streamId)
            .bind("before", before)
            .bind("limit", limit)
            .map((rs, _) -> read(rs))
            .list());
  }

  private static Row read(ResultSet row) throws SQLException {
    UUID quotedId = row.getObject("quoted_id", UUID.class);
    return new Row(
        row.getObject("id", UUID.class),
        row.getObject("stream_id", UUID.class),
        row.getObject("author_id", UUID.class),
        row.getString("client_message_id"),
        row.getString("text"),
        quotedId == null
            ? null
            : new QuotedRow(
                quotedId,
                row.getObject("quoted_author_id", UUID.class),
                row.getString("quoted_text")),
        row.getTimestamp("created_at").toInstant());
  }
}
