package live.nio.wallet;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import live.nio.identity.People;
import live.nio.identity.Person;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Reads the entries of people's wallets.
@Singleton
class Entries {

  /// Which entries; null stands for all.
  ///
  /// @param from the first moment
  /// @param to the moment after the last
  record Filter(
      @Nullable String asset,
      @Nullable EntryKind kind,
      @Nullable Instant from,
      @Nullable Instant to) {}

  /// Part of them, newest first.
  ///
  /// @param hasMore whether there are older ones
  record Excerpt(List<Entry> entries, boolean hasMore) {}

  private record Row(Entry entry, @Nullable UUID counterparty) {}

  private final Jdbi jdbi;
  private final Ledger ledger;
  private final People people;

  Entries(Jdbi jdbi, Ledger ledger, People people) {
    this.jdbi = jdbi;
    this.ledger = ledger;
    this.people = people;
  }

  /// Entries before one (or the newest), newest first. What is received lately is rolled up first.
  ///
  /// @param before number of an entry
  Excerpt excerpt(UUID person, Filter filter, long before, int limit) {
    ledger.settle(person);
    List<Row> rows = rows(person, filter, before, limit + 1);
    boolean hasMore = rows.size() > limit;
    List<Row> page = hasMore ? rows.subList(0, limit) : rows;
    Map<UUID, Person> persons =
        people.byIds(
            page.stream().map(Row::counterparty).filter(Objects::nonNull).distinct().toList());
    return new Excerpt(page.stream().map(row -> view(row, persons)).toList(), hasMore);
  }

  /// Of every account the newest that fit, then the newest of those: the index of entries gives
  /// them without reading a whole wallet. Left out is the other side of what moves inside a wallet.
  private List<Row> rows(UUID person, Filter filter, long before, int limit) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT e.id, a.asset, a.kind AS account, e.kind, e.amount, e.balance_after, e.created_at,
                       g.gift_type, g.count, g.stream_id,
                       CASE WHEN g.sender_id = a.owner_id THEN g.streamer_id WHEN g.id IS NOT NULL THEN g.sender_id
                            WHEN a.asset = 'BEAN' THEN p.account_id END AS counterparty,
                       CASE WHEN e.kind IN ('purchase', 'withdrawal', 'withdrawal_returned') THEN e.transaction_id
                            WHEN a.asset = 'COIN' THEN p.id END AS reference
                FROM ledger_accounts a
                CROSS JOIN LATERAL (
                  SELECT * FROM ledger_entries l
                  WHERE l.account_id = a.id AND l.id < :before
                    AND (CAST(:kind AS text) IS NULL OR l.kind = :kind)
                    AND (CAST(:from AS timestamptz) IS NULL OR l.created_at >= :from)
                    AND (CAST(:to AS timestamptz) IS NULL OR l.created_at < :to)
                    AND NOT (a.kind = 'beans_held' AND l.kind = 'bean_release')
                  ORDER BY l.id DESC LIMIT :limit) e
                LEFT JOIN gifts g ON e.kind IN ('gift_sent', 'gift_received') AND g.id = e.transaction_id
                LEFT JOIN coin_purchases p ON e.kind IN ('refund', 'chargeback', 'chargeback_won')
                  AND p.id = (SELECT purchase_id FROM coin_reversals WHERE e.transaction_id IN (id, return_id))
                WHERE a.owner_id = :person AND a.kind <> 'beans_withdrawing' AND (CAST(:asset AS text) IS NULL OR a.asset = :asset)
                ORDER BY e.id DESC LIMIT :limit
                """)
            .bind("before", before)
            .bind("kind", filter.kind() == null ? null : filter.kind().word())
            .bind("from", filter.from())
            .bind("to", filter.to())
            .bind("limit", limit)
            .bind("person", person)
            .bind("asset", filter.asset())
            .map((row, _) -> read(row))
            .list());
  }

  private static Row read(ResultSet row) throws SQLException {
    int count = row.getInt("count");
    return new Row(
        new Entry(
            Long.toString(row.getLong("id")),
            row.getString("asset"),
            row.getString("account"),
            row.getString("kind"),
            row.getLong("amount"),
            row.getLong("balance_after"),
            null,
            row.getString("gift_type"),
            count == 0 ? null : count,
            row.getObject("stream_id", UUID.class),
            row.getObject("reference", UUID.class),
            row.getTimestamp("created_at").toInstant()),
        row.getObject("counterparty", UUID.class));
  }

  private static Entry view(Row row, Map<UUID, Person> persons) {
    Entry entry = row.entry();
    UUID counterparty = row.counterparty();
    return new Entry(
        entry.id(),
        entry.asset(),
        entry.account(),
        entry.kind(),
        entry.amount(),
        entry.balanceAfter(),
        counterparty == null ? null : persons.getOrDefault(counterparty, Person.gone(counterparty)),
        entry.giftType(),
        entry.count(),
        entry.streamId(),
        entry.reference(),
        entry.createdAt());
  }
}
