package live.nio.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import live.nio.platform.Ids;
import live.nio.platform.TestDatabase;
import live.nio.testing.Api;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class WalletResourceTest {

  @Inject Jdbi jdbi;
  @Inject CoinPurchases purchases;
  @Inject Clock clock;

  private Api.Person anna;
  private Api.Person boris;
  private UUID annaId;
  private String streamId = "";

  @BeforeEach
  void people() {
    anna = Api.register();
    boris = Api.register();
    annaId = UUID.fromString(anna.id());
    streamId = Api.goLive(anna, "wallets");
  }

  private Purchase buy(Api.Person person, long coins) {
    Purchase purchase = Wallets.purchase(UUID.fromString(person.id()), coins);
    jdbi.useTransaction(handle -> purchases.credit(handle, purchase));
    return purchase;
  }

  private void give(GiftType type, int count) {
    GiftStore.Outcome outcome =
        new GiftStore(jdbi)
            .send(
                new GiftStore.Order(
                    Ids.next(),
                    UUID.fromString(boris.id()),
                    UUID.fromString(streamId),
                    type,
                    count,
                    Ids.next().toString()),
                clock.instant());
    assertThat(outcome).isInstanceOf(GiftStore.Outcome.Stored.class);
  }

  /// Anna has beans that are available.
  private void earn(int beans) {
    buy(boris, beans * 2L);
    if (beans % GiftType.RAINBOW.beans() == 0) {
      give(GiftType.RAINBOW, beans / GiftType.RAINBOW.beans());
    } else {
      give(GiftType.ROSE, beans / GiftType.ROSE.beans());
    }
    jdbi.useHandle(handle ->
        handle.execute("SELECT settle_beans(?, now() + interval '1 day', now())", annaId));
  }

  private static Response wallet(Api.Person person) {
    return Api.as(person).get("/api/wallet");
  }

  private static Response entries(Api.Person person, String query) {
    return Api.as(person).get("/api/wallet/entries" + query);
  }

  @Test
  void aNewWalletIsEmpty() {
    wallet(boris)
        .then()
        .statusCode(200)
        .body("coins", equalTo(0))
        .body("beans.held", equalTo(0))
        .body("debt", equalTo(0))
        .body("beansPerDollar", equalTo(100))
        .body("minWithdrawalBeans", equalTo(5000))
        .body("nextRelease", nullValue());
    entries(boris, "").then().body("entries", empty()).body("hasMore", equalTo(false));
  }

  @Test
  void aWalletTellsWhatItHoldsAndWhenItIsReleased() {
    buy(boris, 500);
    give(GiftType.DIAMOND, 2);
    wallet(boris).then().body("coins", equalTo(400));
    wallet(anna)
        .then()
        .body("beans.held", equalTo(50))
        .body("nextRelease.beans", equalTo(50))
        .body("nextRelease.at", notNullValue());
  }

  @Nested
  class Entries {

    @Test
    void tellWhatHappenedNewestFirst() {
      Purchase purchase = buy(boris, 100);
      give(GiftType.HEART, 2);
      entries(boris, "")
          .then()
          .body("entries.kind", contains("gift_sent", "purchase"))
          .body("entries.amount", contains(-40, 100))
          .body("entries.balanceAfter", contains(60, 100))
          .body("entries[0].giftType", equalTo("heart"))
          .body("entries[0].count", equalTo(2))
          .body("entries[0].streamId", equalTo(streamId))
          .body("entries[0].counterparty.nickname", equalTo(anna.nickname()))
          .body("entries[1].reference", equalTo(purchase.id().toString()));
      entries(anna, "")
          .then()
          .body("entries.kind", contains("gift_received"))
          .body("entries[0].asset", equalTo("BEAN"))
          .body("entries[0].counterparty.nickname", equalTo(boris.nickname()));
    }

    @Test
    void canBeFiltered() {
      earn(50);
      entries(anna, "?asset=COIN").then().body("entries", empty());
      entries(anna, "?asset=BEAN")
          .then()
          .body("entries.kind", contains("bean_release", "gift_received"));
      entries(anna, "?kind=bean_release").then().body("entries.amount", contains(50));
      entries(anna, "?from=2000-01-01T00:00:00Z&to=2001-01-01T00:00:00Z")
          .then()
          .body("entries", empty());
      entries(anna, "?from=2000-01-01T00:00:00Z").then().body("entries", hasSize(2));
      entries(anna, "?from=yesterday").then().statusCode(400);
      entries(anna, "?asset=USD").then().statusCode(400);
      entries(anna, "?kind=theft").then().statusCode(400);
      entries(anna, "?before=x").then().statusCode(404);
    }

    @Test
    void arePagedWithoutLossOrRepetition() {
      List<Integer> bought = new ArrayList<>();
      for (int i = 1; i <= 7; i++) {
        buy(boris, i);
        bought.addFirst(i);
      }
      List<Integer> read = new ArrayList<>();
      String query = "?limit=3";
      boolean hasMore = true;
      while (hasMore) {
        Response page = entries(boris, query);
        read.addAll(page.path("entries.amount"));
        hasMore = page.path("hasMore");
        List<String> ids = page.path("entries.id");
        query = "?limit=3&before=" + ids.getLast();
      }
      assertThat(read).isEqualTo(bought);
    }

    @Test
    void areATableToo() {
      earn(50);
      Response csv = Api.as(anna).get("/api/wallet/entries.csv");
      csv.then().statusCode(200).header("Content-Type", "text/csv;charset=UTF-8");
      assertThat(csv.header("Content-Disposition")).contains("wallet.csv");
      String[] lines = csv.asString().split("\r\n", -1);
      assertThat(lines).hasSize(4);
      assertThat(lines[0]).startsWith("\uFEFFcreatedAt,asset,");
      assertThat(lines[1]).contains("BEAN,beans_available,bean_release,50,50,");
      assertThat(lines[2])
          .contains("gift_received,50,50," + boris.nickname() + ",rose,10," + streamId);
    }

    @Test
    void ofATableAreNeverFormulas() {
      assertThat(EntriesCsv.cell("=1+1")).isEqualTo("'=1+1");
      assertThat(EntriesCsv.cell("@SUM(A1)")).isEqualTo("'@SUM(A1)");
      assertThat(EntriesCsv.cell("a \"b\", c")).isEqualTo("\"a \"\"b\"\", c\"");
      assertThat(EntriesCsv.cell(null)).isEmpty();
    }
  }

  @Nested
  class Payouts {

    private Response request(int beans, String key) {
      return Api.post(
          anna,
          "/api/wallet/withdrawals",
          Map.of("beans", beans, "destination", "IBAN DE00", "idempotencyKey", key));
    }

    private Response admin(Api.Person admin, String id, String step, Object body) {
      return Api.post(admin, "/api/admin/withdrawals/" + id + "/" + step, body);
    }

    private Api.Person administrator() {
      Api.Person person = Api.register();
      jdbi.useHandle(handle ->
          handle.execute(
              "UPDATE accounts SET role = 'admin' WHERE id = ?", UUID.fromString(person.id())));
      Response login =
          Api.post("/api/auth/login", Map.of("email", person.email(), "password", Api.PASSWORD));
      return new Api.Person(
          person.id(), person.email(), person.nickname(), login.path("token"), "");
    }

    @Test
    void holdTheirBeansUntilTheyArePaid() {
      earn(10_000);
      Response requested = request(6_000, "k");
      requested
          .then()
          .statusCode(201)
          .body("withdrawal.status", equalTo("requested"))
          .body("withdrawal.amountMinor", equalTo(6_000))
          .body("withdrawal.currency", equalTo("USD"));
      String id = requested.path("withdrawal.id");
      wallet(anna)
          .then()
          .body("beans.available", equalTo(4_000))
          .body("withdrawing", equalTo(6_000));
      request(6_000, "k").then().statusCode(201).body("withdrawal.id", equalTo(id));
      request(5_500, "k").then().statusCode(422).body("error", equalTo("idempotency_mismatch"));

      Api.Person admin = administrator();
      Api.as(admin)
          .get("/api/admin/withdrawals?status=requested&limit=100")
          .then()
          .statusCode(200)
          .body("withdrawals.id", hasItem(id))
          .body(
              "withdrawals.find { it.id == '" + id + "' }.person.nickname",
              equalTo(anna.nickname()));
      admin(admin, id, "paid", Map.of("reference", "t-1"))
          .then()
          .statusCode(409)
          .body("error", equalTo("wrong_state"));
      admin(admin, id, "approve", "{}").then().statusCode(200);
      Api.post(anna, "/api/wallet/withdrawals/" + id + "/cancel", "{}").then().statusCode(409);
      admin(admin, id, "paid", Map.of("reference", "t-1"))
          .then()
          .statusCode(200)
          .body("withdrawal.status", equalTo("paid"))
          .body("withdrawal.reference", equalTo("t-1"));
      wallet(anna).then().body("beans.available", equalTo(4_000)).body("withdrawing", equalTo(0));
      Api.as(anna)
          .get("/api/wallet/withdrawals")
          .then()
          .body("withdrawals", hasSize(1))
          .body("withdrawals[0].paidAt", notNullValue())
          .body("pagination.total", equalTo(1));
      entries(anna, "?kind=withdrawal")
          .then()
          .body("entries.amount", contains(-6_000))
          .body("entries[0].reference", equalTo(id));
    }

    @Test
    void giveTheirBeansBackWhenRefusedOrCancelled() {
      earn(10_000);
      String first = request(5_000, "a").path("withdrawal.id");
      String second = request(5_000, "b").path("withdrawal.id");
      Api.post(boris, "/api/wallet/withdrawals/" + first + "/cancel", "{}").then().statusCode(404);
      Api.post(anna, "/api/wallet/withdrawals/" + first + "/cancel", "{}")
          .then()
          .statusCode(200)
          .body("withdrawal.status", equalTo("cancelled"));
      Api.Person admin = administrator();
      admin(admin, second, "refuse", Map.of()).then().statusCode(400);
      admin(admin, second, "refuse", Map.of("reason", "no such bank"))
          .then()
          .statusCode(200)
          .body("withdrawal.reason", equalTo("no such bank"));
      wallet(anna).then().body("beans.available", equalTo(10_000)).body("withdrawing", equalTo(0));
      entries(anna, "?kind=withdrawal_returned")
          .then()
          .body("entries.amount", contains(5_000, 5_000));
      admin(admin, Ids.next().toString(), "approve", "{}").then().statusCode(404);
    }

    @Test
    void areRefusedWhereTheyCannotBePaid() {
      earn(20_000);
      request(4_999, "a")
          .then()
          .statusCode(400)
          .body("error", equalTo("below_minimum"))
          .body("min", equalTo(5_000));
      request(20_001, "b").then().statusCode(409).body("error", equalTo("insufficient_beans"));
      for (String key : List.of("c", "d", "e")) {
        request(5_000, key).then().statusCode(201);
      }
      request(5_000, "f").then().statusCode(409).body("error", equalTo("too_many_open"));
    }

    @Test
    void needAFreshProofOfWhoAsks() {
      earn(10_000);
      jdbi.useHandle(handle ->
          handle.execute(
              "UPDATE sessions SET authenticated_at = now() - interval '11 minutes' WHERE account_id = ?",
              annaId));
      request(5_000, "a")
          .then()
          .statusCode(403)
          .body("error", equalTo("reauthentication_required"));
    }

    @Test
    void andEverythingElseLeaveTheLedgerRight() {
      earn(10_000);
      request(5_000, "a");
      Api.Person admin = administrator();
      Api.post(admin, "/api/admin/ledger/check", "{}")
          .then()
          .statusCode(200)
          .body("checks.findAll { !it.ok }", empty())
          .body("checks.size()", greaterThan(10))
          .body("totals.beans_withdrawing.BEAN", greaterThan(0));
      Api.as(admin)
          .get("/api/admin/ledger")
          .then()
          .statusCode(200)
          .body("checkedAt", notNullValue());
    }
  }
}
