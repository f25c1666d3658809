package live.nio.chat;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import live.nio.platform.Ids;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Who did what in a room: `room_audit`, which is only ever added to, and kept a year. An entry is
/// written in the transaction of what it tells of.
@Singleton
class Audit {

  /// How long entries, and deleted messages, are kept.
  static final Duration KEPT = Duration.ofDays(365);

  /// What was done.
  @Schema(
      name = "RoomAuditAction",
      enumeration = {
        "timed_out",
        "banned",
        "unbanned",
        "message_deleted",
        "messages_cleared",
        "pinned",
        "unpinned",
        "rules_changed",
        "blocked_words_changed",
        "moderator_added",
        "moderator_removed"
      })
  public enum Action {
    TIMED_OUT,
    BANNED,
    UNBANNED,
    MESSAGE_DELETED,
    MESSAGES_CLEARED,
    PINNED,
    UNPINNED,
    RULES_CHANGED,
    BLOCKED_WORDS_CHANGED,
    MODERATOR_ADDED,
    MODERATOR_REMOVED;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// An entry.
  ///
  /// @param personId to whom, or null
  record Entry(
      UUID id,
      Action action,
      UUID byId,
      @Nullable UUID personId,
      JsonNode detail,
      Instant createdAt) {}

  private final Jdbi jdbi;
  private final ObjectMapper mapper;
  private final Clock clock;

  Audit(Jdbi jdbi, ObjectMapper mapper, Clock clock) {
    this.jdbi = jdbi;
    this.mapper = mapper;
    this.clock = clock;
  }

  void record(
      Handle handle,
      UUID streamerId,
      Action action,
      UUID byId,
      @Nullable UUID personId,
      Map<String, ?> detail) {
    handle
        .createUpdate(
            """
            INSERT INTO room_audit (id, streamer_id, action, by_id, person_id, detail, created_at)
            VALUES (:id, :streamerId, :action, :byId, CAST(:personId AS uuid), CAST(:detail AS jsonb), :now)
            """)
        .bind("id", Ids.next())
        .bind("streamerId", streamerId)
        .bind("action", action.word())
        .bind("byId", byId)
        .bind("personId", personId)
        .bind("detail", mapper.valueToTree(detail).toString())
        .bind("now", clock.instant())
        .execute();
  }

  /// Entries before one (or the newest), newest first.
  List<Entry> before(UUID streamerId, @Nullable UUID before, int limit) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT id, action, by_id, person_id, detail, created_at FROM room_audit
                WHERE streamer_id = :streamerId AND (CAST(:before AS uuid) IS NULL OR id < CAST(:before AS uuid))
                ORDER BY id DESC LIMIT :limit
                """)
            .bind("streamerId", streamerId)
            .bind("before", before)
            .bind("limit", limit)
            .map((row, _) -> read(row))
            .list());
  }

  int deleteOld() {
    return jdbi.withHandle(handle ->
        handle
            .createUpdate("DELETE FROM room_audit WHERE created_at < :deadline")
            .bind("deadline", clock.instant().minus(KEPT))
            .execute());
  }

  private Entry read(ResultSet row) throws SQLException {
    try {
      return new Entry(
          row.getObject("id", UUID.class),
          Action.valueOf(row.getString("action").toUpperCase(Locale.ROOT)),
          row.getObject("by_id", UUID.class),
          row.getObject("person_id", UUID.class),
          mapper.readTree(row.getString("detail")),
          row.getTimestamp("created_at").toInstant());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a column of JSON holds JSON", e);
    }
  }
}
