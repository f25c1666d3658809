package live.nio.wallet;

import static io.restassured.RestAssured.given;
import static live.nio.testing.LiveClient.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import live.nio.platform.Ids;
import live.nio.platform.TestDatabase;
import live.nio.testing.Api;
import live.nio.testing.LiveClient;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;
import org.json.JSONException;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class GiftsTest {

  /// Hears what other features would.
  @Singleton
  static class Listener {
    final Queue<GiftSent> heard = new ConcurrentLinkedQueue<>();

    void hear(@Observes GiftSent event) {
      heard.add(event);
    }
  }

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @Inject Jdbi jdbi;
  @Inject CoinPurchases purchases;
  @Inject Balances balances;
  @Inject Listener listener;

  private Api.Person anna;
  private Api.Person boris;
  private final List<LiveClient> clients = new ArrayList<>();
  private String streamId = "";
  private LiveClient streamer;
  private LiveClient viewer;

  @BeforeEach
  void aStreamWithAViewer() {
    anna = Api.register();
    boris = Api.register();
    streamId = Api.goLive(anna, "gifts");
    streamer = join(anna);
    viewer = join(boris);
  }

  @AfterEach
  void close() {
    clients.forEach(LiveClient::close);
  }

  private LiveClient join(Api.Person person) {
    LiveClient client = LiveClient.connect(port, person);
    clients.add(client);
    client.succeed("stream_join", Map.of("streamId", streamId));
    return client;
  }

  private Purchase buy(Api.Person person, long coins) {
    Purchase purchase = Wallets.purchase(UUID.fromString(person.id()), coins);
    jdbi.useTransaction(handle -> purchases.credit(handle, purchase));
    balances.tell(purchase.accountId());
    return purchase;
  }

  private static Map<String, ?> gift(String type, int count, String key) {
    return Map.of("giftType", type, "count", count, "idempotencyKey", key);
  }

  @Test
  void theCatalogueIsTheFoundingOne() {
    given()
        .get("/api/payments/gifts")
        .then()
        .statusCode(200)
        .body("gifts.size()", equalTo(8))
        .body("gifts.rose", equalTo(Map.of("cost", 10, "beans", 5)))
        .body("gifts.rainbow", equalTo(Map.of("cost", 2000, "beans", 1000)));
  }

  @Test
  void aGiftReachesEveryoneAndItsSenderIsTold() throws JSONException {
    buy(boris, 100);
    LiveClient account = LiveClient.connectAccount(port, anna);
    clients.add(account);
    JSONObject answer = viewer.succeed("gift_send", gift("heart", 2, "k1"));
    JSONObject gift = answer.getJSONObject("gift");
    assertThat(text(gift, "giftType")).isEqualTo("heart");
    assertThat(gift.getInt("coins")).isEqualTo(40);
    assertThat(gift.getInt("beans")).isEqualTo(20);
    assertThat(text(gift, "sender", "nickname")).isEqualTo(boris.nickname());
    assertThat(text(gift, "combo", "id")).isEqualTo(text(gift, "id"));
    assertThat(answer.getJSONObject("balance").getInt("coins")).isEqualTo(60);
    assertThat(streamer.await("gift").toString()).isEqualTo(gift.toString());
    assertThat(viewer.await("gift").toString()).isEqualTo(gift.toString());
    account.await("balance", it -> it.optJSONObject("beans").optInt("held") == 20);
    streamer.await("balance", it -> it.optJSONObject("beans").optInt("held") == 20);
    JSONObject top =
        streamer.await("supporters", it -> it.optJSONArray("supporters").length() == 1);
    assertThat(top.getJSONArray("supporters").getJSONObject(0).getInt("coins")).isEqualTo(40);
    assertThat(top.getInt("beans")).isEqualTo(20);

    JSONObject more = viewer.succeed("gift_send", gift("heart", 1, "k2")).getJSONObject("gift");
    assertThat(text(more, "combo", "id")).isEqualTo(text(gift, "id"));
    assertThat(more.getJSONObject("combo").getInt("count")).isEqualTo(3);
    assertThat(more.getJSONObject("combo").getInt("coins")).isEqualTo(60);

    List<GiftSent> heard =
        listener.heard.stream().filter(it -> it.streamId().toString().equals(streamId)).toList();
    assertThat(heard).extracting(GiftSent::streamCoinsTotal).containsExactly(40L, 60L);
    assertThat(heard).extracting(GiftSent::comboCount).containsExactly(2, 3);
    assertThat(heard).allSatisfy(it -> assertThat(it.streamerId()).hasToString(anna.id()));
  }

  @Test
  void theSameKeyIsTheSameGift() throws JSONException {
    buy(boris, 100);
    JSONObject first = viewer.succeed("gift_send", gift("rose", 1, "again"));
    JSONObject second = viewer.succeed("gift_send", gift("rose", 1, "again"));
    assertThat(second.getJSONObject("gift").toString())
        .isEqualTo(first.getJSONObject("gift").toString());
    assertThat(second.getJSONObject("balance").getInt("coins")).isEqualTo(90);
    assertThat(viewer.refused("gift_send", gift("rose", 2, "again")))
        .isEqualTo("idempotency_mismatch");
    viewer.succeed("gift_send", gift("heart", 1, "other"));
    streamer.await("gift", it -> it.optString("giftType").equals("rose"));
    assertThat(text(streamer.await("gift"), "giftType")).isEqualTo("heart");

    // The stream is over, and the sender asks what became of it.
    Api.post(anna, "/api/streams/" + streamId + "/end", "{}").then().statusCode(200);
    viewer.await("stream_ended");
    viewer.succeed("gift_send", gift("rose", 1, "again"));
    assertThat(viewer.refused("gift_send", gift("rose", 1, "new"))).isEqualTo("not_joined");
  }

  @Test
  void whatCannotBeGivenIsRefused() {
    LiveClient guest = LiveClient.connect(port, null);
    clients.add(guest);
    guest.succeed("stream_join", Map.of("streamId", streamId));
    assertThat(guest.refused("gift_send", gift("rose", 1, "a"))).isEqualTo("login_required");
    LiveClient outside = LiveClient.connect(port, boris);
    clients.add(outside);
    assertThat(outside.refused("gift_send", gift("rose", 1, "b"))).isEqualTo("not_joined");
    buy(anna, 100);
    assertThat(streamer.refused("gift_send", gift("rose", 1, "c"))).isEqualTo("own_stream");
    assertThat(viewer.refused("gift_send", gift("car", 1, "d"))).isEqualTo("unknown_gift");
    assertThat(viewer.refused("gift_send", gift("rose", 0, "e"))).isEqualTo("validation_failed");
    assertThat(viewer.refused("gift_send", gift("rose", 1_000, "f")))
        .isEqualTo("validation_failed");
    assertThat(viewer.refused("gift_send", gift("rose", 1, "a b"))).isEqualTo("validation_failed");
    buy(boris, 15);
    JSONObject poor = viewer.ask("gift_send", gift("rose", 2, "g"));
    assertThat(poor.optString("error")).isEqualTo("insufficient_coins");
    assertThat(poor.optInt("missing")).isEqualTo(5);
  }

  @Test
  void whoOwesCoinsGivesNothingUntilTheyAreCovered() {
    Purchase purchase = buy(boris, 10);
    viewer.succeed("gift_send", gift("rose", 1, "a"));
    // Were it long ago, the streamer would keep the beans.
    jdbi.useHandle(handle ->
        handle.execute(
            "SELECT settle_beans(?, now() + interval '1 day', now())", UUID.fromString(anna.id())));
    jdbi.useTransaction(
        handle -> purchases.takeBack(handle, purchase.id(), ReversalKind.CHARGEBACK, 10, 10, "dp"));
    balances.tell(purchase.accountId());
    viewer.await("balance", it -> it.optInt("debt") == 10);
    assertThat(viewer.refused("gift_send", gift("rose", 1, "b"))).isEqualTo("wallet_in_debt");
    buy(boris, 20);
    viewer.succeed("gift_send", gift("rose", 1, "b"));
  }

  @Test
  void giftsAndSupportersCanBeRead() {
    Api.Person vera = Api.register();
    buy(boris, 1_000);
    buy(vera, 1_000);
    LiveClient other = join(vera);
    for (int i = 0; i < 3; i++) {
      viewer.succeed("gift_send", gift("rose", 1, "r" + i));
    }
    other.succeed("gift_send", gift("crown", 2, "c"));
    given()
        .get("/api/streams/" + streamId + "/gifts")
        .then()
        .body("gifts", hasSize(4))
        .body("gifts[0].giftType", equalTo("crown"))
        .body("gifts[0].sender.nickname", equalTo(vera.nickname()))
        .body("hasMore", equalTo(false));
    Response page = given().get("/api/streams/" + streamId + "/gifts?limit=2");
    page.then().body("gifts", hasSize(2)).body("hasMore", equalTo(true));
    given()
        .queryParam("before", page.<String>path("gifts[1].id"))
        .get("/api/streams/" + streamId + "/gifts")
        .then()
        .body("gifts", hasSize(2))
        .body("gifts[1].combo.count", equalTo(1));
    for (String path :
        List.of(
            "/api/streams/" + streamId + "/supporters",
            "/api/people/" + anna.nickname() + "/supporters",
            "/api/people/" + anna.nickname() + "/supporters?period=day",
            "/api/people/" + anna.nickname() + "/supporters?period=week")) {
      given()
          .get(path)
          .then()
          .statusCode(200)
          .body("supporters", hasSize(2))
          .body("supporters[0].person.nickname", equalTo(vera.nickname()))
          .body("supporters[0].coins", equalTo(400))
          .body("supporters[0].gifts", equalTo(2))
          .body("supporters[1].coins", equalTo(30));
    }
    given().get("/api/streams/" + streamId + "/supporters").then().body("beans", equalTo(215));
    given().get("/api/streams/" + Ids.next() + "/gifts").then().statusCode(404);
    given().get("/api/streams/" + Ids.next() + "/supporters").then().statusCode(404);
    given().get("/api/people/nobody_is_this/supporters").then().statusCode(404);
    given()
        .get("/api/people/" + anna.nickname() + "/supporters?period=year")
        .then()
        .statusCode(400);
  }
}
