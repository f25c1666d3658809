package live.nio.stream;

import static live.nio.testing.LiveClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import live.nio.platform.TestDatabase;
import live.nio.stream.PublisherChanged.Leg;
import live.nio.testing.Api;
import live.nio.testing.LiveClient;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// `/live` through the official client: coming and going, counting, signaling, the end.
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class LiveTest {

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @Inject Jdbi jdbi;

  @Inject Event<PublisherChanged> publishers;
  @Inject Event<LayersWanted> layers;

  private static Map<String, String> stream(String id) {
    return Map.of("streamId", id);
  }

  private LiveClient join(Api.Person person, String streamId) {
    LiveClient client = LiveClient.connect(port, person);
    client.succeed("stream_join", stream(streamId));
    return client;
  }

  private LiveClient joinAsGuest(String streamId) {
    LiveClient client = LiveClient.connect(port, null);
    client.succeed("stream_join", stream(streamId));
    return client;
  }

  @Nested
  class Connecting {

    @Test
    void aBadTokenIsRefusedWithAReason() {
      JSONObject refusal = LiveClient.refusal(port, Map.of("token", "nonsense"));
      assertThat(text(refusal, "message")).isEqualTo("unauthorized");
      assertThat(text(refusal, "data", "error")).isEqualTo("unauthorized");
    }

    @Test
    void anUnknownEventIsRefused() {
      try (LiveClient guest = LiveClient.connect(port, null)) {
        assertThat(guest.refused("launch_missiles", Map.of())).isEqualTo("unknown_event");
      }
    }

    @Test
    void whenTheSessionEndsItsSocketsClose() {
      Api.Person anna = Api.register();
      try (LiveClient client = LiveClient.connect(port, anna)) {
        Api.post("/api/auth/logout", Map.of("refreshToken", anna.refreshToken()))
            .then()
            .statusCode(204);
        client.awaitClosed();
        assertThat(text(LiveClient.refusal(port, Map.of("token", anna.token())), "message"))
            .isEqualTo("unauthorized");
      }
    }
  }

  @Nested
  class Joining {

    @Test
    void theOwnerIsTheStreamerAndEverybodyElseWatches() throws JSONException {
      Api.Person anna = Api.register();
      String id = Api.goLive(anna, "hello");
      try (LiveClient streamer = LiveClient.connect(port, anna);
          LiveClient guest = LiveClient.connect(port, null)) {
        JSONObject asStreamer = streamer.succeed("stream_join", stream(id));
        assertThat(text(asStreamer, "role")).isEqualTo("streamer");
        assertThat(asStreamer.getJSONArray("peers").length()).isZero();
        assertThat(asStreamer.getJSONObject("stream").getBoolean("streamerOnline")).isTrue();
        JSONObject asViewer = guest.succeed("stream_join", stream(id));
        assertThat(text(asViewer, "role")).isEqualTo("viewer");
        assertThat(text(asViewer, "topology", "mode")).isEqualTo("p2p");
        assertThat(asViewer.has("peers")).isFalse();
        assertThat(asViewer.getInt("viewerCount")).isEqualTo(1);
        assertThat(text(asViewer, "stream", "title")).isEqualTo("hello");
        assertThat(asViewer.getJSONArray("iceServers").length()).isEqualTo(1);
      }
    }

    @Test
    void theOwnerMayOnlyWatchWhileAnotherPageStreams() throws JSONException {
      Api.Person anna = Api.register();
      String id = Api.goLive(anna, "hello");
      try (LiveClient streamer = join(anna, id);
          LiveClient other = LiveClient.connect(port, anna)) {
        JSONObject joined = other.succeed("stream_join", Map.of("streamId", id, "role", "viewer"));
        assertThat(text(joined, "role")).isEqualTo("viewer");
        other.succeed("chat_message", Map.of("text", "hello, all", "clientMessageId", "m1"));

        assertThat(text(streamer.await("chat_message"), "text")).isEqualTo("hello, all");
        streamer.succeed("stream_heartbeat", Map.of());
        assertThat(streamer.arrived("stream_replaced")).isEmpty();
        assertThat(other.refused("stream_join", Map.of("streamId", id, "role", "streamer")))
            .isEqualTo("validation_failed");
      }
    }

    @Test
    void whatCannotBeJoinedSaysWhy() {
      Api.Person anna = Api.register();
      String id = Api.goLive(anna, "over soon");
      Api.post(anna, "/api/streams/" + id + "/end", "{}").then().statusCode(200);
      try (LiveClient guest = LiveClient.connect(port, null)) {
        assertThat(guest.refused("stream_join", stream(id))).isEqualTo("stream_ended");
        assertThat(guest.refused("stream_join", stream("nobody"))).isEqualTo("not_found");
        assertThat(guest.refused("stream_join", Map.of())).isEqualTo("validation_failed");
        assertThat(guest.refused("stream_heartbeat", Map.of())).isEqualTo("not_joined");
        assertThat(guest.refused("rtc_retry", Map.of())).isEqualTo("not_joined");
      }
    }

    @Test
    void everyoneIsToldHowManyWatch() throws JSONException {
      Api.Person anna = Api.register();
      Api.Person boris = Api.register();
      String id = Api.goLive(anna, "counting");
      try (LiveClient streamer = join(anna, id);
          LiveClient tab1 = join(boris, id);
          LiveClient tab2 = join(boris, id)) {
        LiveClient guest = joinAsGuest(id);
        streamer.await("viewer_count", it -> it.optInt("count") == 2);
        assertThat(Api.guest().get("/api/streams/" + id).<Integer>path("stream.viewerCount"))
            .isEqualTo(2);
        tab1.cut();
        guest.cut();
        streamer.await("viewer_count", it -> it.optInt("count") == 1);
        tab2.succeed("stream_leave", Map.of());
        streamer.await("viewer_count", it -> it.optInt("count") == 0);
        assertThat(Api.guest().get("/api/streams/" + id).<Integer>path("stream.peakViewers"))
            .isEqualTo(2);
        guest.close();
      }
    }

    @Test
    void joiningAnotherStreamLeavesTheFirst() {
      Api.Person anna = Api.register();
      Api.Person boris = Api.register();
      String first = Api.goLive(anna, "first");
      String second = Api.goLive(boris, "second");
      try (LiveClient streamer = join(anna, first);
          LiveClient guest = joinAsGuest(first)) {
        streamer.await("rtc_peer", it -> it.optString("action").equals("join"));
        guest.succeed("stream_join", stream(second));
        streamer.await("rtc_peer", it -> it.optString("action").equals("leave"));
        assertThat(Api.guest().get("/api/streams/" + first).<Integer>path("stream.viewerCount"))
            .isZero();
      }
    }

    @Test
    void aPageThatReturnsKeepsItsNameAndTheStreamerHearsOfItsReturnOnly() {
      Api.Person anna = Api.register();
      String id = Api.goLive(anna, "resume");
      try (LiveClient streamer = join(anna, id);
          LiveClient first = LiveClient.connect(port, null)) {
        JSONObject joined = first.succeed("stream_join", stream(id));
        String peerId = text(joined, "peerId");
        streamer.await("rtc_peer", it -> it.optString("peerId").equals(peerId));
        first.cut();
        try (LiveClient again = LiveClient.connect(port, null)) {
          JSONObject rejoined =
              again.succeed(
                  "stream_join",
                  Map.of("streamId", id, "resumeToken", text(joined, "resumeToken")));
          assertThat(text(rejoined, "peerId")).isEqualTo(peerId);
          JSONObject next = streamer.await("rtc_peer");
          assertThat(text(next, "peerId")).isEqualTo(peerId);
          assertThat(text(next, "action")).isEqualTo("join");
        }
        try (LiveClient thief = LiveClient.connect(port, anna)) {
          JSONObject other =
              thief.ask(
                  "stream_join",
                  Map.of("streamId", id, "resumeToken", text(joined, "resumeToken")));
          assertThat(text(other, "peerId")).isNotEqualTo(peerId);
        }
      }
    }
  }

  @Nested
  class TheStreamerGoesAway {

    @Test
    void viewersAreToldAndToldAgainWhenItReturns() throws JSONException {
      Api.Person anna = Api.register();
      String id = Api.goLive(anna, "away");
      try (LiveClient guest = joinAsGuest(id)) {
        LiveClient streamer = join(anna, id);
        guest.await("stream_state", it -> online(it));
        streamer.cut();
        guest.await("stream_state", it -> !online(it));
        try (LiveClient again = LiveClient.connect(port, anna)) {
          JSONObject joined = again.succeed("stream_join", stream(id));
          guest.await("stream_state", it -> online(it));
          assertThat(joined.getJSONArray("peers").length()).isEqualTo(1);
        }
        streamer.close();
      }
    }

    @Test
    void itsNewestPageTakesOver() {
      Api.Person anna = Api.register();
      String id = Api.goLive(anna, "two tabs");
      try (LiveClient first = join(anna, id);
          LiveClient second = join(anna, id)) {
        assertThat(text(first.await("stream_replaced"), "streamId")).isEqualTo(id);
        assertThat(first.refused("stream_heartbeat", Map.of())).isEqualTo("not_joined");
        second.succeed("stream_heartbeat", Map.of());
      }
    }

    @Test
    void aStreamerWhoStaysAwayLosesTheStream() {
      Api.Person anna = Api.register();
      String id = Api.goLive(anna, "lost");
      try (LiveClient guest = joinAsGuest(id)) {
        jdbi.useHandle(handle ->
            handle.execute(
                "UPDATE streams SET last_seen_at = now() - interval '1 hour' WHERE id = ?::uuid",
                id));
        JSONObject ended = guest.await("stream_ended");
        assertThat(text(ended, "reason")).isEqualTo("streamer_lost");
        assertThat(text(ended, "stream", "status")).isEqualTo("ended");
        assertThat(guest.refused("chat_message", Map.of("text", "x", "clientMessageId", "1")))
            .isIn("login_required", "not_joined");
      }
    }

    @Test
    void aHeartbeatKeepsItAlive() {
      Api.Person anna = Api.register();
      String id = Api.goLive(anna, "alive");
      try (LiveClient streamer = join(anna, id)) {
        String before = lastSeen(id);
        streamer.succeed("stream_heartbeat", Map.of());
        assertThat(lastSeen(id)).isGreaterThan(before);
      }
    }

    private String lastSeen(String id) {
      return jdbi.withHandle(handle ->
          handle
              .createQuery("SELECT last_seen_at::text FROM streams WHERE id = :id::uuid")
              .bind("id", id)
              .mapTo(String.class)
              .one());
    }

    private static boolean online(JSONObject state) {
      JSONObject stream = state.optJSONObject("stream");
      return stream != null && stream.optBoolean("streamerOnline");
    }
  }

  @Nested
  class Signaling {

    private Api.Person anna;
    private String id = "";

    @BeforeEach
    void aStream() {
      anna = Api.register();
      id = Api.goLive(anna, "signaling");
    }

    private Map<String, String> sdp(String peerId, String text) {
      return Map.of("peerId", peerId, "connectionId", "c1", "sdp", text);
    }

    @Test
    void goesBetweenTheStreamerAndTheOneViewer() {
      try (LiveClient streamer = join(anna, id);
          LiveClient viewer = LiveClient.connect(port, null);
          LiveClient other = joinAsGuest(id)) {
        String viewerId = text(viewer.succeed("stream_join", stream(id)), "peerId");
        streamer.await("rtc_peer", it -> it.optString("peerId").equals(viewerId));

        streamer.succeed("rtc_offer", sdp(viewerId, "v=0 offer"));
        JSONObject offer = viewer.await("rtc_offer");
        assertThat(text(offer, "sdp")).isEqualTo("v=0 offer");
        assertThat(text(offer, "connectionId")).isEqualTo("c1");
        String streamerId = text(offer, "peerId");

        viewer.succeed("rtc_answer", sdp(streamerId, "v=0 answer"));
        assertThat(text(streamer.await("rtc_answer"), "peerId")).isEqualTo(viewerId);

        viewer.succeed(
            "rtc_candidate",
            Map.of(
                "connectionId",
                "c1",
                "candidate",
                Map.of("candidate", "candidate:1", "sdpMid", "0")));
        assertThat(text(streamer.await("rtc_candidate"), "candidate", "candidate"))
            .isEqualTo("candidate:1");
        viewer.succeed("rtc_candidate", Map.of("connectionId", "c1"));
        assertThat(streamer.await("rtc_candidate").isNull("candidate")).isTrue();

        viewer.succeed("rtc_retry", Map.of());
        JSONObject retry = streamer.await("rtc_peer", it -> it.optString("action").equals("retry"));
        assertThat(text(retry, "peerId")).isEqualTo(viewerId);

        other.succeed("stream_leave", Map.of());
        assertThat(other.arrived("rtc_offer")).isEmpty();
        assertThat(other.arrived("rtc_peer")).isEmpty();
      }
    }

    @Test
    void aViewersWordReachesTheStreamerWhomeverItNames() {
      try (LiveClient streamer = join(anna, id);
          LiveClient viewer = LiveClient.connect(port, null);
          LiveClient victim = LiveClient.connect(port, null)) {
        String viewerId = text(viewer.succeed("stream_join", stream(id)), "peerId");
        String victimId = text(victim.succeed("stream_join", stream(id)), "peerId");
        viewer.succeed("rtc_answer", sdp(victimId, "v=0 spoofed"));
        assertThat(text(streamer.await("rtc_answer"), "peerId")).isEqualTo(viewerId);
        victim.succeed("stream_leave", Map.of());
        assertThat(victim.arrived("rtc_answer")).isEmpty();
      }
    }

    @Test
    void rolesAndRoomsAreKept() {
      Api.Person boris = Api.register();
      String otherStream = Api.goLive(boris, "elsewhere");
      try (LiveClient streamer = join(anna, id);
          LiveClient viewer = LiveClient.connect(port, null);
          LiveClient elsewhere = LiveClient.connect(port, null)) {
        String elsewhereId = text(elsewhere.succeed("stream_join", stream(otherStream)), "peerId");
        viewer.succeed("stream_join", stream(id));
        assertThat(viewer.refused("rtc_offer", sdp("x", "v=0"))).isEqualTo("forbidden");
        assertThat(viewer.refused("stream_heartbeat", Map.of())).isEqualTo("forbidden");
        assertThat(streamer.refused("rtc_answer", sdp("x", "v=0"))).isEqualTo("forbidden");
        assertThat(streamer.refused("rtc_offer", sdp(elsewhereId, "v=0"))).isEqualTo("peer_gone");
        assertThat(streamer.refused("rtc_retry", Map.of())).isEqualTo("forbidden");
        assertThat(streamer.refused("rtc_offer", Map.of("connectionId", "c", "sdp", "v=0")))
            .isEqualTo("validation_failed");
        assertThat(viewer.refused("rtc_answer", sdp("x", "v".repeat(70_000))))
            .isEqualTo("validation_failed");
        elsewhere.succeed("stream_leave", Map.of());
        assertThat(elsewhere.arrived("rtc_offer")).isEmpty();
      }
    }

    @Test
    void withoutAStreamerThereIsNobodyToTalkTo() {
      try (LiveClient viewer = joinAsGuest(id)) {
        assertThat(viewer.refused("rtc_answer", sdp("x", "v=0"))).isEqualTo("peer_gone");
        assertThat(viewer.refused("rtc_retry", Map.of())).isEqualTo("peer_gone");
      }
    }
  }

  @Nested
  class TheSfu {

    private Api.Person anna;
    private String id = "";

    @BeforeEach
    void aStream() {
      anna = Api.register();
      id = Api.goLive(anna, "topology");
    }

    private void publisher(Leg leg) {
      publishers.fire(new PublisherChanged(UUID.fromString(id), leg));
    }

    private static JSONObject awaitMode(LiveClient client, String mode) {
      return client.await("topology", it -> it.optString("mode").equals(mode));
    }

    @Test
    void takesOverWhenThereAreMoreViewersThanTheStreamerServes() throws JSONException {
      try (LiveClient streamer = LiveClient.connect(port, anna)) {
        JSONObject joined = streamer.succeed("stream_join", stream(id));
        assertThat(text(joined, "topology", "mode")).isEqualTo("p2p");
        assertThat(joined.getJSONObject("topology").getBoolean("publish")).isFalse();
        publisher(Leg.PAGE);
        List<LiveClient> viewers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          viewers.add(joinAsGuest(id));
        }
        try {
          assertThat(streamer.await("publish").getBoolean("active")).isTrue();
          for (LiveClient viewer : viewers) {
            assertThat(awaitMode(viewer, "sfu").getInt("deadlineMs")).isEqualTo(10_000);
          }
          viewers.get(1).succeed("topology_ready", Map.of("mode", "sfu"));
          streamer.await("rtc_peer", it -> it.optString("action").equals("leave"));
          try (LiveClient late = LiveClient.connect(port, null)) {
            JSONObject lateJoin = late.succeed("stream_join", stream(id));
            assertThat(text(lateJoin, "topology", "mode")).isEqualTo("sfu");
            assertThat(lateJoin.getJSONObject("topology").has("publish")).isFalse();
          }
        } finally {
          viewers.forEach(LiveClient::close);
          publisher(Leg.NONE);
        }
      }
    }

    @Test
    void isTheStreamersChoiceToo() throws JSONException {
      try (LiveClient streamer = join(anna, id);
          LiveClient viewer = joinAsGuest(id)) {
        publisher(Leg.PAGE);
        streamer.succeed("topology_prefer", Map.of("mode", "sfu"));
        awaitMode(viewer, "sfu");
        viewer.succeed("topology_ready", Map.of("mode", "sfu"));
        streamer.succeed("topology_prefer", Map.of("mode", "auto"));
        awaitMode(viewer, "p2p");
        viewer.succeed("topology_ready", Map.of("mode", "p2p"));
        streamer.await("publish", it -> !it.optBoolean("active", true));
        publisher(Leg.NONE);
      }
    }

    @Test
    void getsOnlyTheLayersSomebodyWatches() throws JSONException {
      try (LiveClient streamer = join(anna, id);
          LiveClient viewer = joinAsGuest(id)) {
        publisher(Leg.PAGE);
        streamer.succeed("topology_prefer", Map.of("mode", "sfu"));
        awaitMode(viewer, "sfu");
        assertThat(streamer.await("publish").has("rids")).isFalse();
        layers.fire(new LayersWanted(UUID.fromString(id), List.of("l", "m")));
        assertThat(streamer.await("publish", it -> it.has("rids")).getJSONArray("rids").toString())
            .isEqualTo("[\"l\",\"m\"]");
        streamer.succeed("stream_leave", Map.of());
        assertThat(
                streamer
                    .succeed("stream_join", stream(id))
                    .getJSONObject("topology")
                    .getJSONArray("rids")
                    .length())
            .isEqualTo(2);
        // The next leg begins with all.
        publisher(Leg.PAGE);
        streamer.await("publish", it -> !it.has("rids"));
        publisher(Leg.NONE);
      }
    }

    @Test
    void isNotChosenByAnybodyElse() {
      try (LiveClient streamer = join(anna, id);
          LiveClient viewer = joinAsGuest(id)) {
        assertThat(viewer.refused("topology_prefer", Map.of("mode", "sfu"))).isEqualTo("forbidden");
        assertThat(streamer.refused("topology_prefer", Map.of("mode", "full")))
            .isEqualTo("validation_failed");
        assertThat(streamer.refused("topology_ready", Map.of("mode", "sfu")))
            .isEqualTo("forbidden");
        assertThat(viewer.refused("topology_ready", Map.of())).isEqualTo("validation_failed");
      }
    }

    @Test
    void helpsAViewerWhomPeerToPeerFailed() {
      try (LiveClient streamer = join(anna, id);
          LiveClient viewer = joinAsGuest(id)) {
        publisher(Leg.PAGE);
        viewer.succeed("rtc_retry", Map.of());
        viewer.succeed("rtc_retry", Map.of());
        awaitMode(viewer, "sfu");
        assertThat(streamer.await("publish").optBoolean("active")).isTrue();
        publisher(Leg.NONE);
      }
    }

    @Test
    void makesAStreamWithoutAPageAnOnlineOne() throws JSONException {
      try (LiveClient viewer = LiveClient.connect(port, null)) {
        publisher(Leg.ENCODER);
        JSONObject joined = viewer.succeed("stream_join", stream(id));
        assertThat(text(joined, "topology", "mode")).isEqualTo("sfu");
        assertThat(joined.getJSONObject("stream").getBoolean("streamerOnline")).isTrue();
        publisher(Leg.NONE);
        viewer.await(
            "stream_state",
            it -> {
              JSONObject stream = it.optJSONObject("stream");
              return stream != null && !stream.optBoolean("streamerOnline", true);
            });
        // Nobody could serve anyone peer to peer, until the streamer's page is there.
        try (LiveClient _ = join(anna, id)) {
          awaitMode(viewer, "p2p");
        }
      }
    }
  }

  @Test
  void theEndIsToldToEveryoneOnceAndClosesTheRoom() throws JSONException {
    Api.Person anna = Api.register();
    Api.Person boris = Api.register();
    String id = Api.goLive(anna, "the end");
    try (LiveClient streamer = join(anna, id);
        LiveClient viewer = join(boris, id);
        LiveClient guest = joinAsGuest(id)) {
      Api.post(anna, "/api/streams/" + id + "/end", "{}").then().statusCode(200);
      for (LiveClient client : List.of(streamer, viewer, guest)) {
        JSONObject ended = client.await("stream_ended");
        assertThat(text(ended, "reason")).isEqualTo("ended_by_streamer");
        assertThat(text(ended, "streamId")).isEqualTo(id);
      }
      Api.post(anna, "/api/streams/" + id + "/end", "{}").then().statusCode(200);
      assertThat(viewer.refused("chat_message", Map.of("text", "late", "clientMessageId", "1")))
          .isEqualTo("not_joined");
      assertThat(viewer.arrived("stream_ended")).isEmpty();
    }
  }

  @Test
  void anEditIsShownToEveryone() {
    Api.Person anna = Api.register();
    String id = Api.goLive(anna, "before");
    try (LiveClient guest = joinAsGuest(id)) {
      Api.as(anna)
          .body(Map.of("title", "after"))
          .patch("/api/streams/" + id)
          .then()
          .statusCode(200);
      JSONObject state =
          guest.await("stream_state", it -> text(it, "stream", "title").equals("after"));
      assertThat(text(state, "stream", "id")).isEqualTo(id);
    }
  }

  @Test
  void theJoinBringsTheHistoryFirst() throws JSONException {
    Api.Person anna = Api.register();
    String id = Api.goLive(anna, "history");
    try (LiveClient streamer = join(anna, id)) {
      streamer.succeed("chat_message", Map.of("text", "first", "clientMessageId", "1"));
      streamer.succeed("chat_message", Map.of("text", "second", "clientMessageId", "2"));
      try (LiveClient guest = joinAsGuest(id)) {
        List<JSONObject> histories = guest.arrived("chat_history");
        assertThat(histories).hasSize(1);
        JSONArray messages = histories.getFirst().getJSONArray("messages");
        assertThat(messages.length()).isEqualTo(2);
        assertThat(text(messages.getJSONObject(0), "text")).isEqualTo("first");
        assertThat(histories.getFirst().getBoolean("hasMore")).isFalse();
      }
    }
  }
}
