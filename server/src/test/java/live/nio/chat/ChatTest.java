package live.nio.chat;

import static io.restassured.RestAssured.given;
import static live.nio.testing.LiveClient.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
class ChatTest {

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @Inject Jdbi jdbi;

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
    streamId = Api.goLive(anna, "chatting");
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

  private static Map<String, String> message(String id, String text) {
    return Map.of("clientMessageId", id, "text", text);
  }

  @Test
  void aMessageReachesEveryoneAndItsSenderIsTold() throws JSONException {
    JSONObject answer = viewer.succeed("chat_message", message("m1", "  привет 👋 "));
    JSONObject sent = answer.getJSONObject("message");
    assertThat(text(sent, "text")).isEqualTo("привет 👋");
    assertThat(text(sent, "clientMessageId")).isEqualTo("m1");
    assertThat(text(sent, "author", "nickname")).isEqualTo(boris.nickname());
    assertThat(text(sent, "author", "role")).isEqualTo("viewer");
    JSONObject received = streamer.await("chat_message");
    assertThat(received.toString()).isEqualTo(sent.toString());

    streamer.succeed("chat_message", message("m1", "hello"));
    assertThat(
            text(
                viewer.await("chat_message", it -> it.optString("text").equals("hello")),
                "author",
                "role"))
        .isEqualTo("streamer");
  }

  @Test
  void aResentMessageIsStoredAndShownOnce() {
    JSONObject first = viewer.succeed("chat_message", message("again", "once"));
    JSONObject second = viewer.succeed("chat_message", message("again", "once, but edited"));
    assertThat(second.toString()).isEqualTo(first.toString());
    streamer.succeed("chat_message", message("after", "after"));
    streamer.await("chat_message", it -> it.optString("text").equals("once"));
    assertThat(text(streamer.await("chat_message"), "text")).isEqualTo("after");
    given().get("/api/streams/" + streamId + "/messages").then().body("messages", hasSize(2));
    given().get("/api/streams/" + streamId).then().body("stream.messageCount", equalTo(2));
  }

  @Test
  void anAnswerQuotesWhatItAnswers() throws JSONException {
    String id =
        text(streamer.succeed("chat_message", message("q", "x".repeat(300))), "message", "id");
    JSONObject reply =
        viewer
            .succeed("chat_message", Map.of("clientMessageId", "r", "text", "yes", "replyTo", id))
            .getJSONObject("message");
    assertThat(text(reply, "replyTo", "id")).isEqualTo(id);
    assertThat(text(reply, "replyTo", "author", "nickname")).isEqualTo(anna.nickname());
    assertThat(text(reply, "replyTo", "text")).hasSize(120).endsWith("…");
    JSONObject stranger =
        viewer
            .succeed(
                "chat_message",
                Map.of("clientMessageId", "s", "text", "?", "replyTo", Ids.next().toString()))
            .getJSONObject("message");
    assertThat(stranger.isNull("replyTo")).isTrue();
  }

  @Test
  void whatCannotBeSaidIsRefusedAndNothingIsStored() {
    assertThat(viewer.refused("chat_message", message("a", " \n\t "))).isEqualTo("text_empty");
    assertThat(viewer.refused("chat_message", message("b", "\u0000\u0007")))
        .isEqualTo("text_empty");
    assertThat(viewer.refused("chat_message", message("c", "я".repeat(501))))
        .isEqualTo("text_too_long");
    assertThat(viewer.refused("chat_message", message("", "x"))).isEqualTo("validation_failed");
    assertThat(viewer.refused("chat_message", message("with space", "x")))
        .isEqualTo("validation_failed");
    assertThat(viewer.refused("chat_message", Map.of("clientMessageId", "d")))
        .isEqualTo("validation_failed");
    viewer.succeed("chat_message", message("e", "👋".repeat(500)));
    given().get("/api/streams/" + streamId + "/messages").then().body("messages", hasSize(1));
  }

  @Test
  void guestsReadButDoNotWrite() {
    LiveClient guest = LiveClient.connect(port, null);
    clients.add(guest);
    guest.succeed("stream_join", Map.of("streamId", streamId));
    assertThat(guest.refused("chat_message", message("g", "hi"))).isEqualTo("login_required");
    viewer.succeed("chat_message", message("v", "hi guest"));
    assertThat(text(guest.await("chat_message"), "text")).isEqualTo("hi guest");
  }

  @Test
  void pagingBackLosesAndRepeatsNothing() {
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      sent.add(
          text(viewer.succeed("chat_message", message("p" + i, "line " + i)), "message", "id"));
    }
    List<String> read = new ArrayList<>();
    String before = null;
    boolean hasMore = true;
    while (hasMore) {
      Response page =
          given()
              .queryParam("limit", 3)
              .queryParams(before == null ? Map.of() : Map.of("before", before))
              .get("/api/streams/" + streamId + "/messages");
      List<String> ids = page.path("messages.id");
      read.addAll(0, ids);
      hasMore = page.path("hasMore");
      before = ids.getFirst();
    }
    assertThat(read).isEqualTo(sent);
    given().get("/api/streams/" + Ids.next() + "/messages").then().statusCode(404);
    given().get("/api/streams/" + streamId + "/messages?limit=101").then().statusCode(400);
    given().get("/api/streams/" + streamId + "/messages?before=x").then().statusCode(404);
  }

  @Test
  void messagesOutliveTheStream() {
    viewer.succeed("chat_message", message("last", "bye"));
    Api.post(anna, "/api/streams/" + streamId + "/end", "{}").then().statusCode(200);
    given()
        .get("/api/streams/" + streamId + "/messages")
        .then()
        .body("messages[0].text", equalTo("bye"))
        .body("hasMore", equalTo(false));
  }
}
