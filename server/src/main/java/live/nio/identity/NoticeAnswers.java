package live.nio.identity;

import jakarta.inject.Singleton;
import java.util.UUID;
import live.nio.platform.NotFound;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/// What an owner says to a notice: seen, it was me, it was not me.
@Singleton
class NoticeAnswers {

  private static final Logger LOG = Logger.getLogger(NoticeAnswers.class);

  private final Jdbi jdbi;
  private final Notices notices;
  private final Sessions sessions;

  NoticeAnswers(Jdbi jdbi, Notices notices, Sessions sessions) {
    this.jdbi = jdbi;
    this.notices = notices;
    this.sessions = sessions;
  }

  /// Seen; of a new login also: it was me.
  ///
  /// @throws NotFound when the account has no such open notice
  void dismiss(UUID accountId, UUID noticeId) {
    jdbi.useTransaction(handle -> {
      Notice notice =
          notices.answer(handle, accountId, noticeId).orElseThrow(() -> new NotFound("notice"));
      if (notice.kind() == Notice.Kind.NEW_LOGIN && notice.sessionId() != null) {
        sessions.confirm(handle, notice.sessionId());
      }
    });
  }

  /// It was somebody else: their session ends.
  ///
  /// @throws NotFound when the account has no such open notice of a new login
  void notMe(UUID accountId, UUID noticeId) {
    Notice notice =
        jdbi.inTransaction(handle ->
            notices
                .answer(handle, accountId, noticeId)
                .filter(it -> it.kind() == Notice.Kind.NEW_LOGIN)
                .orElseThrow(() -> new NotFound("notice")));
    UUID sessionId = notice.sessionId();
    if (sessionId != null && sessions.endNotMine(accountId, sessionId)) {
      LOG.infof("Session %s ended: its owner says it was not them", sessionId);
    }
  }
}
