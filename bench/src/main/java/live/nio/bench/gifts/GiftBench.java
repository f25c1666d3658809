package live.nio.bench.gifts;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import live.nio.bench.CommandLine;
import live.nio.bench.Cpus;
import live.nio.bench.PlatformProcess;
import live.nio.bench.Spread;
import live.nio.wallet.BenchGifts;
import org.HdrHistogram.Histogram;

/// Gifts a second, all to one streamer and to one each: threads of this process call what the
/// server calls for a gift ([BenchGifts]), on the server's own database while the server rolls the
/// gifts up. The peer is what anybody would write first, in the same run: a function that notes the
/// transfer and updates two rows, called over a connection by each client. What is measured is the
/// way of a gift to the disk and back, without sockets and rooms on either side.
public final class GiftBench {

  private static final int CLIENTS = 32;
  private static final int WALLETS_PER_CLIENT = 16;
  private static final long COINS = 1_000_000_000;
  private static final int PRICE = BenchGifts.COINS;
  private static final double RATIO_GOAL = 5;
  private static final double P99_GOAL_MS = 50;

  private final PrintStream out;
  private final int runs;
  private final Duration measured;
  private final Duration warmUp;

  /// Nothing starts before [#run].
  public GiftBench(CommandLine line, PrintStream out) {
    this.out = out;
    this.runs = line.runs();
    this.measured = Duration.ofSeconds(line.seconds());
    this.warmUp = Duration.ofSeconds(line.quick() ? 1 : 5);
  }

  /// A person with coins, and the plain row that stands for them.
  private record Wallet(UUID person, int row) {}

  /// Somebody gifts go to.
  private record Target(UUID streamer, UUID stream, int row) {}

  /// One of the two sides, for one client.
  private interface Transfer extends AutoCloseable {
    void send(Wallet from, Target to) throws SQLException;

    @Override
    void close() throws SQLException;
  }

  /// Makes one for a client.
  private interface Side {
    Transfer open() throws SQLException;
  }

  private record Outcome(double perSecond, double p50, double p99) {}

