package live.nio.chat;

import static live.nio.testing.LiveClient.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import live.nio.identity.Person;
import live.nio.platform.Ids;
import live.nio.platform.TestDatabase;
import live.nio.stream.ViewersCounted;
import live.nio.testing.Api;
import live.nio.testing.Eventually;
import live.nio.testing.LiveClient;
import live.nio.wallet.GiftSent;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// A room over real sockets: who may do what, and what everybody sees of it.
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class RoomTest {

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @Inject Jdbi jdbi;
  @Inject Event<ViewersCounted> counted;
  @Inject Event<GiftSent> gifts;
  @Inject Milestones milestones;
  @Inject RoomCleanup cleanup;

  private Api.Person anna;
  private Api.Person boris;
  private String streamId = "";
  private LiveClient streamer;
  private LiveClient viewer;
  private final List<LiveClient> clients = new ArrayList<>();
  private int said;

  @BeforeEach
  void aRoomWithAViewer() {
    anna = Api.register();
    boris = Api.register();
    streamId = Api.goLive(anna, "room");
    streamer = join(anna);
    viewer = join(boris);
  }

  @AfterEach
  void close() {
    clients.forEach(LiveClient::close);
  }

  // ---- helpers

  private LiveClient connect(Api.@Nullable Person person) {
    LiveClient client = LiveClient.connect(port, person);
    clients.add(client);
    return client;
  }

  private LiveClient join(Api.@Nullable Person person) {
    LiveClient client = connect(person);
    client.succeed("stream_join", Map.of("streamId", streamId));
    return client;
  }

  private JSONObject say(LiveClient client, String text) {
    try {
      return client.succeed("chat_message", message(text)).getJSONObject("message");
    } catch (JSONException e) {
      throw new AssertionError(e);
    }
  }

  private Map<String, Object> message(String text) {
    return Map.of("clientMessageId", "m" + said++, "text", text);
  }

  private void rules(Map<String, ?> rules) {
    streamer.succeed("room_rules", rules);
  }

  private static Map<String, String> user(Api.Person person) {
    return Map.of("userId", person.id());
  }

  private static Map<String, Object> timeOut(Api.Person person) {
    return Map.of("userId", person.id(), "durationSeconds", 600);
  }

  private String room(String path) {
    return "/api/rooms/" + anna.id() + path;
  }

  private Api.Person moderator() {
    Api.Person person = Api.register();
    Api.as(anna).put(room("/moderators/" + person.id())).then().statusCode(200);
    return person;
  }

  private Api.Person staff(String role) {
    Api.Person person = Api.register();
    jdbi.useHandle(handle ->
        handle.execute(
            "UPDATE accounts SET role = ? WHERE id = ?", role, UUID.fromString(person.id())));
    Response login =
        Api.post(
            "/api/auth/login",
            Map.of("email", person.email(), "password", Api.PASSWORD, "tokenTransport", "body"));
    return new Api.Person(
        person.id(),
        person.email(),
        person.nickname(),
        login.path("token"),
        login.path("refreshToken"));
  }

  private static List<String> ids(JSONArray lines) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < lines.length(); i++) {
      Object line = lines.opt(i);
      ids.add(line instanceof JSONObject object ? object.optString("id") : String.valueOf(line));
    }
    return ids;
  }

  private void stays(LiveClient client) {
    client.succeed("reaction", Map.of("emoji", "👍"));
  }

  @Nested
  class Roles {

    /// Event → who may send it, of: streamer, staff (two kinds), moderator, viewer, guest.
    static Stream<List<String>> events() {
      return Stream.of(
          List.of("chat_message", "streamer,admin,platform,moderator,viewer"),
          List.of("reaction", "streamer,admin,platform,moderator,viewer"),
          List.of("message_delete", "streamer,admin,platform,moderator"),
          List.of("messages_clear", "streamer,admin,platform,moderator"),
          List.of("user_ban", "streamer,admin,platform,moderator"),
          List.of("user_unban", "streamer,admin,platform,moderator"),
          List.of("message_pin", "streamer,admin,platform,moderator"),
          List.of("room_rules", "streamer,admin,platform,moderator"));
    }

    private Map<String, LiveClient> everybody() {
      Map<String, LiveClient> everybody = new LinkedHashMap<>();
      everybody.put("guest", join(null));
      everybody.put("viewer", join(Api.register()));
      everybody.put("moderator", join(moderator()));
      everybody.put("platform", join(staff("moderator")));
      everybody.put("admin", join(staff("admin")));
      everybody.put("streamer", streamer);
      return everybody;
    }

    private Map<String, ?> payload(String event) {
      return switch (event) {
        case "chat_message" -> message("hello");
        case "reaction" -> Map.of("emoji", "🔥");
        case "message_delete", "message_pin" -> Map.of("messageId", text(say(viewer, "x"), "id"));
        case "room_rules" -> Map.of("linksAllowed", false);
        case "user_ban" -> timeOut(Api.register());
        default -> user(boris);
      };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("events")
    void everyEventIsForThoseItIsMeantFor(List<String> row) {
      String event = row.getFirst();
      List<String> allowed = Arrays.asList(row.getLast().split(","));
      everybody()
          .forEach((who, client) -> {
            JSONObject answer = client.ask(event, payload(event));
            if (allowed.contains(who)) {
              assertThat(answer.optBoolean("ok")).as("%s by %s: %s", event, who, answer).isTrue();
            } else {
              assertThat(answer.optString("error"))
                  .as("%s by %s", event, who)
                  .isEqualTo(who.equals("guest") ? "login_required" : "forbidden");
            }
          });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("events")
    void nobodyActsInARoomTheyAreNotIn(List<String> row) {
      LiveClient outside = connect(anna);
      assertThat(outside.refused(row.getFirst(), payload(row.getFirst()))).isEqualTo("not_joined");
    }

    @ParameterizedTest
    @CsvSource({
      "moderator,streamer,forbidden",
      "moderator,platform,forbidden",
      "moderator,admin,forbidden",
      "moderator,moderator,forbidden",
      "platform,streamer,forbidden",
      "platform,admin,forbidden",
      "streamer,platform,forbidden",
      "streamer,streamer,forbidden",
      "platform,moderator,ok",
      "streamer,moderator,ok",
    })
    void bansReachDownwardsOnly(String actor, String target, String outcome) {
      Map<String, Api.Person> people =
          Map.of(
              "streamer", anna,
              "admin", staff("admin"),
              "platform", staff("moderator"),
              "moderator", moderator());
      Api.Person other =
          target.equals("moderator") ? moderator() : people.getOrDefault(target, boris);
      JSONObject answer =
          (actor.equals("streamer") ? streamer : join(people.get(actor)))
              .ask("user_ban", user(other));
      assertThat(answer.optBoolean("ok") ? "ok" : answer.optString("error")).isEqualTo(outcome);
    }

    @Test
    void everybodyIsShownByTheirRole() {
      LiveClient moderator = join(moderator());
      LiveClient platform = join(staff("moderator"));
      assertThat(text(say(streamer, "a"), "author", "role")).isEqualTo("streamer");
      assertThat(text(say(moderator, "b"), "author", "role")).isEqualTo("moderator");
      assertThat(text(say(platform, "c"), "author", "role")).isEqualTo("staff");
      assertThat(text(say(viewer, "d"), "author", "role")).isEqualTo("viewer");
      Api.guest()
          .get("/api/streams/" + streamId + "/messages")
          .then()
          .body("messages.author.role", contains("streamer", "moderator", "staff", "viewer"));
    }

    @Test
    void aModeratorWhoIsTimedOutIsOneNoMore() {
      Api.Person vera = moderator();
      LiveClient moderator = join(vera);
      streamer.succeed("user_ban", timeOut(vera));
      JSONObject state =
          moderator.await("room_state", it -> !it.optJSONObject("self").optBoolean("canWrite"));
      assertThat(text(state, "self", "role")).isEqualTo("viewer");
      assertThat(moderator.refused("user_unban", user(vera))).isEqualTo("forbidden");
      Api.as(anna)
          .put(room("/moderators/" + vera.id()))
          .then()
          .statusCode(409)
          .body("error", equalTo("banned"));
    }
  }

  @Nested
  class TimeOuts {

    @Test
    void holdInEveryTab() throws JSONException {
      LiveClient secondTab = join(boris);
      JSONObject ban = streamer.succeed("user_ban", timeOut(boris)).getJSONObject("ban");
      Instant until = Instant.parse(text(ban, "until"));
      assertThat(viewer.refused("chat_message", message("a"))).isEqualTo("timed_out");
      JSONObject refusal = secondTab.ask("chat_message", message("b"));
      assertThat(text(refusal, "error")).isEqualTo("timed_out");
      assertThat(Instant.parse(text(refusal, "until"))).isEqualTo(until);
      assertThat(secondTab.refused("reaction", Map.of("emoji", "🔥"))).isEqualTo("timed_out");
      for (LiveClient tab : List.of(viewer, secondTab)) {
        JSONObject state =
            tab.await(
                "room_state",
                it ->
                    it.optJSONObject("self").has("why")
                        && "timed_out".equals(it.optJSONObject("self").optString("why")));
        assertThat(state.getJSONObject("self").getBoolean("canWrite")).isFalse();
        assertThat(Instant.parse(text(state, "self", "until"))).isEqualTo(until);
      }
      // A new tab, and a new stream of the same streamer, change nothing.
      assertThat(join(boris).refused("chat_message", message("c"))).isEqualTo("timed_out");
      streamer.await("system_message", it -> it.optString("event").equals("timed_out"));
    }

    @Test
    void endByThemselves() {
      streamer.succeed("user_ban", timeOut(boris));
      viewer.await("room_state", it -> !it.optJSONObject("self").optBoolean("canWrite"));
      jdbi.useHandle(handle ->
          handle.execute(
              "UPDATE room_bans SET until = ? WHERE person_id = ?",
              Instant.now().minusSeconds(1),
              UUID.fromString(boris.id())));
      viewer.await("room_state", it -> it.optJSONObject("self").optBoolean("canWrite"));
      say(viewer, "back again");
      stays(viewer);
      Api.as(anna).get(room("/bans")).then().body("bans", empty());
    }

    @Test
    void areEndedByAModerator() {
      streamer.succeed("user_ban", timeOut(boris));
      LiveClient moderator = join(moderator());
      moderator.succeed("user_unban", user(boris));
      viewer.await("user_unbanned");
      say(viewer, "thanks");
      stays(viewer);
      moderator.await("system_message", it -> it.optString("event").equals("unbanned"));
    }
  }

  @Nested
  class BannedPeople {

    @Test
    void arePutOutInEveryTabAndNotLetInAgain() {
      LiveClient secondTab = join(boris);
      LiveClient guest = join(null);
      streamer.succeed("user_ban", Map.of("userId", boris.id(), "reason", "spam"));
      for (LiveClient tab : List.of(viewer, secondTab)) {
        assertThat(text(tab.await("room_banned"), "streamId")).isEqualTo(streamId);
        assertThat(tab.refused("chat_message", message("x"))).isEqualTo("not_joined");
        JSONObject refusal = tab.ask("stream_join", Map.of("streamId", streamId));
        assertThat(text(refusal, "error")).isEqualTo("banned");
        assertThat(refusal.isNull("reason")).isTrue();
      }
      say(streamer, "gone");
      assertThat(secondTab.arrived("chat_message")).isEmpty();
      JSONObject line = guest.await("system_message", it -> it.optString("event").equals("banned"));
      assertThat(text(line, "data", "person", "nickname")).isEqualTo(boris.nickname());
      assertThat(line.toString()).doesNotContain("spam");
      guest.await("chat_message");
    }

    @Test
    void comeBackWhenTheBanIsLifted() {
      streamer.succeed("user_ban", user(boris));
      viewer.await("room_banned");
      Api.as(anna)
          .get(room("/bans"))
          .then()
          .body("bans", hasSize(1))
          .body("bans[0].person.id", equalTo(boris.id()))
          .body("bans[0].by.id", equalTo(anna.id()))
          .body("bans[0].until", nullValue())
          .body("pagination.total", equalTo(1));
      Api.as(anna).delete(room("/bans/" + boris.id())).then().statusCode(204);
      Api.as(anna).delete(room("/bans/" + boris.id())).then().statusCode(204);
      viewer.succeed("stream_join", Map.of("streamId", streamId));
      say(viewer, "hello again");
    }

    @Test
    void areBannedFromTheNextStreamToo() {
      streamer.succeed("user_ban", user(boris));
      Api.post(anna, "/api/streams/" + streamId + "/end", "{}").then().statusCode(200);
      streamId = Api.goLive(anna, "again");
      assertThat(connect(boris).refused("stream_join", Map.of("streamId", streamId)))
          .isEqualTo("banned");
    }

    @Test
    void mustExist() {
      assertThat(streamer.refused("user_ban", Map.of("userId", Ids.next().toString())))
          .isEqualTo("not_found");
      assertThat(streamer.refused("user_ban", Map.of("userId", "nobody"))).isEqualTo("not_found");
      assertThat(streamer.refused("user_ban", Map.of("userId", boris.id(), "durationSeconds", 9)))
          .isEqualTo("validation_failed");
    }
  }

  @Nested
  class TheRules {

    @Test
    void slowModeHoldsAcrossTabs() {
      rules(Map.of("slowModeSeconds", 120));
      LiveClient secondTab = join(boris);
      Map<String, Object> first = message("first");
      viewer.succeed("chat_message", first);
      JSONObject refusal = secondTab.ask("chat_message", message("second"));
      assertThat(text(refusal, "error")).isEqualTo("slow_mode");
      assertThat(refusal.optLong("retryAfterMs")).isBetween(1L, 120_000L);
      // Sending again what was stored is not saying it again.
      viewer.succeed("chat_message", first);
      jdbi.useHandle(handle ->
          handle.execute(
              "UPDATE chat_messages SET created_at = created_at - interval '121 seconds' WHERE author_id = ?",
              UUID.fromString(boris.id())));
      say(secondTab, "now");
      assertThat(viewer.refused("chat_message", message("again"))).isEqualTo("slow_mode");
      say(streamer, "one");
      say(streamer, "two");
    }

    @Test
    void followersOnlyLetsFollowersWrite() {
      rules(Map.of("followersOnlyMinutes", 0));
      JSONObject state =
          viewer.await("room_state", it -> !it.optJSONObject("self").optBoolean("canWrite"));
      assertThat(text(state, "self", "why")).isEqualTo("followers_only");
      JSONObject refusal = viewer.ask("chat_message", message("x"));
      assertThat(text(refusal, "error")).isEqualTo("followers_only");
      assertThat(refusal.isNull("followedAt")).isTrue();
      Api.as(boris).put("/api/people/" + anna.id() + "/follow");
      jdbi.useHandle(handle ->
          handle.execute(
              "INSERT INTO follows (followee_id, follower_id, created_at) VALUES (?, ?, now()) ON CONFLICT DO NOTHING",
              UUID.fromString(anna.id()),
              UUID.fromString(boris.id())));
      say(viewer, "I follow");
      rules(Map.of("followersOnlyMinutes", 10));
      JSONObject early = viewer.ask("chat_message", message("y"));
      assertThat(early.optInt("minutes")).isEqualTo(10);
      assertThat(early.optString("followedAt")).isNotEmpty();
      // Reactions are for everybody who is not timed out.
      stays(viewer);
      Map<String, Object> off = new HashMap<>();
      off.put("followersOnlyMinutes", JSONObject.NULL);
      rules(off);
      say(viewer, "open again");
    }

    @Test
    void textsAreLookedAt() {
      rules(Map.of("linksAllowed", false));
      assertThat(viewer.refused("chat_message", message("see exam\u200Bple.com")))
          .isEqualTo("links_not_allowed");
      say(streamer, "see example.com");
      rules(Map.of("emotesOnly", true));
      assertThat(viewer.refused("chat_message", message("hi"))).isEqualTo("emotes_only");
      say(viewer, "👩‍👩‍👧‍👦 :wave:");
      rules(Map.of("emotesOnly", false));
      Api.as(anna)
          .body(Map.of("words", List.of("Плохо*", "bad")))
          .put(room("/blocked-words"))
          .then()
          .statusCode(200)
          .body("blockedWords", contains("плохо*", "bad"));
      assertThat(viewer.refused("chat_message", message("это ПЛ0ХООЙ день")))
          .isEqualTo("blocked_word");
      assertThat(viewer.refused("chat_message", message("b@@d"))).isEqualTo("blocked_word");
      say(streamer, "bad");
      Api.as(anna).body(Map.of("words", List.of())).put(room("/blocked-words"));
      say(viewer, "bad");
    }

    @Test
    void areToldToEverybodyAndKeptForTheNextStream() {
      LiveClient guest = join(null);
      rules(Map.of("slowModeSeconds", 5));
      JSONObject told = guest.await("room_rules");
      assertThat(told.optJSONObject("rules").optInt("slowModeSeconds")).isEqualTo(5);
      assertThat(told.optJSONObject("rules").optBoolean("linksAllowed")).isTrue();
      assertThat(text(told, "by", "id")).isEqualTo(anna.id());
      guest.await("system_message", it -> it.optString("event").equals("rules_changed"));
      Api.as(anna).get(room("")).then().body("rules.slowModeSeconds", equalTo(5));
      Map<String, Object> all = new HashMap<>();
      all.put("slowModeSeconds", 0);
      all.put("followersOnlyMinutes", null);
      all.put("emotesOnly", true);
      all.put("linksAllowed", false);
      Api.as(anna).body(all).put(room("/rules")).then().statusCode(200);
      JSONObject next = guest.await("room_rules");
      assertThat(next.optJSONObject("rules").optBoolean("emotesOnly")).isTrue();
      LiveClient late = join(null);
      assertThat(late.await("room_state").optJSONObject("rules").optBoolean("emotesOnly")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
      "slowModeSeconds,2",
      "slowModeSeconds,121",
      "followersOnlyMinutes,-1",
      "followersOnlyMinutes,129601",
      "emotesOnly,maybe",
    })
    void areChecked(String rule, String value) {
      assertThat(streamer.refused("room_rules", Map.of(rule, value)))
          .isEqualTo("validation_failed");
    }

    @Test
    void wordsAreChecked() {
      for (List<String> words :
          List.of(List.of("*"), List.of("two words"), List.of(""), List.of("x".repeat(51)))) {
        Api.as(anna)
            .body(Map.of("words", words))
            .put(room("/blocked-words"))
            .then()
            .statusCode(400);
      }
    }

    @Test
    void blockedPeopleTakeNoPart() {
      jdbi.useHandle(handle ->
          handle.execute(
              "INSERT INTO blocks (blocker_id, blocked_id, created_at) VALUES (?, ?, now())",
              UUID.fromString(anna.id()),
              UUID.fromString(boris.id())));
      assertThat(viewer.refused("chat_message", message("x"))).isEqualTo("blocked");
      assertThat(viewer.refused("reaction", Map.of("emoji", "🔥"))).isEqualTo("blocked");
      assertThat(text(join(boris).await("room_state"), "self", "why")).isEqualTo("blocked");
    }
  }

  @Nested
  class Deleting {

    @Test
    void takesAMessageFromEverybodyAndEveryAnswer() throws JSONException {
      String id = text(say(viewer, "oops"), "id");
      String reply =
          text(
              streamer.succeed(
                  "chat_message",
                  Map.of("clientMessageId", "reply", "text", "what?", "replyTo", id)),
              "message",
              "id");
      viewer.succeed("message_delete", Map.of("messageId", id));
      viewer.succeed("message_delete", Map.of("messageId", id));
      JSONObject gone = streamer.await("message_deleted");
      assertThat(ids(gone.getJSONArray("messageIds"))).containsExactly(id);
      assertThat(gone.isNull("userId")).isTrue();
      Api.guest()
          .get("/api/streams/" + streamId + "/messages")
          .then()
          .body("messages.id", contains(reply))
          .body("messages[0].replyTo", nullValue());
      assertThat(viewer.refused("message_delete", Map.of("messageId", reply)))
          .isEqualTo("forbidden");
      // The row is kept, unseen.
      assertThat(
              jdbi.<String, RuntimeException>withHandle(handle ->
                  handle
                      .createQuery("SELECT text FROM chat_messages WHERE id = :id")
                      .bind("id", UUID.fromString(id))
                      .mapTo(String.class)
                      .one()))
          .isEqualTo("oops");
    }

    @Test
    void ofEverythingAPersonSaid() {
      say(viewer, "one");
      say(viewer, "two");
      String kept = text(say(streamer, "three"), "id");
      JSONObject answer = streamer.succeed("messages_clear", user(boris));
      assertThat(answer.optInt("count")).isEqualTo(2);
      JSONObject gone = viewer.await("message_deleted");
      assertThat(text(gone, "userId")).isEqualTo(boris.id());
      assertThat(gone.optJSONArray("messageIds").length()).isEqualTo(2);
      Api.guest()
          .get("/api/streams/" + streamId + "/messages")
          .then()
          .body("messages.id", contains(kept));
    }

    @Test
    void aMessageSentAgainDoesNotBringItBack() {
      Map<String, Object> message = message("again");
      String id = text(viewer.succeed("chat_message", message), "message", "id");
      streamer.succeed("message_delete", Map.of("messageId", id));
      assertThat(viewer.refused("chat_message", message)).isEqualTo("not_found");
    }
  }

  @Nested
  class Pinning {

    @Test
    void holdsAMessageAboveTheChat() {
      String id = text(say(viewer, "important"), "id");
      streamer.succeed("message_pin", Map.of("messageId", id));
      assertThat(text(viewer.await("message_pinned"), "message", "id")).isEqualTo(id);
      viewer.await("system_message", it -> it.optString("event").equals("pinned"));
      assertThat(text(join(null).await("room_state"), "pinned", "text")).isEqualTo("important");
      Map<String, Object> nothing = new HashMap<>();
      nothing.put("messageId", JSONObject.NULL);
      streamer.succeed("message_pin", nothing);
      assertThat(viewer.await("message_pinned").isNull("message")).isTrue();
      assertThat(join(null).await("room_state").isNull("pinned")).isTrue();
    }

    @Test
    void endsWithTheMessage() {
      String id = text(say(viewer, "soon gone"), "id");
      streamer.succeed("message_pin", Map.of("messageId", id));
      viewer.await("message_pinned");
      viewer.succeed("message_delete", Map.of("messageId", id));
      assertThat(viewer.await("message_pinned").isNull("message")).isTrue();
      assertThat(streamer.refused("message_pin", Map.of("messageId", id))).isEqualTo("not_found");
    }
  }

  @Nested
  class ComingBack {

    private JSONObject rejoin(String last) {
      LiveClient client = connect(boris);
      client.succeed("stream_join", Map.of("streamId", streamId, "lastMessageId", last));
      return client.await("chat_history");
    }

    @Test
    void bringsWhatWasMissedOnceAndNothingElse() throws JSONException {
      String early = text(say(viewer, "early"), "id");
      String doomed = text(say(viewer, "doomed"), "id");
      String last = text(say(streamer, "last seen"), "id");
      viewer.close();
      List<String> missed = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        missed.add(text(say(streamer, "missed " + i), "id"));
      }
      streamer.succeed("message_delete", Map.of("messageId", doomed));
      streamer.succeed("message_delete", Map.of("messageId", missed.remove(2)));
      rules(Map.of("slowModeSeconds", 3));
      JSONObject history = rejoin(last);
      assertThat(history.getBoolean("resumed")).isTrue();
      List<String> got = ids(history.getJSONArray("messages"));
      assertThat(got.subList(0, 4)).isEqualTo(missed);
      assertThat(history.getJSONArray("messages").getJSONObject(4).getString("event"))
          .isEqualTo("rules_changed");
      assertThat(got).hasSize(5).doesNotContain(early, last);
      assertThat(ids(history.getJSONArray("deletedIds"))).containsExactly(doomed);
      JSONObject again = rejoin(got.getLast());
      assertThat(again.getBoolean("resumed")).isTrue();
      assertThat(again.getJSONArray("messages").length()).isZero();
    }

    @Test
    void beginsAnewWhenTooMuchWasMissed() throws JSONException {
      String last = text(say(viewer, "last"), "id");
      for (int i = 0; i < 201; i++) {
        say(streamer, "line " + i);
      }
      JSONObject history = rejoin(last);
      assertThat(history.getBoolean("resumed")).isFalse();
      assertThat(history.getJSONArray("messages").length()).isEqualTo(50);
      assertThat(history.getBoolean("hasMore")).isTrue();
    }

    @Test
    void beginsAnewAfterALineOfSomewhereElse() throws JSONException {
      say(viewer, "hello");
      for (String last : List.of(Ids.next().toString(), "nonsense")) {
        JSONObject history = rejoin(last);
        assertThat(history.getBoolean("resumed")).isFalse();
        assertThat(history.getJSONArray("messages").length()).isEqualTo(1);
      }
    }

    @Test
    void losesNothingWhileManyTalk() throws Exception {
      String last = text(say(viewer, "begin"), "id");
      List<LiveClient> talkers = List.of(join(anna), join(Api.register()), join(Api.register()));
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < talkers.size(); t++) {
        LiveClient talker = talkers.get(t);
        String name = "t" + t + "-";
        threads.add(
            Thread.startVirtualThread(() -> {
              for (int i = 0; i < 20; i++) {
                talker.succeed(
                    "chat_message", Map.of("clientMessageId", name + i, "text", name + i));
              }
            }));
      }
      LiveClient back = connect(boris);
      back.succeed("stream_join", Map.of("streamId", streamId, "lastMessageId", last));
      for (Thread thread : threads) {
        thread.join();
      }
      // Told before the join was answered; lines said meanwhile may stand before it, and count.
      JSONObject history = back.arrived("chat_history").getFirst();
      List<String> got = new ArrayList<>(ids(history.getJSONArray("messages")));
      Eventually.holds(() -> {
        List<String> all = new ArrayList<>(got);
        back.arrived("chat_message").forEach(it -> all.add(it.optString("id")));
        assertThat(all.stream().distinct().sorted().toList()).hasSize(60);
        return all;
      });
      // Live lines come in the order of their ids, so the newest is all a page has to remember.
      List<String> live =
          back.arrived("chat_message").stream().map(it -> it.optString("id")).toList();
      assertThat(live).isSorted();
    }
  }

  @Nested
  class WhatTheServerSays {

    @Test
    void somebodyCameIn() {
      LiveClient first = join(Api.register());
      Api.Person vera = Api.register();
      join(vera);
      JSONObject line =
          first.await(
              "system_message",
              it ->
                  it.optString("event").equals("joined")
                      && it.toString().contains(vera.nickname()));
      assertThat(text(line, "kind")).isEqualTo("system");
      // Not again for another tab, not for guests, and not kept.
      join(vera);
      join(null);
      stays(viewer);
      first.succeed("reaction", Map.of("emoji", "🔥"));
      assertThat(first.arrived("system_message")).isEmpty();
      Api.guest().get("/api/streams/" + streamId + "/messages").then().body("messages", empty());
    }

    @Test
    void milestonesAreReachedOnce() {
      UUID id = UUID.fromString(streamId);
      counted.fire(new ViewersCounted(id, 120));
      counted.fire(new ViewersCounted(id, 60));
      counted.fire(new ViewersCounted(id, 130));
      jdbi.useHandle(handle ->
          handle.execute(
              "UPDATE streams SET started_at = ? WHERE id = ?",
              Instant.now().minus(2, ChronoUnit.HOURS).minusSeconds(5),
              id));
      milestones.hours();
      milestones.hours();
      milestones.coins(id, 12_345);
      Api.guest()
          .get("/api/streams/" + streamId + "/messages")
          .then()
          .body("messages.event", contains("milestone", "milestone", "milestone"))
          .body("messages.data.what", contains("viewers", "hour", "coins"))
          .body("messages.data.value", contains(100, 2, 10_000));
    }

    @Test
    void aComboOfGiftsIsOneLineThatGrows() throws JSONException {
      UUID combo = Ids.next();
      String before = text(say(viewer, "before"), "id");
      gift(combo, 1, 990);
      JSONObject line =
          streamer.await("system_message", it -> it.optString("event").equals("gift"));
      assertThat(line.getJSONObject("data").getInt("count")).isEqualTo(1);
      assertThat(text(line, "data", "person", "id")).isEqualTo(boris.id());
      String after = text(say(viewer, "after"), "id");
      gift(combo, 3, 1_010);
      // Late news of a smaller one.
      gift(combo, 2, 1_000);
      JSONObject grown =
          streamer.await("system_message", it -> it.optString("event").equals("gift"));
      assertThat(text(grown, "id")).isEqualTo(text(line, "id"));
      assertThat(grown.getJSONObject("data").getInt("count")).isEqualTo(3);
      assertThat(text(grown, "data", "comboId")).isEqualTo(combo.toString());
      Api.guest()
          .get("/api/streams/" + streamId + "/messages")
          .then()
          .body("messages.id[0]", equalTo(before))
          .body("messages.event[1]", equalTo("gift"))
          .body("messages.data[1].coins", equalTo(30))
          .body("messages.id[2]", equalTo(after))
          .body("messages.data[3].what", equalTo("coins"))
          .body("messages", hasSize(4));
      // A page that has the line as it was gets it as it is.
      LiveClient back = connect(boris);
      back.succeed("stream_join", Map.of("streamId", streamId, "lastMessageId", after));
      assertThat(ids(back.await("chat_history").getJSONArray("messages")).getFirst())
          .isEqualTo(text(line, "id"));
    }

    private void gift(UUID combo, int count, long total) {
      gifts.fire(
          new GiftSent(
              Ids.next(),
              UUID.fromString(streamId),
              UUID.fromString(anna.id()),
              new Person(UUID.fromString(boris.id()), boris.nickname(), null),
              "rose",
              1,
              10,
              combo,
              count,
              count * 10L,
              total,
              Instant.now()));
    }

    @Test
    void mentionsNameWhoExists() throws JSONException {
      JSONObject sent =
          say(
              viewer,
              "@" + anna.nickname().toUpperCase(java.util.Locale.ROOT) + " hi @nobody_here");
      assertThat(ids(sent.getJSONArray("mentions"))).containsExactly(anna.id());
      Api.guest()
          .get("/api/streams/" + streamId + "/messages")
          .then()
          .body("messages[0].mentions[0].nickname", equalTo(anna.nickname()));
    }
  }

  @Nested
  class ReactionsOfManyPeople {

    @Test
    void areGathered() throws JSONException {
      for (int i = 0; i < 3; i++) {
        viewer.succeed("reaction", Map.of("emoji", "🎉"));
        streamer.succeed("reaction", Map.of("emoji", "🔥"));
      }
      Map<String, Integer> seen = new HashMap<>();
      while (seen.values().stream().mapToInt(Integer::intValue).sum() < 6) {
        JSONArray reactions = viewer.await("reaction").getJSONArray("reactions");
        for (int i = 0; i < reactions.length(); i++) {
          JSONObject one = reactions.getJSONObject(i);
          seen.merge(one.getString("emoji"), one.getInt("count"), Integer::sum);
        }
      }
      assertThat(seen).isEqualTo(Map.of("🎉", 3, "🔥", 3));
      assertThat(viewer.refused("reaction", Map.of("emoji", "🍌"))).isEqualTo("validation_failed");
    }
  }

  @Nested
  class OverRest {

    @Test
    void theRoomIsForItsModerators() {
      Api.Person vera = moderator();
      Api.as(vera)
          .get(room(""))
          .then()
          .statusCode(200)
          .body("moderators.id", contains(vera.id()))
          .body("rules.slowModeSeconds", equalTo(0))
          .body("rules.followersOnlyMinutes", nullValue())
          .body("blockedWords", empty());
      for (String path : List.of("", "/bans", "/audit", "/moderators")) {
        Api.as(boris).get(room(path)).then().statusCode(403);
      }
      Api.as(boris)
          .body(Map.of("words", List.of()))
          .put(room("/blocked-words"))
          .then()
          .statusCode(403);
      Api.as(boris).delete(room("/bans/" + anna.id())).then().statusCode(403);
      Api.as(vera).get(room("/bans")).then().statusCode(200);
      // Only the streamer names moderators, not even the staff.
      for (Api.Person other : List.of(vera, staff("admin"))) {
        Api.as(other).get(room("/moderators")).then().statusCode(403);
        Api.as(other).put(room("/moderators/" + boris.id())).then().statusCode(403);
        Api.as(other).delete(room("/moderators/" + vera.id())).then().statusCode(403);
      }
      Api.as(anna).put(room("/moderators/" + Ids.next())).then().statusCode(404);
      Api.as(anna).delete(room("/moderators/" + vera.id())).then().body("moderators", empty());
      Api.as(vera).get(room("")).then().statusCode(403);
    }

    @Test
    void theAuditTellsWhoDidWhatAndStays() {
      Api.Person vera = moderator();
      LiveClient moderator = join(vera);
      String id = text(say(viewer, "spam"), "id");
      moderator.succeed("message_delete", Map.of("messageId", id));
      moderator.succeed(
          "user_ban", Map.of("userId", boris.id(), "durationSeconds", 60, "reason", "spam"));
      moderator.succeed("user_unban", user(boris));
      Api.as(anna)
          .get(room("/audit"))
          .then()
          .body(
              "entries.action",
              contains("unbanned", "timed_out", "message_deleted", "moderator_added"))
          .body("entries[1].by.id", equalTo(vera.id()))
          .body("entries[1].person.id", equalTo(boris.id()))
          .body("entries[1].detail.reason", equalTo("spam"))
          .body("entries[2].detail.messageId", equalTo(id))
          .body("hasMore", equalTo(false));
      Response page = Api.as(anna).queryParam("limit", 1).get(room("/audit"));
      page.then().body("hasMore", equalTo(true));
      String before = page.path("entries[0].id");
      Api.as(anna)
          .queryParam("before", before)
          .get(room("/audit"))
          .then()
          .body("entries", hasSize(3));
      assertThatThrownBy(() -> jdbi.useHandle(handle -> handle.execute("DELETE FROM room_audit")))
          .isInstanceOf(RuntimeException.class);
      assertThatThrownBy(() ->
              jdbi.useHandle(handle -> handle.execute("UPDATE room_audit SET action = 'pinned'")))
          .isInstanceOf(RuntimeException.class);
      cleanup.clean();
      Api.as(anna).get(room("/audit")).then().body("entries", hasSize(4));
    }

    @Test
    void viewersAreListedOnceEach() {
      Api.Person vera = moderator();
      join(boris);
      join(vera);
      join(null);
      join(null);
      Api.guest()
          .get("/api/streams/" + streamId + "/viewers")
          .then()
          .statusCode(200)
          .body("viewers.nickname", contains(anna.nickname(), boris.nickname(), vera.nickname()))
          .body("viewers.role", contains("streamer", "viewer", "moderator"))
          .body("guests", equalTo(2))
          .body("pagination.total", equalTo(3));
      Api.guest()
          .get("/api/streams/" + streamId + "/viewers?page=2&limit=2")
          .then()
          .body("viewers.nickname", contains(vera.nickname()));
    }
  }
}
