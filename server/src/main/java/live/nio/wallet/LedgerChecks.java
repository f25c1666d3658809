package live.nio.wallet;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Asks the ledger whether what must always hold does: the named queries of `ledger-checks.sql`.
@Singleton
class LedgerChecks {

  private static final Logger LOG = Logger.getLogger(LedgerChecks.class);

  private static final int SAMPLE = 10;
  private static final Pattern CHECK =
      Pattern.compile("-- check: (\\w+)\\n(.*?);\\s*(?=-- check:|\\z)", Pattern.DOTALL);

  /// What a check found.
  ///
  /// @param sample some of the violations, in words with ids
  @Schema(name = "LedgerCheck")
  record Check(
      @Schema(required = true) String name,
      @Schema(required = true) boolean ok,
      @Schema(required = true) long violations,
      @Schema(required = true) List<String> sample) {}

  /// What all checks found, and what all accounts of a kind have together.
  ///
  /// @param totals kind of account → asset → sum
  @Schema(name = "LedgerReport")
  record Report(
      @Schema(required = true) Instant checkedAt,
      @Schema(required = true) List<Check> checks,
      @Schema(required = true) Map<String, Map<String, Long>> totals) {

    long violations() {
      return checks.stream().mapToLong(Check::violations).sum();
    }
  }

  private record Query(String name, String sql) {}

  private final Jdbi jdbi;
  private final Clock clock;
  private final List<Query> queries = queries();
  private volatile @Nullable Report last;

  LedgerChecks(Jdbi jdbi, Clock clock, MeterRegistry metrics) {
    this.jdbi = jdbi;
    this.clock = clock;
    metrics.gauge("nio.ledger.violations", this, it -> it.last == null ? 0 : it.last.violations());
  }

  private static List<Query> queries() {
    try (InputStream file = LedgerChecks.class.getResourceAsStream("ledger-checks.sql")) {
      if (file == null) {
        throw new IllegalStateException("the ledger's checks are missing from the build");
      }
      Matcher matcher = CHECK.matcher(new String(file.readAllBytes(), StandardCharsets.UTF_8));
      List<Query> queries = new ArrayList<>();
      while (matcher.find()) {
        queries.add(new Query(matcher.group(1), matcher.group(2)));
      }
      return List.copyOf(queries);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What the last run found; the first time, runs them.
  Report last() {
    Report report = last;
    return report == null ? run() : report;
  }

  /// Runs all checks, each over one moment of the database. One run at a time: they read
  /// everything.
  synchronized Report run() {
    Report report =
        jdbi.withHandle(handle -> new Report(clock.instant(), run(handle), totals(handle)));
    for (Check check : report.checks()) {
      if (!check.ok()) {
        LOG.errorf(
            "Ledger check %s found %d violations: %s",
            check.name(), check.violations(), check.sample());
      }
    }
    last = report;
    return report;
  }

  /// As the transaction of this handle sees it.
  List<Check> run(Handle handle) {
    return queries.stream().map(query -> run(handle, query)).toList();
  }

  private static Check run(Handle handle, Query query) {
    record Row(long count, String violation) {}
    List<Row> rows =
        handle
            .createQuery(
                "SELECT count(*) OVER () AS count, violation FROM ("
                    + query.sql()
                    + ") found LIMIT "
                    + SAMPLE)
            .map((row, _) -> new Row(row.getLong("count"), row.getString("violation")))
            .list();
    return new Check(
        query.name(),
        rows.isEmpty(),
        rows.isEmpty() ? 0 : rows.getFirst().count(),
        rows.stream().map(Row::violation).toList());
  }

  private static Map<String, Map<String, Long>> totals(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT a.kind, a.asset, (sum(a.balance) + coalesce(sum(i.amount), 0)) AS total
            FROM ledger_accounts a LEFT JOIN (SELECT account_id, sum(amount) AS amount FROM waiting_entries GROUP BY account_id) i ON i.account_id = a.id
            GROUP BY a.kind, a.asset
            """)
        .reduceRows(
            new TreeMap<>(),
            (totals, row) -> {
              totals
                  .computeIfAbsent(row.getColumn("kind", String.class), _ -> new TreeMap<>())
                  .put(row.getColumn("asset", String.class), row.getColumn("total", Long.class));
              return totals;
            });
  }
}