  /// Takes a few minutes.
  ///
  /// @throws IOException when the server cannot be started or its database fails
  public void run() throws IOException, InterruptedException {
    out.println(Cpus.machine());
    out.printf("%d clients, %d runs of %d s%n%n", CLIENTS, runs, measured.toSeconds());
    try (PlatformProcess server = PlatformProcess.start()) {
      PlatformProcess.Database database = server.database();
      List<Target> targets = new ArrayList<>();
      List<Wallet> wallets = new ArrayList<>();
      try (Connection connection = connect(database)) {
        prepare(connection, targets, wallets);
      }
      try (BenchGifts gifts =
          new BenchGifts(database.url(), database.user(), database.password())) {
        compare(database, gifts, "all to one streamer", wallets, targets.subList(0, 1), true);
        compare(database, gifts, "to a streamer each", wallets, targets, false);
      }
      try (Connection connection = connect(database)) {
        verify(connection, targets);
      }
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  private void compare(
      PlatformProcess.Database database,
      BenchGifts gifts,
      String what,
      List<Wallet> wallets,
      List<Target> targets,
      boolean goal)
      throws IOException, SQLException, InterruptedException {
    List<Outcome> plain = new ArrayList<>();
    List<Outcome> given = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    List<Double> behind = new ArrayList<>();
    plain(database, wallets, targets, warmUp);
    gifts(gifts, wallets, targets, warmUp);
    for (int run = 0; run < runs; run++) {
      settle(database);
      plain.add(plain(database, wallets, targets, measured));
      given.add(gifts(gifts, wallets, targets, measured));
      behind.add(settle(database));
      ratios.add(given.getLast().perSecond() / plain.getLast().perSecond());
    }
    out.println(what);
    print("  two rows updated", plain);
    print("  gifts", given);
    Spread ratio = Spread.of(ratios);
    double p99 = Spread.of(given.stream().map(Outcome::p99).toList()).median();
    out.printf(
        "  ratio %s%s%n",
        ratio.text(2), goal ? goal(ratio.median() >= RATIO_GOAL, "≥ " + RATIO_GOAL) : "");
    out.printf(
        "  p99 of a gift %.1f ms%s%n",
        p99, goal ? goal(p99 < P99_GOAL_MS, "< " + P99_GOAL_MS) : "");
    out.printf("  rolled up completely after %s s%n%n", Spread.of(behind).text(1));
  }

  private static String goal(boolean reached, String goal) {
    return ", goal " + goal + ": " + (reached ? "reached" : "MISSED");
  }

  private void print(String what, List<Outcome> outcomes) {
    out.printf(
        "%-20s %s a second, p50 %s ms, p99 %s ms%n",
        what,
        Spread.of(outcomes.stream().map(Outcome::perSecond).toList()).text(0),
        Spread.of(outcomes.stream().map(Outcome::p50).toList()).text(1),
        Spread.of(outcomes.stream().map(Outcome::p99).toList()).text(1));
  }

  // ---- the two sides

  private record Gift(BenchGifts gifts) implements Transfer {
    @Override
    public void send(Wallet from, Target to) {
      gifts.send(from.person(), to.stream());
    }

    @Override
    public void close() {
      // All clients share it, as they share a server.
    }
  }

  private record Plain(Connection connection, PreparedStatement statement) implements Transfer {
    static Plain open(PlatformProcess.Database database) throws SQLException {
      Connection connection = connect(database);
      return new Plain(
          connection, connection.prepareStatement("SELECT bench_transfer(?, ?, ?, " + PRICE + ")"));
    }

    @Override
    public void send(Wallet from, Target to) throws SQLException {
      statement.setObject(1, nextId());
      statement.setInt(2, from.row());
      statement.setInt(3, to.row());
      try (ResultSet answer = statement.executeQuery()) {
        answer.next();
      }
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }

  /// An id as the server makes them, UUIDv7: they sort by time, which indexes like.
  private static UUID nextId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new UUID(
        System.currentTimeMillis() << 16 | 0x7000 | random.nextInt(0x1000),
        random.nextLong() >>> 2 | 1L << 63);
  }

  // ---- measuring

  private static Outcome plain(
      PlatformProcess.Database database, List<Wallet> wallets, List<Target> targets, Duration time)
      throws IOException, InterruptedException {
    return measure(
        Executors.newFixedThreadPool(CLIENTS), () -> Plain.open(database), wallets, targets, time);
  }

  /// On virtual threads, as the server handles what its clients send.
  private static Outcome gifts(
      BenchGifts gifts, List<Wallet> wallets, List<Target> targets, Duration time)
      throws IOException, InterruptedException {
    return measure(
        Executors.newVirtualThreadPerTaskExecutor(), () -> new Gift(gifts), wallets, targets, time);
  }

  private static Outcome measure(
      ExecutorService threads, Side side, List<Wallet> wallets, List<Target> targets, Duration time)
      throws IOException, InterruptedException {
    Histogram micros = new Histogram(3);
    long start = System.nanoTime();
    long deadline = start + time.toNanos();
    try (threads) {
      List<Future<Histogram>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        List<Wallet> own = wallets.subList(i * WALLETS_PER_CLIENT, (i + 1) * WALLETS_PER_CLIENT);
        Target target = targets.get(i % targets.size());
        clients.add(threads.submit(() -> client(side, own, target, deadline)));
      }
      for (Future<Histogram> client : clients) {
        micros.add(client.get());
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
    return new Outcome(
        micros.getTotalCount() / ((System.nanoTime() - start) / 1e9),
        micros.getValueAtPercentile(50) / 1e3,
        micros.getValueAtPercentile(99) / 1e3);
  }

  private static Histogram client(Side side, List<Wallet> wallets, Target target, long deadline)
      throws SQLException {
    Histogram micros = new Histogram(3);
    try (Transfer transfer = side.open()) {
      for (int i = 0; System.nanoTime() < deadline; i++) {
        long before = System.nanoTime();
        transfer.send(wallets.get(i % wallets.size()), target);
        micros.recordValue((System.nanoTime() - before) / 1_000);
      }
    }
    return micros;
  }

  /// Waits until the server has rolled everything up; gives how long that took in seconds.
  private static double settle(PlatformProcess.Database database)
      throws SQLException, InterruptedException {
    long start = System.nanoTime();
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      while (number(statement, "SELECT count(*) FROM (SELECT FROM waiting_entries LIMIT 1) i")
          > 0) {
        Thread.sleep(Duration.ofMillis(100));
      }
    }
    return (System.nanoTime() - start) / 1e9;
  }

  // ---- the database

  private static Connection connect(PlatformProcess.Database database) throws SQLException {
    return DriverManager.getConnection(database.url(), database.user(), database.password());
  }

  private static void prepare(Connection connection, List<Target> targets, List<Wallet> wallets)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE TABLE bench_accounts (id int PRIMARY KEY, balance bigint NOT NULL CHECK (balance >= 0)) WITH (fillfactor = 50);
          CREATE TABLE bench_transfers (id uuid PRIMARY KEY, source int NOT NULL, target int NOT NULL, amount bigint NOT NULL, created_at timestamptz NOT NULL);
          CREATE FUNCTION bench_transfer(p_id uuid, p_source int, p_target int, p_amount bigint) RETURNS text LANGUAGE plpgsql AS $$
          BEGIN
            INSERT INTO bench_transfers VALUES (p_id, p_source, p_target, p_amount, now());
            UPDATE bench_accounts SET balance = balance - p_amount WHERE id = p_source;
            UPDATE bench_accounts SET balance = balance + p_amount WHERE id = p_target;
            RETURN 'sent';
          END $$;
          """);
      for (int i = 0; i < CLIENTS; i++) {
        UUID streamer = person(statement, "s" + i);
        UUID stream = UUID.randomUUID();
        statement.execute(
            "INSERT INTO streams (id, streamer_id, title, category, started_at, last_seen_at) VALUES ('%s', '%s', 'bench', 'talk', now(), now() + interval '1 day')"
                .formatted(stream, streamer));
        targets.add(new Target(streamer, stream, row(statement, i)));
      }
      for (int i = 0; i < CLIENTS * WALLETS_PER_CLIENT; i++) {
        UUID person = person(statement, "w" + i);
        statement.execute(
            """
            SELECT open_wallet('%1$s');
            INSERT INTO coin_promotions VALUES ('%1$s', '%1$s', %2$d, 'bench', now());
            SELECT post_entry(id, '%1$s', 'promo', %2$d, now(), false) FROM ledger_accounts WHERE owner_id = '%1$s' AND kind = 'coins_paid';
            INSERT INTO ledger_inbox (account_id, transaction_id, asset, kind, amount, created_at) VALUES (1, '%1$s', 'COIN', 'promo', -%2$d, now());
            """
                .formatted(person, COINS));
        wallets.add(new Wallet(person, row(statement, CLIENTS + i)));
      }
      statement.execute("ANALYZE accounts, streams, ledger_accounts, bench_accounts");
    }
  }

  private static UUID person(Statement statement, String name) throws SQLException {
    UUID id = UUID.randomUUID();
    statement.execute(
        "INSERT INTO accounts (id, nickname, created_at) VALUES ('%s', 'bench_%s', now())"
            .formatted(id, name));
    return id;
  }

  private static int row(Statement statement, int id) throws SQLException {
    statement.execute("INSERT INTO bench_accounts VALUES (%d, %d)".formatted(id, COINS));
    return id;
  }

  private static long number(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  /// The streamers have what was given.
  private void verify(Connection connection, List<Target> targets) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      long gifts = number(statement, "SELECT count(*) FROM gifts");
      long beans =
          number(statement, "SELECT sum(balance) FROM ledger_accounts WHERE kind = 'beans_held'");
      long wrong =
          number(
              statement,
              "SELECT count(*) FROM (SELECT FROM ledger_entries GROUP BY transaction_id, asset HAVING sum(amount) <> 0) w");
      if (beans != gifts * PRICE / 2 || wrong > 0) {
        throw new SQLException(
            "The books are wrong: %d gifts, %d beans, %d transfers that do not sum to zero"
                .formatted(gifts, beans, wrong));
      }
      out.printf(
          "%,d gifts to %d streamers; every transfer sums to zero, every bean is there%n",
          gifts, targets.size());
    }
  }
}
