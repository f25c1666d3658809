package live.nio.mail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import live.nio.platform.Ids;
import live.nio.platform.Language;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/// Letters on their way. Any thread.
@Singleton
public class Outbox {

  private static final Logger LOG = Logger.getLogger(Outbox.class);

  /// How long to wait after the first, second … failure; the last one repeats.
  private static final List<Duration> RETRIES =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofHours(1));

  private static final Duration GIVEN_UP_AFTER = Duration.ofDays(1);
  private static final int BATCH = 20;

  private record Row(
      UUID id,
      String kind,
      String address,
      Language language,
      Map<String, String> data,
      int attempts,
      Instant createdAt) {}

  private final Jdbi jdbi;
  private final Clock clock;
  private final ObjectMapper mapper;

  /// How often somebody wanted letters delivered since the last time; not zero while a thread is at
  /// it.
  private final AtomicInteger wanted = new AtomicInteger();

  private final Postman postman;
  private final Supplier<Stream<LetterWriter>> writers;

  @Inject
  Outbox(
      Jdbi jdbi,
      Clock clock,
      ObjectMapper mapper,
      Postman postman,
      @Any Instance<LetterWriter> writers) {
    this(jdbi, clock, mapper, postman, writers::stream);
  }

  /// @param writers asked when a letter leaves: features come to life after this class
  Outbox(
      Jdbi jdbi,
      Clock clock,
      ObjectMapper mapper,
      Postman postman,
      Supplier<Stream<LetterWriter>> writers) {
    this.jdbi = jdbi;
    this.clock = clock;
    this.mapper = mapper;
    this.postman = postman;
    this.writers = writers;
  }

  /// Whether letters reach anybody.
  public boolean enabled() {
    return postman.delivers();
  }

  /// Sends a letter soon, as often as it takes; does nothing when no mail is set up. Call it after
  /// the commit of what it tells of.
  ///
  /// @param kind which letter; a [LetterWriter] knows it
  /// @param data what it is about: ids and words, never a secret
  public void send(String kind, String address, Language language, Map<String, String> data) {
    if (enabled()) {
      enqueue(kind, address, language, data);
      if (wanted.getAndIncrement() == 0) {
        Thread.ofVirtual().name("letters").start(this::deliverAll);
      }
    }
  }

  void enqueue(String kind, String address, Language language, Map<String, String> data) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                INSERT INTO outbox (id, kind, address, language, data, created_at, next_attempt_at)
                VALUES (:id, :kind, :address, :language, CAST(:data AS jsonb), :now, :now)
                """)
            .bind("id", Ids.next())
            .bind("kind", kind)
            .bind("address", address)
            .bind("language", language.code())
            .bind("data", json(data))
            .bind("now", clock.instant())
            .execute());
  }

  /// Sends what is due, again as long as more is put in meanwhile: one thread at a time, however
  /// many letters come and however slow the mail server is.
  private void deliverAll() {
    int seen;
    do {
      seen = wanted.get();
      try {
        deliver();
      } catch (RuntimeException failure) {
        LOG.error("Letters could not be sent; they are tried again", failure);
      }
    } while (wanted.addAndGet(-seen) > 0);
  }

  @Scheduled(every = "30s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void tryAgain() {
    if (enabled() && wanted.getAndIncrement() == 0) {
      deliverAll();
    }
  }

  /// Sends what is due now.
  void deliver() {
    claim().forEach(this::deliver);
  }

  private List<Row> claim() {
    Instant now = clock.instant();
    return jdbi.inTransaction(handle ->
        handle
            .createQuery(
                """
                UPDATE outbox SET attempts = attempts + 1, next_attempt_at = :retryAt
                WHERE id IN (
                  SELECT id FROM outbox WHERE next_attempt_at <= :now ORDER BY next_attempt_at LIMIT :batch FOR UPDATE SKIP LOCKED)
                RETURNING *
                """)
            .bind("now", now)
            .bind("retryAt", now.plus(RETRIES.getFirst()))
            .bind("batch", BATCH)
            .map((row, _) ->
                new Row(
                    row.getObject("id", UUID.class),
                    row.getString("kind"),
                    row.getString("address"),
                    Language.ofCode(row.getString("language")),
                    parse(row.getString("data")),
                    row.getInt("attempts"),
                    row.getTimestamp("created_at").toInstant()))
            .list());
  }

  private void deliver(Row row) {
    try {
      Optional<Letter> letter = writerOf(row.kind()).write(row.kind(), row.data(), row.language());
      if (letter.isPresent()) {
        postman.deliver(row.address(), letter.get());
      }
      delete(row);
    } catch (Postman.Undelivered failure) {
      if (failure.isForGood() || row.createdAt().plus(GIVEN_UP_AFTER).isBefore(clock.instant())) {
        LOG.errorf("Letter %s (%s) given up: %s", row.id(), row.kind(), failure.getMessage());
        delete(row);
      } else {
        LOG.warnf("Letter %s (%s) not sent yet: %s", row.id(), row.kind(), failure.getMessage());
        postpone(row);
      }
    }
  }

  private LetterWriter writerOf(String kind) {
    return writers
        .get()
        .filter(writer -> writer.kinds().contains(kind))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("nobody writes letters of kind " + kind));
  }

  private void delete(Row row) {
    jdbi.useHandle(handle -> handle.execute("DELETE FROM outbox WHERE id = ?", row.id()));
  }

  private void postpone(Row row) {
    Duration wait = RETRIES.get(Math.min(row.attempts(), RETRIES.size()) - 1);
    jdbi.useHandle(handle ->
        handle
            .createUpdate("UPDATE outbox SET next_attempt_at = :at WHERE id = :id")
            .bind("at", clock.instant().plus(wait))
            .bind("id", row.id())
            .execute());
  }

  private String json(Map<String, String> data) {
    try {
      return mapper.writeValueAsString(data);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of texts is JSON", e);
    }
  }

  private Map<String, String> parse(String json) {
    try {
      return mapper.readValue(json, new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the column holds what we wrote", e);
    }
  }
}
