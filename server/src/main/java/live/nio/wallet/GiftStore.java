package live.nio.wallet;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// SQL of `gifts` and `gift_support`.
@Singleton
class GiftStore {

  /// How long after a gift the next one of its type goes on with its combo.
  static final Duration COMBO = Duration.ofSeconds(5);

  /// A row of `gifts`.
  record Row(
      UUID id,
      UUID senderId,
      UUID streamId,
      UUID streamerId,
      String giftType,
      int count,
      long coins,
      long beans,
      UUID comboId,
      int comboCount,
      long comboCoins,
      Instant createdAt) {}

  /// What a gift is to be.
  ///
  /// @param key the sender's own, which makes sending again harmless
  record Order(UUID id, UUID senderId, UUID streamId, GiftType type, int count, String key) {

    /// What it costs altogether.
    long coins() {
      return (long) count * type.coins();
    }

    /// What it brings altogether.
    long beans() {
      return (long) count * type.beans();
    }
  }

  /// What became of it.
  sealed interface Outcome {
    /// It is stored.
    ///
    /// @param repeated it was before, nothing happened now
    /// @param balance what the sender has now
    record Stored(Row gift, boolean repeated, Balance balance) implements Outcome {}

    /// Nothing was stored.
    ///
    /// @param missing coins, when there are too few
    record Refused(Why why, long missing) implements Outcome {}

    /// The words of `send_gift`.
    enum Why {
      MISMATCH,
      NOT_FOUND,
      STREAM_ENDED,
      OWN_STREAM,
      IN_DEBT,
      INSUFFICIENT
    }
  }

  /// What somebody gave altogether.
  record Support(UUID personId, long coins, long gifts) {}

  private static final String SELECT =
      """
      SELECT id, sender_id, stream_id, streamer_id, gift_type, count, coins, beans, combo_id, combo_count, combo_coins, created_at
      FROM gifts
      """;

  private final Jdbi jdbi;

