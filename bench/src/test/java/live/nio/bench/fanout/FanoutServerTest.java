package live.nio.bench.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FanoutServerTest {
  private static final int CLIENTS = 5;

  @Test
  void everyClientGetsEveryEventOnceAndInOrder() throws Exception {
    Vertx vertx = Vertx.vertx();
    try (FanoutServer server = new FanoutServer(vertx);
        Generator generator = new Generator()) {
      int port = server.listen(2).toCompletionStage().toCompletableFuture().get();
      generator.connect(port, CLIENTS, Duration.ofSeconds(10));
      while (server.members() < CLIENTS) {
        Thread.onSpinWait();
      }
      generator.beginWindow();
      server.start(Duration.ofMillis(2), 47);
      while (generator.tally().slowest() <= 50) {
        Thread.onSpinWait();
      }
      long emitted = server.stop()[0];
      while (generator.tally().slowest() <= emitted) {
        Thread.onSpinWait();
      }
      assertThat(emitted).isGreaterThanOrEqualTo(50);
      assertThat(generator.tally())
          .isEqualTo(new Generator.Tally(CLIENTS, 0, CLIENTS * emitted, 0, 0, emitted + 1, null));
      Window window = generator.endWindow();
      assertThat(window.deliveries).isEqualTo(CLIENTS * emitted);
      assertThat(window.sinceEmit.getTotalCount()).isEqualTo(CLIENTS * emitted);
    }
  }

  @Test
  void loadsAreReadByTheirNumbers() {
    assertThat(Load.of("1000x100")).isEqualTo(new Load(1_000, 100, 0.4));
    assertThat(Load.of("7x13")).isEqualTo(new Load(7, 13, 0));
  }
}
