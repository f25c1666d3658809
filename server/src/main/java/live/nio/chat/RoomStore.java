package live.nio.chat;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// SQL of `rooms`, `room_moderators` and `room_bans`.
@Singleton
class RoomStore {

  /// What there is to know of one person in a room.
  ///
  /// @param ban that is in force
  record Standing(
      Rules rules, List<String> blockedWords, boolean moderator, @Nullable BanEnd ban) {}

  /// @param until null for never
  record BanEnd(@Nullable Instant until) {}

  /// A room's rules and words.
  record Settings(Rules rules, List<String> blockedWords) {}

  /// A ban or, with an end, a time-out.
  record BanRow(
      UUID personId,
      UUID byId,
      @Nullable Instant until,
      @Nullable String reason,
      Instant createdAt) {}

  /// One page of bans, and how many there are in all.
  record BanPage(List<BanRow> bans, int total) {}

  /// A time-out that has come to its end.
  record Ended(UUID streamerId, UUID personId) {}

  private final Jdbi jdbi;

  RoomStore(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  Standing standing(UUID streamerId, UUID personId, Instant now) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT r.streamer_id, r.slow_mode_seconds, r.followers_only_minutes, r.emotes_only, r.links_allowed, r.blocked_words,
                       m.person_id IS NOT NULL AS moderator, b.person_id IS NOT NULL AS banned, b.until
                FROM (SELECT CAST(:streamerId AS uuid) AS id) room
                LEFT JOIN rooms r ON r.streamer_id = room.id
                LEFT JOIN room_moderators m ON m.streamer_id = room.id AND m.person_id = :personId
                LEFT JOIN room_bans b ON b.streamer_id = room.id AND b.person_id = :personId AND (b.until IS NULL OR b.until > :now)
                """)
            .bind("streamerId", streamerId)
            .bind("personId", personId)
            .bind("now", now)
            .map((row, _) -> {
              Settings settings = readSettings(row);
              return new Standing(
                  settings.rules(),
                  settings.blockedWords(),
                  row.getBoolean("moderator"),
                  row.getBoolean("banned") ? new BanEnd(instant(row, "until")) : null);
            })
            .one());
  }

  // ---- rules and words

  Settings settings(UUID streamerId) {
    return jdbi.withHandle(handle -> settings(handle, streamerId));
  }

  private static Settings settings(Handle handle, UUID streamerId) {
    return handle
        .createQuery("SELECT * FROM rooms WHERE streamer_id = :streamerId")
        .bind("streamerId", streamerId)
        .map((row, _) -> readSettings(row))
        .findOne()
        .orElseGet(() -> new Settings(Rules.NONE, List.of()));
  }

  private static Settings readSettings(ResultSet row) throws SQLException {
    if (row.getObject("streamer_id") == null) {
      return new Settings(Rules.NONE, List.of());
    }
    return new Settings(
        new Rules(
            row.getInt("slow_mode_seconds"),
            row.getObject("followers_only_minutes", Integer.class),
            row.getBoolean("emotes_only"),
            row.getBoolean("links_allowed")),
        List.of((String[]) row.getArray("blocked_words").getArray()));
  }

  /// The settings, which nobody else changes until the transaction ends.
  static Settings locked(Handle handle, UUID streamerId) {
    handle
        .createUpdate("INSERT INTO rooms (streamer_id) VALUES (:streamerId) ON CONFLICT DO NOTHING")
        .bind("streamerId", streamerId)
        .execute();
    handle
        .createQuery("SELECT 1 FROM rooms WHERE streamer_id = :streamerId FOR UPDATE")
        .bind("streamerId", streamerId)
        .mapTo(int.class)
        .one();
    return settings(handle, streamerId);
  }

  static void save(Handle handle, UUID streamerId, Rules rules) {
    handle
        .createUpdate(
            """
            UPDATE rooms SET slow_mode_seconds = :slow, followers_only_minutes = CAST(:followers AS integer),
                   emotes_only = :emotesOnly, links_allowed = :linksAllowed
            WHERE streamer_id = :streamerId
            """)
        .bind("streamerId", streamerId)
        .bind("slow", rules.slowModeSeconds())
        .bind("followers", rules.followersOnlyMinutes())
        .bind("emotesOnly", rules.emotesOnly())
        .bind("linksAllowed", rules.linksAllowed())
        .execute();
  }

  static void save(Handle handle, UUID streamerId, List<String> blockedWords) {
    handle
        .createUpdate("UPDATE rooms SET blocked_words = :words WHERE streamer_id = :streamerId")
        .bind("streamerId", streamerId)
        .bind("words", blockedWords.toArray(String[]::new))
        .execute();
  }

  // ---- moderators

  Set<UUID> moderatorsAmong(UUID streamerId, Collection<UUID> people) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "SELECT person_id FROM room_moderators WHERE streamer_id = :streamerId AND person_id IN (<people>)")
            .bind("streamerId", streamerId)
            .bindList("people", List.copyOf(people))
            .mapTo(UUID.class)
            .set());
  }

  /// In the order they were named.
  List<UUID> moderators(UUID streamerId) {
    return jdbi.withHandle(handle -> moderators(handle, streamerId));
  }

  static List<UUID> moderators(Handle handle, UUID streamerId) {
    return handle
        .createQuery(
            "SELECT person_id FROM room_moderators WHERE streamer_id = :streamerId ORDER BY created_at, person_id")
        .bind("streamerId", streamerId)
        .mapTo(UUID.class)
        .list();
  }

  static void addModerator(Handle handle, UUID streamerId, UUID personId, Instant now) {
    handle
        .createUpdate(
            "INSERT INTO room_moderators (streamer_id, person_id, created_at) VALUES (:streamerId, :personId, :now)")
        .bind("streamerId", streamerId)
        .bind("personId", personId)
        .bind("now", now)
        .execute();
  }

  /// Names a moderator no more.
  ///
  /// @return whether they were one
  static boolean removeModerator(Handle handle, UUID streamerId, UUID personId) {
    return handle
            .createUpdate(
                "DELETE FROM room_moderators WHERE streamer_id = :streamerId AND person_id = :personId")
            .bind("streamerId", streamerId)
            .bind("personId", personId)
            .execute()
        == 1;
  }

  // ---- bans

  static boolean isBanned(Handle handle, UUID streamerId, UUID personId, Instant now) {
    return handle
        .createQuery(
            """
            SELECT exists(SELECT 1 FROM room_bans
                          WHERE streamer_id = :streamerId AND person_id = :personId AND (until IS NULL OR until > :now))
            """)
        .bind("streamerId", streamerId)
        .bind("personId", personId)
        .bind("now", now)
        .mapTo(boolean.class)
        .one();
  }

  /// Whether somebody is banned for good.
  boolean isShutOut(UUID streamerId, UUID personId) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT exists(SELECT 1 FROM room_bans
                              WHERE streamer_id = :streamerId AND person_id = :personId AND until IS NULL)
                """)
            .bind("streamerId", streamerId)
            .bind("personId", personId)
            .mapTo(boolean.class)
            .one());
  }

  /// Puts a ban in the place of any before.
  static void ban(Handle handle, UUID streamerId, BanRow ban) {
    handle
        .createUpdate(
            """
            INSERT INTO room_bans (streamer_id, person_id, by_id, until, reason, created_at)
            VALUES (:streamerId, :personId, :byId, CAST(:until AS timestamptz), :reason, :createdAt)
            ON CONFLICT (streamer_id, person_id) DO UPDATE
              SET by_id = excluded.by_id, until = excluded.until, reason = excluded.reason, created_at = excluded.created_at
            """)
        .bind("streamerId", streamerId)
        .bind("personId", ban.personId())
        .bind("byId", ban.byId())
        .bind("until", ban.until())
        .bind("reason", ban.reason())
        .bind("createdAt", ban.createdAt())
        .execute();
  }

  /// Ends a ban.
  ///
  /// @return whether there was one in force
  static boolean unban(Handle handle, UUID streamerId, UUID personId, Instant now) {
    return handle
        .createQuery(
            """
            DELETE FROM room_bans WHERE streamer_id = :streamerId AND person_id = :personId
            RETURNING until IS NULL OR until > :now
            """)
        .bind("streamerId", streamerId)
        .bind("personId", personId)
        .bind("now", now)
        .mapTo(boolean.class)
        .findOne()
        .orElse(false);
  }

  /// Those in force, the newest first.
  BanPage bans(UUID streamerId, Instant now, int offset, int limit) {
    String where =
        " FROM room_bans WHERE streamer_id = :streamerId AND (until IS NULL OR until > :now)";
    return jdbi.inTransaction(handle -> {
      int total =
          handle
              .createQuery("SELECT count(*)" + where)
              .bind("streamerId", streamerId)
              .bind("now", now)
              .mapTo(int.class)
              .one();
      List<BanRow> bans =
          handle
              .createQuery(
                  "SELECT person_id, by_id, until, reason, created_at"
                      + where
                      + " ORDER BY created_at DESC, person_id OFFSET :offset LIMIT :limit")
              .bind("streamerId", streamerId)
              .bind("now", now)
              .bind("offset", offset)
              .bind("limit", limit)
              .map((row, _) ->
                  new BanRow(
                      row.getObject("person_id", UUID.class),
                      row.getObject("by_id", UUID.class),
                      instant(row, "until"),
                      row.getString("reason"),
                      row.getTimestamp("created_at").toInstant()))
              .list();
      return new BanPage(bans, total);
    });
  }

  /// Takes out some of the time-outs that are over.
  List<Ended> takeEnded(Instant now, int limit) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                DELETE FROM room_bans WHERE (streamer_id, person_id) IN (
                  SELECT streamer_id, person_id FROM room_bans WHERE until <= :now ORDER BY until LIMIT :limit FOR UPDATE SKIP LOCKED)
                  AND until <= :now
                RETURNING streamer_id, person_id
                """)
            .bind("now", now)
            .bind("limit", limit)
            .map((row, _) ->
                new Ended(
                    row.getObject("streamer_id", UUID.class),
                    row.getObject("person_id", UUID.class)))
            .list());
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp time = row.getTimestamp(column);
    return time == null ? null : time.toInstant();
  }
}
