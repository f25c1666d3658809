package live.nio.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import live.nio.testing.Api;
import live.nio.wallet.Balances;
import org.jdbi.v3.core.Jdbi;

/// Steps the tests of payments share.
@Singleton
class Buyers {

  private final Jdbi jdbi;
  private final Balances balances;

  Buyers(Jdbi jdbi, Balances balances) {
    this.jdbi = jdbi;
    this.balances = balances;
  }

  /// Coins somebody can spend.
  long coins(Api.Person person) {
    return balances.of(UUID.fromString(person.id())).coins();
  }

  /// Coins somebody owes.
  long debt(Api.Person person) {
    return balances.of(UUID.fromString(person.id())).debt();
  }

  Api.Person admin() {
    Api.Person person = Api.register();
    jdbi.useHandle(handle ->
        handle.execute(
            "UPDATE accounts SET role = 'admin' WHERE id = ?", UUID.fromString(person.id())));
    Response again =
        Api.post(
            "/api/auth/login",
            Map.of("email", person.email(), "password", Api.PASSWORD, "tokenTransport", "body"));
    again.then().statusCode(200);
    return new Api.Person(
        person.id(),
        person.email(),
        person.nickname(),
        again.path("token"),
        again.path("refreshToken"));
  }

  static Response payment(Api.Person buyer, String id) {
    Response answer = Api.as(buyer).get("/api/payments/" + id);
    answer.then().statusCode(200);
    return answer;
  }

  static String status(Api.Person buyer, String id) {
    return payment(buyer, id).path("payment.status");
  }

  /// Lets a payment have begun so long ago, and nobody have asked about it since.
  void age(String id, Duration age) {
    Instant begun = Instant.now().minus(age);
    jdbi.useHandle(handle ->
        handle.execute(
            "UPDATE payments SET created_at = ?, next_check_at = CAST(? AS timestamptz) + interval '10 minutes' WHERE id = ?",
            begun,
            begun,
            UUID.fromString(id)));
  }

  long number(String sql, String id) {
    return jdbi.withHandle(
        handle -> handle.createQuery(sql).bind(0, UUID.fromString(id)).mapTo(Long.class).one());
  }

  /// Does the same many times at once.
  static <T> List<T> atOnce(int times, Callable<T> deed) throws Exception {
    List<T> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        futures.add(threads.submit(deed));
      }
      for (Future<T> future : futures) {
        results.add(future.get());
      }
    }
    assertThat(results).hasSize(times);
    return results;
  }
}
