package live.nio.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import live.nio.platform.DataFolder;
import live.nio.platform.DatabaseAddress;
import live.nio.platform.EmbeddedPostgres;
import live.nio.platform.Ids;
import live.nio.platform.TestDatabase;
import live.nio.testing.Eventually;
import live.nio.wallet.GiftStore.Outcome;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The power goes in the middle of a storm of gifts: nothing that was acknowledged is lost, nothing
/// is there twice, and who asks again learns what became of the rest.
class LedgerCrashTest {

  private static final long COINS = 10_000_000;
  private static final int ACKNOWLEDGED = 300;

  @TempDir private Path temp;

  private DataFolder data;
  private EmbeddedPostgres postgres;
  private Path lines;
  private final List<UUID> senders = new ArrayList<>();
  private UUID streamer;
  private UUID stream;

  @BeforeEach
  void aStreamAndPeopleWithCoins() throws IOException {
    data = DataFolder.open(temp.resolve("data"));
    lines = Files.createDirectory(temp.resolve("lines"));
    postgres = EmbeddedPostgres.start(data);
    Wallets wallets = wallets(TestDatabase.migrated(postgres.address()));
    streamer = wallets.person();
    stream = wallets.stream(streamer);
    for (int i = 0; i < GiftStorm.THREADS; i++) {
      UUID sender = wallets.person();
      wallets.buy(sender, COINS);
      senders.add(sender);
    }
  }

  @AfterEach
  void stop() {
    postgres.close();
    data.close();
  }

  private static Wallets wallets(Jdbi jdbi) {
    return new Wallets(jdbi, Clock.systemUTC());
  }

  @Test
  void theServerIsKilled() throws Exception {
    Process storm = storm();
    awaitAcknowledged(ACKNOWLEDGED);
    storm.destroyForcibly().waitFor();
    everyAcknowledgedGiftIsThereOnce();
  }

  @Test
  void theDatabaseIsKilled() throws Exception {
    Process storm = storm();
    awaitAcknowledged(ACKNOWLEDGED);
    ProcessHandle postmaster = postmaster();
    List<ProcessHandle> backends = postmaster.descendants().toList();
    postmaster.destroyForcibly();
    backends.forEach(ProcessHandle::destroyForcibly);
    assertThat(storm.waitFor(60, TimeUnit.SECONDS))
        .as("the storm ends without its database")
        .isTrue();
    Eventually.holds(() -> assertThat(backends).noneMatch(ProcessHandle::isAlive));
    postgres = EmbeddedPostgres.start(data);
    everyAcknowledgedGiftIsThereOnce();
  }

  @Test
  void bothAreKilledAtOnceAndAgain() throws Exception {
    for (int round = 1; round <= 2; round++) {
      Process storm = storm();
      awaitAcknowledged(round * ACKNOWLEDGED);
      ProcessHandle postmaster = postmaster();
      List<ProcessHandle> backends = postmaster.descendants().toList();
      postmaster.destroyForcibly();
      storm.destroyForcibly();
      backends.forEach(ProcessHandle::destroyForcibly);
      storm.waitFor();
      Eventually.holds(() -> assertThat(backends).noneMatch(ProcessHandle::isAlive));
      postgres = EmbeddedPostgres.start(data);
    }
    everyAcknowledgedGiftIsThereOnce();
  }

  private Process storm() throws IOException {
    DatabaseAddress address = postgres.address();
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                GiftStorm.class.getName(),
                address.jdbcUrl(),
                address.user(),
                stream.toString(),
                streamer.toString(),
                lines.toString()));
    senders.forEach(sender -> command.add(sender.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(temp.resolve("storm.log").toFile());
    builder.environment().put(GiftStorm.PASSWORD, address.password());
    return builder.start();
  }

  private ProcessHandle postmaster() throws IOException {
    long pid =
        Long.parseLong(Files.readAllLines(data.postgres().resolve("postmaster.pid")).getFirst());
    return ProcessHandle.of(pid).orElseThrow();
  }

  private void awaitAcknowledged(int count) {
    Eventually.holds(() ->
        assertThat(senders.stream().mapToInt(it -> keys(it, GiftStorm.SENT).size()).sum())
            .as(log())
            .isGreaterThanOrEqualTo(count));
  }

  private String log() {
    try {
      return Files.readString(temp.resolve("storm.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> keys(UUID sender, String word) {
    Path file = lines.resolve(sender.toString());
    if (!Files.exists(file)) {
      return List.of();
    }
    try (Stream<String> all = Files.lines(file)) {
      // The last line may have been cut.
      return all.filter(line -> line.startsWith(word) && line.length() == word.length() + 36)
          .map(line -> line.substring(word.length()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void everyAcknowledgedGiftIsThereOnce() {
    DatabaseAddress address = postgres.address();
    Jdbi jdbi =
        Jdbi.create(
            Jdbi.create(address.jdbcUrl(), address.user(), address.password())
                .open()
                .getConnection());
    Wallets wallets = wallets(jdbi);
    wallets.check();
    int repeated = 0;
    for (UUID sender : senders) {
      List<String> stored =
          jdbi.withHandle(handle ->
              handle
                  .createQuery("SELECT idempotency_key FROM gifts WHERE sender_id = :sender")
                  .bind("sender", sender)
                  .mapTo(String.class)
                  .list());
      List<String> tried = keys(sender, GiftStorm.TRY);
      assertThat(stored).doesNotHaveDuplicates().containsAll(keys(sender, GiftStorm.SENT));
      assertThat(tried).containsAll(stored);
      // Who got no answer asks again.
      for (String key : tried) {
        Outcome outcome =
            wallets.gifts.send(
                new GiftStore.Order(Ids.next(), sender, stream, GiftStorm.TYPE, 1, key),
                Clock.systemUTC().instant());
        assertThat(outcome)
            .isInstanceOfSatisfying(
                Outcome.Stored.class,
                it -> assertThat(it.repeated()).isEqualTo(stored.contains(key)));
      }
      repeated += tried.size();
      assertThat(wallets.balance(sender, "coins_paid"))
          .isEqualTo(COINS - (long) tried.size() * GiftStorm.TYPE.coins());
    }
    wallets.ledger.settle(streamer);
    wallets.ledger.rollUp();
    assertThat(wallets.balance(streamer, "beans_held"))
        .isEqualTo((long) repeated * GiftStorm.TYPE.beans());
    wallets.check();
  }
}