  GiftStore(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// Takes the coins and stores the gift: one statement, one round trip, committed when it returns.
  Outcome send(Order order, Instant now) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT s.outcome, s.missing, s.coins AS balance_coins, s.held, s.available, s.debt, (s.gift).*
                FROM send_gift(:id, :senderId, :streamId, :type, :count, :coins, :beans, :key, :now, CAST(:combo AS interval)) s
                """)
            .bind("id", order.id())
            .bind("senderId", order.senderId())
            .bind("streamId", order.streamId())
            .bind("type", order.type().word())
            .bind("count", order.count())
            .bind("coins", order.coins())
            .bind("beans", order.beans())
            .bind("key", order.key())
            .bind("now", now)
            .bind("combo", COMBO.toString())
            .map((row, _) -> outcome(row))
            .one());
  }

  /// Sends those that are plain, in one statement and one transaction, committed when it returns.
  /// Each is of another sender.
  ///
  /// @return what became of each in their order; empty for one that was left alone, which [#send]
  ///   has to decide
  List<Optional<Outcome.Stored>> sendTogether(List<Order> orders, Instant moment) {
    // What a repetition reads back is the same.
    Instant now = moment.truncatedTo(ChronoUnit.MICROS);
    List<Optional<Outcome.Stored>> outcomes =
        new ArrayList<>(Collections.nCopies(orders.size(), Optional.empty()));
    jdbi.useHandle(handle ->
        handle
            .createQuery(
                """
                SELECT place, streamer_id, combo_id, combo_count, combo_coins, coins
                FROM send_gifts(:ids, :senders, :streams, :types, :counts, :coins, :beans, :keys, :now, CAST(:combo AS interval))
                """)
            .bindArray("ids", UUID.class, orders.stream().map(Order::id).toList())
            .bindArray("senders", UUID.class, orders.stream().map(Order::senderId).toList())
            .bindArray("streams", UUID.class, orders.stream().map(Order::streamId).toList())
            .bindArray("types", String.class, orders.stream().map(it -> it.type().word()).toList())
            .bindArray("counts", Integer.class, orders.stream().map(Order::count).toList())
            .bindArray("coins", Long.class, orders.stream().map(Order::coins).toList())
            .bindArray("beans", Long.class, orders.stream().map(Order::beans).toList())
            .bindArray("keys", String.class, orders.stream().map(Order::key).toList())
            .bind("now", now)
            .bind("combo", COMBO.toString())
            .map((row, _) -> {
              int place = row.getInt("place") - 1;
              outcomes.set(place, Optional.of(stored(orders.get(place), row, now)));
              return place;
            })
            .list());
    return outcomes;
  }

  private static Outcome.Stored stored(Order order, ResultSet row, Instant now)
      throws SQLException {
    Row gift =
        new Row(
            order.id(),
            order.senderId(),
            order.streamId(),
            row.getObject("streamer_id", UUID.class),
            order.type().word(),
            order.count(),
            order.coins(),
            order.beans(),
            row.getObject("combo_id", UUID.class),
            row.getInt("combo_count"),
            row.getLong("combo_coins"),
            now);
    // Whoever received or owes something is left alone.
    return new Outcome.Stored(
        gift, false, new Balance(row.getLong("coins"), new Balance.Beans(0, 0), 0));
  }

  private static Outcome outcome(ResultSet row) throws SQLException {
    String outcome = row.getString("outcome");
    return switch (outcome) {
      case "sent", "repeated" ->
          new Outcome.Stored(
              read(row),
              outcome.equals("repeated"),
              new Balance(
                  row.getLong("balance_coins"),
                  new Balance.Beans(row.getLong("held"), row.getLong("available")),
                  row.getLong("debt")));
      case "mismatch" -> refused(Outcome.Why.MISMATCH, row);
      case "not_found" -> refused(Outcome.Why.NOT_FOUND, row);
      case "stream_ended" -> refused(Outcome.Why.STREAM_ENDED, row);
      case "own_stream" -> refused(Outcome.Why.OWN_STREAM, row);
      case "in_debt" -> refused(Outcome.Why.IN_DEBT, row);
      case "insufficient" -> refused(Outcome.Why.INSUFFICIENT, row);
      default -> throw new IllegalStateException("send_gift said " + outcome);
    };
  }

  private static Outcome.Refused refused(Outcome.Why why, ResultSet row) throws SQLException {
    return new Outcome.Refused(why, row.getLong("missing"));
  }

  /// The gift somebody sent with this key.
  Optional<Row> byKey(UUID senderId, String key) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(SELECT + "WHERE sender_id = :senderId AND idempotency_key = :key")
            .bind("senderId", senderId)
            .bind("key", key)
            .map((row, _) -> read(row))
            .findOne());
  }

  /// Gifts of a stream before one (or the newest), newest first.
  List<Row> before(UUID streamId, @Nullable UUID before, int limit) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                SELECT
                    + """
                    WHERE stream_id = :streamId AND (CAST(:before AS uuid) IS NULL OR id < CAST(:before AS uuid))
                    ORDER BY id DESC LIMIT :limit
                    """)
            .bind("streamId", streamId)
            .bind("before", before)
            .bind("limit", limit)
            .map((row, _) -> read(row))
            .list());
  }

  /// What all gifts of a stream cost.
  long coinsOf(UUID streamId) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT coalesce(sum(coins), 0) FROM gifts WHERE stream_id = :streamId")
            .bind("streamId", streamId)
            .mapTo(Long.class)
            .one());
  }

  /// What all gifts of a stream brought its streamer.
  long beansOf(UUID streamId) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT coalesce(sum(beans), 0) FROM gifts WHERE stream_id = :streamId")
            .bind("streamId", streamId)
            .mapTo(Long.class)
            .one());
  }

  /// Who gave most in a stream, of the gifts that are rolled up.
  List<Support> supportersOfStream(UUID streamId, int limit) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT sender_id, sum(coins) AS coins, sum(gifts) AS gifts FROM gift_support WHERE stream_id = :streamId
                GROUP BY sender_id ORDER BY coins DESC, sender_id LIMIT :limit
                """)
            .bind("streamId", streamId)
            .bind("limit", limit)
            .map((row, _) -> support(row))
            .list());
  }

  /// Who gave most to a streamer since a day, of the gifts that are rolled up.
  List<Support> supportersOfStreamer(UUID streamerId, LocalDate since, int limit) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT sender_id, sum(coins) AS coins, sum(gifts) AS gifts FROM gift_support
                WHERE streamer_id = :streamerId AND day >= :since
                GROUP BY sender_id ORDER BY coins DESC, sender_id LIMIT :limit
                """)
            .bind("streamerId", streamerId)
            .bind("since", since)
            .bind("limit", limit)
            .map((row, _) -> support(row))
            .list());
  }

  private static Support support(ResultSet row) throws SQLException {
    return new Support(
        row.getObject("sender_id", UUID.class), row.getLong("coins"), row.getLong("gifts"));
  }

  private static Row read(ResultSet row) throws SQLException {
    return new Row(
        row.getObject("id", UUID.class),
        row.getObject("sender_id", UUID.class),
        row.getObject("stream_id", UUID.class),
        row.getObject("streamer_id", UUID.class),
        row.getString("gift_type"),
        row.getInt("count"),
        row.getLong("coins"),
        row.getLong("beans"),
        row.getObject("combo_id", UUID.class),
        row.getInt("combo_count"),
        row.getLong("combo_coins"),
        row.getTimestamp("created_at").toInstant());
  }
}
