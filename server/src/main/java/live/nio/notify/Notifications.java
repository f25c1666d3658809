package live.nio.notify;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import live.nio.identity.People;
import live.nio.identity.Person;
import live.nio.platform.Ids;
import live.nio.realtime.Realtime;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Notifications of people: kept for 30 days, told to open pages. Virtual threads.
@Singleton
class Notifications {

  private static final Duration KEPT = Duration.ofDays(30);

  /// Some notifications, newest first.
  ///
  /// @param unread of all there are
  /// @param hasMore whether there are older ones
  record Excerpt(List<Notification> notifications, int unread, boolean hasMore) {}

  /// Server → client on `/account`.
  private record Told(Notification notification) {}

  private record Row(
      UUID id,
      UUID accountId,
      Notification.Kind kind,
      UUID personId,
      @Nullable UUID streamId,
      @Nullable String title,
      Instant createdAt,
      @Nullable Instant readAt) {}

  private static final String SELECT =
      """
      SELECT n.id, n.account_id, n.kind, n.person_id, n.stream_id, s.title, n.created_at, n.read_at
      FROM notifications n LEFT JOIN streams s ON s.id = n.stream_id
      """;

  private final Jdbi jdbi;
  private final People people;
  private final Realtime realtime;
  private final Clock clock;

  Notifications(Jdbi jdbi, People people, Realtime realtime, Clock clock) {
    this.jdbi = jdbi;
    this.people = people;
    this.realtime = realtime;
    this.clock = clock;
  }

  // ---- writing

  /// Writes down that somebody is live, for some of their followers; who has been told of this
  /// stream is left out. After the commit, [#tell] what it gave.
  ///
  /// @return ids of what was written
  List<UUID> writeStreamStarted(
      Handle handle, Collection<UUID> accounts, UUID streamer, UUID streamId) {
    return handle
        .createQuery(
            """
            INSERT INTO notifications (id, account_id, kind, person_id, stream_id, created_at)
            SELECT t.id, t.account_id, 'stream_started', :person, :stream, CAST(:now AS timestamptz)
            FROM unnest(:ids, :accounts) AS t (id, account_id)
            WHERE EXISTS (SELECT 1 FROM accounts a WHERE a.id = t.account_id)
            ON CONFLICT DO NOTHING RETURNING id
            """)
        .bindArray("ids", UUID.class, accounts.stream().map(_ -> Ids.next()).toList())
        .bindArray("accounts", UUID.class, List.copyOf(accounts))
        .bind("person", streamer)
        .bind("stream", streamId)
        .bind("now", clock.instant())
        .mapTo(UUID.class)
        .list();
  }

  /// Tells a person of a follower, unless they have not read of this one yet.
  void newFollower(UUID accountId, UUID follower) {
    UUID id = Ids.next();
    boolean written =
        jdbi.withHandle(handle ->
            handle
                    .createUpdate(
                        """
                        INSERT INTO notifications (id, account_id, kind, person_id, created_at)
                        VALUES (:id, :account, 'new_follower', :person, :now) ON CONFLICT DO NOTHING
                        """)
                    .bind("id", id)
                    .bind("account", accountId)
                    .bind("person", follower)
                    .bind("now", clock.instant())
                    .execute()
                == 1);
    if (written) {
      tell(List.of(id));
    }
  }

  /// Tells open pages of notifications that are committed.
  void tell(List<UUID> ids) {
    if (ids.isEmpty()) {
      return;
    }
    List<Row> rows =
        jdbi.withHandle(handle ->
            handle
                .createQuery(SELECT + "WHERE n.id = ANY (:ids)")
                .bindArray("ids", UUID.class, ids)
                .map((row, _) -> read(row))
                .list());
    List<Row> reachable = rows.stream().filter(row -> realtime.hasPages(row.accountId())).toList();
    Map<UUID, Person> persons = persons(reachable);
    reachable.forEach(row ->
        realtime.tellAccount(
            row.accountId(), "notification", new Told(notification(row, persons))));
  }

  /// Marks as read: these, or all with null. The other pages of the person are told.
  ///
  /// @return how many are unread now
  int read(UUID accountId, @Nullable List<UUID> ids) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                UPDATE notifications SET read_at = :now
                WHERE account_id = :account AND read_at IS NULL AND (CAST(:ids AS uuid[]) IS NULL OR id = ANY (CAST(:ids AS uuid[])))
                """)
            .bind("now", clock.instant())
            .bind("account", accountId)
            .bindByType("ids", ids == null ? null : ids.toArray(UUID[]::new), UUID[].class)
            .execute());
    realtime.tellAccount(accountId, "notifications_read", Collections.singletonMap("ids", ids));
    return jdbi.withHandle(handle -> unread(handle, accountId));
  }

  // ---- reading

  /// Notifications before one (or the newest), newest first.
  Excerpt excerpt(UUID accountId, @Nullable UUID before, int limit) {
    return jdbi.inTransaction(handle -> {
      List<Row> rows =
          handle
              .createQuery(
                  SELECT
                      + """
                      WHERE n.account_id = :account AND n.created_at > :since
                        AND (CAST(:before AS uuid) IS NULL OR n.id < CAST(:before AS uuid))
                      ORDER BY n.id DESC LIMIT :limit
                      """)
              .bind("account", accountId)
              .bind("since", clock.instant().minus(KEPT))
              .bind("before", before)
              .bind("limit", limit + 1)
              .map((row, _) -> read(row))
              .list();
      List<Row> page = rows.size() > limit ? rows.subList(0, limit) : rows;
      Map<UUID, Person> persons = persons(page);
      return new Excerpt(
          page.stream().map(row -> notification(row, persons)).toList(),
          unread(handle, accountId),
          rows.size() > limit);
    });
  }

  private int unread(Handle handle, UUID accountId) {
    return handle
        .createQuery(
            "SELECT count(*) FROM notifications WHERE account_id = :account AND read_at IS NULL AND created_at > :since")
        .bind("account", accountId)
        .bind("since", clock.instant().minus(KEPT))
        .mapTo(int.class)
        .one();
  }

  @Scheduled(every = "1h", concurrentExecution = ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void deleteOld() {
    jdbi.useHandle(handle ->
        handle
            .createUpdate("DELETE FROM notifications WHERE created_at < :before")
            .bind("before", clock.instant().minus(KEPT))
            .execute());
  }

  private Map<UUID, Person> persons(List<Row> rows) {
    return people.byIds(rows.stream().map(Row::personId).distinct().toList());
  }

  private static Notification notification(Row row, Map<UUID, Person> persons) {
    return new Notification(
        row.id(),
        row.kind(),
        Optional.ofNullable(persons.get(row.personId()))
            .orElseGet(() -> Person.gone(row.personId())),
        row.streamId(),
        row.title(),
        row.createdAt(),
        row.readAt());
  }

  private static Row read(ResultSet row) throws SQLException {
    Timestamp readAt = row.getTimestamp("read_at");
    return new Row(
        row.getObject("id", UUID.class),
        row.getObject("account_id", UUID.class),
        Notification.Kind.ofWord(row.getString("kind")),
        row.getObject("person_id", UUID.class),
        row.getObject("stream_id", UUID.class),
        row.getString("title"),
        row.getTimestamp("created_at").toInstant(),
        readAt == null ? null : readAt.toInstant());
  }
}
