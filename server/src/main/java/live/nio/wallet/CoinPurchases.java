package live.nio.wallet;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import live.nio.platform.Ids;
import org.jdbi.v3.core.Handle;

/// Credits bought coins and takes them back. Every method joins the caller's transaction, and
/// asking again is harmless; after the commit the caller tells those concerned by [Balances#tell].
///
/// In money, a purchase stands as `psp_clearing` + and `revenue` −; what goes back is the reverse,
/// except that the part no coins or beans stand against is `chargeback_loss` and leaves the revenue
/// as it was.
@Singleton
public class CoinPurchases {

  private record ReversalRow(
      UUID id,
      ReversalKind kind,
      long coins,
      long unspentCoins,
      long giftCoins,
      long debtCoins,
      long amountMinor,
      long lossMinor) {}

  /// Beans of a gift that are still held.
  ///
  /// @param paidCoins how many of its coins were bought and are not taken back yet
  private record Lot(
      UUID streamerId,
      long account,
      UUID giftId,
      long beans,
      long giftBeans,
      long giftCoins,
      long paidCoins) {}

  /// Beans a reversal took from a gift.
  private record Taken(UUID streamerId, UUID giftId, long beans) {}

  private final Ledger ledger;
  private final Clock clock;

  CoinPurchases(Ledger ledger, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  /// Credits coins that were paid for, once per purchase and per payment of the provider.
  ///
  /// @throws LedgerConflict when the purchase was credited with other content, or the payment for
  ///   another purchase
  public void credit(Handle handle, Purchase purchase) {
    boolean created =
        handle
                .createUpdate(
                    """
                    INSERT INTO coin_purchases (id, account_id, provider, provider_reference, coins, amount_minor, currency, created_at)
                    VALUES (:id, :accountId, :provider, :providerReference, :coins, :amountMinor, :currency, :now)
                    ON CONFLICT DO NOTHING
                    """)
                .bindMethods(purchase)
                .bind("now", clock.instant())
                .execute()
            == 1;
    if (!created) {
      Purchase before =
          find(handle, purchase.id())
              .orElseThrow(() ->
                  new LedgerConflict(
                      "the payment of purchase "
                          + purchase.id()
                          + " was credited for another one"));
      if (!before.equals(purchase)) {
        throw new LedgerConflict("purchase " + purchase.id() + " was credited with other content");
      }
      return;
    }
    UUID id = purchase.id();
    Ledger.Wallet wallet = ledger.open(handle, purchase.accountId());
    ledger.lock(handle, wallet.coinsPaid());
    ledger.post(handle, wallet.coinsPaid(), id, EntryKind.PURCHASE, purchase.coins());
    ledger.platform(
        handle, PlatformAccount.COINS_ISSUED, id, EntryKind.PURCHASE, -purchase.coins());
    ledger.money(
        handle,
        "psp_clearing",
        purchase.currency(),
        purchase.provider(),
        id,
        EntryKind.PURCHASE,
        purchase.amountMinor());
    ledger.money(
        handle,
        "revenue",
        purchase.currency(),
        null,
        id,
        EntryKind.PURCHASE,
        -purchase.amountMinor());
  }

  /// Takes coins of a purchase back because its money, or a part of it, went back: first the
  /// buyer's unspent bought coins, then beans that are still held from the buyer's gifts, newest
  /// first; the rest the buyer owes. Never more coins than are left of the purchase.
  ///
  /// @param coins that stand for the money that went back
  /// @param amountMinor the money that went back
  /// @param reference of the refund or dispute at the provider; once per reference, the same answer
  ///   for a repetition
  /// @throws LedgerConflict when there is no such purchase, or the reference was used with other
  ///   content
  public Reversal takeBack(
      Handle handle,
      UUID purchaseId,
      ReversalKind kind,
      long coins,
      long amountMinor,
      String reference) {
    Purchase purchase = require(handle, purchaseId);
    Ledger.Wallet buyer = ledger.open(handle, purchase.accountId());
    // Also keeps gifts of the buyer away until this is done.
    long balance = ledger.lock(handle, buyer.coinsPaid());
    Optional<ReversalRow> before =
        reversals(
                handle,
                "purchase_id = :id AND kind = :kind AND reference = :reference",
                purchaseId,
                kind,
                reference)
            .stream()
            .findFirst();
    if (before.isPresent()) {
      ReversalRow row = before.get();
      if (row.coins() != coins || row.amountMinor() != amountMinor) {
        throw new LedgerConflict(
            "a reversal of purchase " + purchaseId + " comes again with other content");
      }
      return reversal(purchase, row, taken(handle, row.id()));
    }

    UUID id = Ids.next();
    EntryKind entry = kind.entry();
    long left = Math.min(coins, purchase.coins() - reversedCoins(handle, purchaseId));
    long unspent = Math.clamp(balance, 0, left);
    long giftCoins = 0;
    Set<UUID> people = new HashSet<>(Set.of(purchase.accountId()));
    record Take(Lot lot, long beans, long coins) {}
    List<Take> takes = new ArrayList<>();
    for (Lot lot : left > unspent ? lots(handle, purchase.accountId()) : List.<Lot>of()) {
      // Rounded down: a streamer never pays for more than there is to cover.
      long wanted = left - unspent - giftCoins;
      long beans =
          Math.min(
              lot.beans(), Math.min(wanted, lot.paidCoins()) * lot.giftBeans() / lot.giftCoins());
      if (beans > 0) {
        long worth = beans * lot.giftCoins() / lot.giftBeans();
        takes.add(new Take(lot, beans, worth));
        giftCoins += worth;
        people.add(lot.streamerId());
      }
    }
    long debt = left - unspent - giftCoins;
    long loss = coins == 0 ? 0 : amountMinor - amountMinor * (unspent + giftCoins) / coins;

    handle
        .createUpdate(
            """
            INSERT INTO coin_reversals (id, purchase_id, kind, reference, coins, unspent_coins, gift_coins, debt_coins, amount_minor, loss_minor, created_at)
            VALUES (:id, :purchaseId, :kind, :reference, :coins, :unspent, :giftCoins, :debt, :amountMinor, :loss, :now)
            """)
        .bind("id", id)
        .bind("purchaseId", purchaseId)
        .bind("kind", entry.word())
        .bind("reference", reference)
        .bind("coins", coins)
        .bind("unspent", unspent)
        .bind("giftCoins", giftCoins)
        .bind("debt", debt)
        .bind("amountMinor", amountMinor)
        .bind("loss", loss)
        .bind("now", clock.instant())
        .execute();
    ledger.postDebt(handle, buyer.coinsPaid(), id, entry, -(unspent + debt));
    for (Take take : takes) {
      Lot lot = take.lot();
      handle.execute(
          "INSERT INTO coin_reversal_gifts (reversal_id, gift_id, beans, coins) VALUES (?, ?, ?, ?)",
          id,
          lot.giftId(),
          take.beans(),
          take.coins());
      handle.execute(
          "UPDATE held_beans SET beans = beans - ? WHERE account_id = ? AND gift_id = ?",
          take.beans(),
          lot.account(),
          lot.giftId());
      ledger.post(handle, lot.account(), id, entry, -take.beans());
      ledger.platform(handle, PlatformAccount.BEANS_ISSUED, id, entry, take.beans());
    }
    ledger.platform(handle, PlatformAccount.COINS_SPENT, id, entry, -giftCoins);
    ledger.platform(handle, PlatformAccount.COINS_ISSUED, id, entry, left);
    money(handle, purchase, id, entry, -amountMinor, loss);
    return new Reversal(id, unspent, giftCoins, debt, loss, people);
  }

  /// A dispute was won or a refund failed, the money is back: undoes what was taken for it. The
  /// buyer gets back what was taken and owes it no longer, and streamers get the beans of their
  /// gifts back, held as long as the gift's others are. Without anything to undo nothing happens.
  ///
  /// @param reference of the refund or dispute, or of the message that the dispute is won; once per
  ///   reference
  /// @return whose balance it changed
  /// @throws LedgerConflict when there is no such purchase
  public Set<UUID> giveBack(Handle handle, UUID purchaseId, String reference) {
    Purchase purchase = require(handle, purchaseId);
    Ledger.Wallet buyer = ledger.open(handle, purchase.accountId());
    ledger.lock(handle, buyer.coinsPaid());
    boolean done =
        handle
            .createQuery(
                "SELECT EXISTS (SELECT FROM coin_reversals WHERE purchase_id = :id AND return_reference = :reference)")
            .bind("id", purchaseId)
            .bind("reference", reference)
            .mapTo(Boolean.class)
            .one();
    if (done) {
      return Set.of();
    }
    // Its own reversal when the reference is the same, otherwise the chargebacks that are open.
    String open = "purchase_id = :id AND returned_at IS NULL";
    List<ReversalRow> rows =
        reversals(
            handle,
            open + " AND reference = :reference AND :kind <> ''",
            purchaseId,
            ReversalKind.CHARGEBACK,
            reference);
    if (rows.isEmpty()) {
      rows =
          reversals(
              handle,
              open + " AND kind = :kind AND :reference <> ''",
              purchaseId,
              ReversalKind.CHARGEBACK,
              reference);
    }
    Set<UUID> people = new HashSet<>();
    for (ReversalRow row : rows) {
      people.add(purchase.accountId());
      people.addAll(giveBack(handle, purchase, buyer, row, reference));
    }
    return people;
  }

  private Set<UUID> giveBack(
      Handle handle, Purchase purchase, Ledger.Wallet buyer, ReversalRow row, String reference) {
    UUID id = Ids.next();
    EntryKind entry =
        switch (row.kind()) {
          case REFUND -> EntryKind.REFUND;
          case CHARGEBACK -> EntryKind.CHARGEBACK_WON;
        };
    handle.execute(
        "UPDATE coin_reversals SET returned_at = ?, return_reference = ?, return_id = ? WHERE id = ?",
        clock.instant(),
        reference,
        id,
        row.id());
    long coins = row.unspentCoins() + row.debtCoins();
    // A debt by another reversal may stay.
    ledger.post(handle, buyer.coinsPaid(), id, entry, coins);
    Set<UUID> people = new HashSet<>();
    List<Taken> takings = taken(handle, row.id());
    if (!takings.isEmpty()) {
      // The same transaction may take something back afterwards, which rolls up.
      ledger.lockGiftSides(handle);
    }
    for (Taken taken : takings) {
      Ledger.Wallet streamer = ledger.open(handle, taken.streamerId());
      ledger.lock(handle, streamer.beansHeld());
      boolean held =
          handle.execute(
                  "UPDATE held_beans SET beans = beans + ? WHERE account_id = ? AND gift_id = ?",
                  taken.beans(),
                  streamer.beansHeld(),
                  taken.giftId())
              == 1;
      ledger.post(
          handle,
          held ? streamer.beansHeld() : streamer.beansAvailable(),
          id,
          entry,
          taken.beans());
      ledger.platform(handle, PlatformAccount.BEANS_ISSUED, id, entry, -taken.beans());
      people.add(taken.streamerId());
    }
    ledger.platform(handle, PlatformAccount.COINS_SPENT, id, entry, row.giftCoins());
    ledger.platform(handle, PlatformAccount.COINS_ISSUED, id, entry, -(coins + row.giftCoins()));
    money(handle, purchase, id, entry, row.amountMinor(), -row.lossMinor());
    return people;
  }

  private void money(
      Handle handle, Purchase purchase, UUID id, EntryKind entry, long amountMinor, long loss) {
    String currency = purchase.currency();
    ledger.money(handle, "psp_clearing", currency, purchase.provider(), id, entry, amountMinor);
    ledger.money(handle, "chargeback_loss", currency, null, id, entry, loss);
    ledger.money(handle, "revenue", currency, null, id, entry, -amountMinor - loss);
  }

  /// Gifts of a buyer whose beans are still held, newest first; their streamers' beans are settled
  /// and locked.
  private List<Lot> lots(Handle handle, UUID buyer) {
    ledger.lockGiftSides(handle);
    // In the order of the accounts, so that two reversals never wait for each other.
    List<UUID> streamers =
        handle
            .createQuery(
                """
                SELECT a.owner_id FROM ledger_accounts a
                WHERE a.kind = 'beans_held' AND a.owner_id IN (SELECT g.streamer_id FROM gifts g WHERE g.sender_id = :buyer)
                  AND (EXISTS (SELECT FROM held_beans h WHERE h.account_id = a.id)
                    OR EXISTS (SELECT FROM gift_inbox i WHERE i.account_id = a.id))
                ORDER BY a.id
                """)
            .bind("buyer", buyer)
            .mapTo(UUID.class)
            .list();
    for (UUID streamer : streamers) {
      ledger.lock(handle, ledger.open(handle, streamer).beansHeld());
      ledger.settle(handle, streamer);
    }
    return handle
        .createQuery(
            """
            SELECT a.owner_id, h.account_id, h.gift_id, h.beans, g.beans AS gift_beans, g.coins, g.paid_coins - coalesce((
                     SELECT sum(t.coins) FROM coin_reversal_gifts t JOIN coin_reversals r ON r.id = t.reversal_id
                     WHERE t.gift_id = g.id AND r.returned_at IS NULL), 0) AS paid_coins
            FROM gifts g JOIN ledger_accounts a ON a.owner_id = g.streamer_id AND a.kind = 'beans_held'
            JOIN held_beans h ON h.account_id = a.id AND h.gift_id = g.id
            WHERE g.sender_id = :buyer AND h.beans > 0 ORDER BY g.created_at DESC, g.id DESC
            """)
        .bind("buyer", buyer)
        .map((row, _) ->
            new Lot(
                row.getObject("owner_id", UUID.class),
                row.getLong("account_id"),
                row.getObject("gift_id", UUID.class),
                row.getLong("beans"),
                row.getLong("gift_beans"),
                row.getLong("coins"),
                row.getLong("paid_coins")))
        .list();
  }

  private List<Taken> taken(Handle handle, UUID reversalId) {
    return handle
        .createQuery(
            """
            SELECT g.streamer_id, r.gift_id, r.beans
            FROM coin_reversal_gifts r JOIN gifts g ON g.id = r.gift_id
            JOIN ledger_accounts a ON a.owner_id = g.streamer_id AND a.kind = 'beans_held'
            WHERE r.reversal_id = :id ORDER BY a.id, g.id
            """)
        .bind("id", reversalId)
        .map((row, _) ->
            new Taken(
                row.getObject("streamer_id", UUID.class),
                row.getObject("gift_id", UUID.class),
                row.getLong("beans")))
        .list();
  }

  private static long reversedCoins(Handle handle, UUID purchaseId) {
    return handle
        .createQuery(
            """
            SELECT coalesce(sum(unspent_coins + gift_coins + debt_coins), 0)
            FROM coin_reversals WHERE purchase_id = :id AND returned_at IS NULL
            """)
        .bind("id", purchaseId)
        .mapTo(Long.class)
        .one();
  }

  private static List<ReversalRow> reversals(
      Handle handle, String where, UUID purchaseId, ReversalKind kind, String reference) {
    return handle
        .createQuery("SELECT * FROM coin_reversals WHERE " + where + " ORDER BY id")
        .bind("id", purchaseId)
        .bind("kind", kind.entry().word())
        .bind("reference", reference)
        .map((row, _) ->
            new ReversalRow(
                row.getObject("id", UUID.class),
                row.getString("kind").equals(EntryKind.REFUND.word())
                    ? ReversalKind.REFUND
                    : ReversalKind.CHARGEBACK,
                row.getLong("coins"),
                row.getLong("unspent_coins"),
                row.getLong("gift_coins"),
                row.getLong("debt_coins"),
                row.getLong("amount_minor"),
                row.getLong("loss_minor")))
        .list();
  }

  private static Reversal reversal(Purchase purchase, ReversalRow row, List<Taken> taken) {
    Set<UUID> people = new HashSet<>(Set.of(purchase.accountId()));
    taken.forEach(it -> people.add(it.streamerId()));
    return new Reversal(
        row.id(), row.unspentCoins(), row.giftCoins(), row.debtCoins(), row.lossMinor(), people);
  }

  private static Purchase require(Handle handle, UUID id) {
    return find(handle, id)
        .orElseThrow(() -> new LedgerConflict("purchase " + id + " was never credited"));
  }

  private static Optional<Purchase> find(Handle handle, UUID id) {
    return handle
        .createQuery("SELECT * FROM coin_purchases WHERE id = :id")
        .bind("id", id)
        .map((row, _) -> read(row))
        .findOne();
  }

  private static Purchase read(ResultSet row) throws SQLException {
    return new Purchase(
        row.getObject("id", UUID.class),
        row.getObject("account_id", UUID.class),
        row.getString("provider"),
        row.getString("provider_reference"),
        row.getLong("coins"),
        row.getLong("amount_minor"),
        row.getString("currency"));
  }
}
