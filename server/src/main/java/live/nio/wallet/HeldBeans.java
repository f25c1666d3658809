package live.nio.wallet;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// What a wallet holds back, and until when.
@Singleton
class HeldBeans {

  /// Beans that become available together.
  @Schema(name = "BeanRelease")
  record Release(@Schema(required = true) long beans, @Schema(required = true) Instant at) {}

  /// A whole wallet.
  ///
  /// @param nextRelease null when nothing is held
  record Wallet(Balance balance, long withdrawing, @Nullable Release nextRelease) {}

  /// Releases run once a minute, so this much is released together.
  private static final Duration TOGETHER = Duration.ofMinutes(1);

  private final Jdbi jdbi;
  private final Ledger ledger;

  HeldBeans(Jdbi jdbi, Ledger ledger) {
    this.jdbi = jdbi;
    this.ledger = ledger;
  }

  /// What a person has, with everything done that is due.
  Wallet wallet(UUID person) {
    ledger.settle(person);
    Duration hold = ledger.beanHold();
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT b.coins, b.held, b.available, b.debt, b.withdrawing, n.beans, n.last
                FROM wallet_balance(:person) b LEFT JOIN LATERAL (
                  SELECT sum(h.beans) AS beans, max(h.created_at) AS last
                  FROM ledger_accounts a
                  JOIN LATERAL (SELECT created_at FROM held_beans WHERE account_id = a.id AND beans > 0 ORDER BY created_at LIMIT 1) f ON true
                  JOIN held_beans h ON h.account_id = a.id AND h.created_at <= f.created_at + CAST(:together AS interval)
                  WHERE a.owner_id = :person AND a.kind = 'beans_held') n ON true
                """)
            .bind("person", person)
            .bind("together", TOGETHER.toString())
            .map((row, _) -> {
              long beans = row.getLong("beans");
              return new Wallet(
                  new Balance(
                      row.getLong("coins"),
                      new Balance.Beans(row.getLong("held"), row.getLong("available")),
                      row.getLong("debt")),
                  row.getLong("withdrawing"),
                  beans == 0
                      ? null
                      : new Release(beans, row.getTimestamp("last").toInstant().plus(hold)));
            })
            .one());
  }
}
