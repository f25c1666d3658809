package live.nio.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.StartTLSOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import live.nio.platform.Language;
import live.nio.platform.TestDatabase;
import live.nio.testing.Eventually;
import live.nio.testing.MailServer;
import live.nio.testing.TestClock;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxTest {

  private static final Vertx VERTX = Vertx.vertx();

  private static final LetterWriter WRITER =
      new LetterWriter() {
        @Override
        public Set<String> kinds() {
          return Set.of("hello", "obsolete");
        }

        @Override
        public Optional<Letter> write(String kind, Map<String, String> data, Language language) {
          return kind.equals("obsolete")
              ? Optional.empty()
              : Optional.of(
                  new Letter(
                      "Привет",
                      List.of("<b>" + data.get("name") + "</b> & others"),
                      new Letter.Action("Open", "https://example.com/?a=1&b=2#token=x"),
                      language.code()));
        }
      };

  private final Jdbi jdbi = TestDatabase.jdbi();
  private final TestClock clock = TestClock.start();
  private final GreenMail smtp = new GreenMail(ServerSetup.SMTP.dynamicPort());

  @BeforeEach
  void nothingIsOnItsWay() {
    jdbi.useHandle(handle -> handle.execute("DELETE FROM outbox"));
    smtp.start();
  }

  @AfterEach
  void stop() {
    smtp.stop();
  }

  @AfterAll
  static void close() throws Exception {
    VERTX.close().toCompletionStage().toCompletableFuture().get();
  }

  private Outbox outbox(int port) {
    MailConfig config =
        new MailConfig()
            .setHostname("127.0.0.1")
            .setPort(port)
            .setOwnHostname("example.com")
            .setStarttls(StartTLSOptions.DISABLED);
    return new Outbox(
        jdbi,
        clock,
        new ObjectMapper(),
        new Postman(VERTX, config, "NIO <noreply@example.com>", false),
        () -> Stream.of(WRITER));
  }

  private int waiting() {
    return jdbi.withHandle(
        handle -> handle.createQuery("SELECT count(*) FROM outbox").mapTo(Integer.class).one());
  }

  private List<MailServer.Received> received() {
    return Arrays.stream(smtp.getReceivedMessages()).map(MailServer::read).toList();
  }

  @Test
  void aLetterArrivesOnceInBothShapes() {
    Outbox outbox = outbox(smtp.getSmtp().getPort());
    outbox.send("hello", "anna@example.com", Language.RU, Map.of("name", "Anna"));
    Eventually.holds(() -> assertThat(waiting()).isZero());
    assertThat(received()).hasSize(1);
    MailServer.Received letter = received().getFirst();
    assertThat(letter.subject()).isEqualTo("Привет");
    assertThat(letter.text())
        .contains("<b>Anna</b> & others")
        .contains("https://example.com/?a=1&b=2#token=x");
    assertThat(letter.html())
        .contains("&lt;b&gt;Anna&lt;/b&gt; &amp; others")
        .contains("href=\"https://example.com/?a=1&amp;b=2#token=x\"")
        .doesNotContain("<b>Anna");
  }

  @Test
  void withoutAServerItWaitsAndIsTriedAgainLater() {
    Outbox away = outbox(1);
    away.enqueue("hello", "anna@example.com", Language.RU, Map.of("name", "Anna"));
    away.deliver();
    assertThat(waiting()).isEqualTo(1);
    Outbox back = outbox(smtp.getSmtp().getPort());
    back.deliver();
    assertThat(received()).isEmpty();
    clock.advance(Duration.ofMinutes(1));
    back.deliver();
    assertThat(received()).hasSize(1);
    assertThat(waiting()).isZero();
  }

  @Test
  void afterADayItIsGivenUp() {
    Outbox away = outbox(1);
    away.enqueue("hello", "anna@example.com", Language.RU, Map.of("name", "Anna"));
    clock.advance(Duration.ofDays(1).plusSeconds(1));
    away.deliver();
    assertThat(waiting()).isZero();
  }

  @Test
  void whatHasLostItsReasonIsNotSent() {
    Outbox outbox = outbox(smtp.getSmtp().getPort());
    outbox.send("obsolete", "anna@example.com", Language.RU, Map.of());
    Eventually.holds(() -> assertThat(waiting()).isZero());
    assertThat(received()).isEmpty();
  }
}
