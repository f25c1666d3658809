package live.nio.identity;

import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import live.nio.platform.Ids;
import live.nio.platform.Language;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// What owners of accounts should know: kept until answered, 30 days at most.
@Singleton
public class Notices {

  static final int MAX_LISTED = 20;
  private static final Duration KEPT = Duration.ofDays(30);

  private static final String SELECT =
      """
      SELECT n.id, n.kind, n.session_id, n.detail, n.created_at, a.language,
             s.device, s.browser, s.ip_address, s.country_code, s.city
      FROM security_notices n JOIN accounts a ON a.id = n.account_id LEFT JOIN sessions s ON s.id = n.session_id
      """;

  private final Jdbi jdbi;
  private final Clock clock;
  private final Event<NoticeRaised> raisedEvents;

  Notices(Jdbi jdbi, Clock clock, Event<NoticeRaised> raisedEvents) {
    this.jdbi = jdbi;
    this.clock = clock;
    this.raisedEvents = raisedEvents;
  }

  /// Writes a notice down. After the commit, [#tell] it.
  public Notice raise(
      Handle handle,
      UUID accountId,
      Notice.Kind kind,
      @Nullable UUID sessionId,
      @Nullable String detail) {
    UUID id = Ids.next();
    handle
        .createUpdate(
            """
            INSERT INTO security_notices (id, account_id, kind, session_id, detail, created_at)
            VALUES (:id, :accountId, :kind, CAST(:sessionId AS uuid), :detail, :now)
            """)
        .bind("id", id)
        .bind("accountId", accountId)
        .bind("kind", kind.code())
        .bind("sessionId", sessionId)
        .bind("detail", detail)
        .bind("now", clock.instant())
        .execute();
    return handle
        .createQuery(SELECT + "WHERE n.id = :id")
        .bind("id", id)
        .map((row, _) -> read(row))
        .one();
  }

  /// Tells open pages and the mail of notices that are committed.
  public void tell(UUID accountId, List<Notice> notices) {
    notices.forEach(notice -> raisedEvents.fire(new NoticeRaised(accountId, notice)));
  }

  /// The unanswered ones, newest first.
  List<Notice> open(UUID accountId) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                SELECT
                    + """
                    WHERE n.account_id = :accountId AND n.answered_at IS NULL AND n.created_at > :since
                    ORDER BY n.id DESC LIMIT :limit
                    """)
            .bind("accountId", accountId)
            .bind("since", clock.instant().minus(KEPT))
            .bind("limit", MAX_LISTED)
            .map((row, _) -> read(row))
            .list());
  }

  /// A notice in some language; empty when it is gone.
  Optional<Notice> find(UUID id, Language language) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(SELECT + "WHERE n.id = :id")
            .bind("id", id)
            .map((row, _) -> read(row, language))
            .findOne());
  }

  /// Marks an open notice as answered.
  ///
  /// @return the notice, or empty when the account has no such open one
  Optional<Notice> answer(Handle handle, UUID accountId, UUID noticeId) {
    boolean answered =
        handle
                .createUpdate(
                    """
                    UPDATE security_notices SET answered_at = :now
                    WHERE id = :id AND account_id = :accountId AND answered_at IS NULL
                    """)
                .bind("now", clock.instant())
                .bind("id", noticeId)
                .bind("accountId", accountId)
                .execute()
            == 1;
    return answered
        ? handle
            .createQuery(SELECT + "WHERE n.id = :id")
            .bind("id", noticeId)
            .map((row, _) -> read(row))
            .findOne()
        : Optional.empty();
  }

  int deleteOld() {
    return jdbi.withHandle(handle ->
        handle
            .createUpdate("DELETE FROM security_notices WHERE created_at < :before")
            .bind("before", clock.instant().minus(KEPT))
            .execute());
  }

  private static Notice read(ResultSet row) throws SQLException {
    return read(row, Language.ofCode(row.getString("language")));
  }

  private static Notice read(ResultSet row, Language language) throws SQLException {
    String ipAddress = row.getString("ip_address");
    return new Notice(
        row.getObject("id", UUID.class),
        Notice.Kind.ofCode(row.getString("kind")),
        row.getObject("session_id", UUID.class),
        row.getString("device"),
        row.getString("browser"),
        ipAddress == null ? null : VisitorColumns.place(row).name(language).orElse(null),
        ipAddress,
        row.getString("detail"),
        row.getTimestamp("created_at").toInstant());
  }
}
