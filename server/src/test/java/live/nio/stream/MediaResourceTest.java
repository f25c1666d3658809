package live.nio.stream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import live.nio.platform.TestDatabase;
import live.nio.testing.Api;
import live.nio.testing.LiveClient;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class MediaResourceTest {
  private static final String SDP = "application/sdp";
  private static final String FRAGMENT = "application/trickle-ice-sdpfrag";

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @Inject MediaSessions sessions;

  private final FakeMedia media = new FakeMedia();

  @BeforeEach
  void pretend() {
    QuarkusMock.installMockForType(media, Media.class);
  }

  private static RequestSpecification sdp(String type) {
    return given()
        .config(
            RestAssuredConfig.config()
                .encoderConfig(
                    EncoderConfig.encoderConfig()
                        .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                        .encodeContentTypeAs(SDP, ContentType.TEXT)
                        .encodeContentTypeAs(FRAGMENT, ContentType.TEXT)))
        .contentType(type);
  }

  private static RequestSpecification as(@Nullable String bearer, String type) {
    return bearer == null ? sdp(type) : sdp(type).header("Authorization", "Bearer " + bearer);
  }

  private static Response publishTo(@Nullable String bearer, String path) {
    return as(bearer, SDP).body(FakeMedia.OFFER).post(path);
  }

  private static Response publish(Api.Person person, String streamId) {
    return publishTo(person.token(), "/api/streams/" + streamId + "/whip");
  }

  private static Response watch(Api.@Nullable Person person, String streamId) {
    return as(person == null ? null : person.token(), SDP)
        .body(FakeMedia.OFFER)
        .post("/api/streams/" + streamId + "/whep");
  }

  private static Response patch(
      @Nullable String bearer, String location, @Nullable String ifMatch, String fragment) {
    RequestSpecification request = as(bearer, FRAGMENT);
    return (ifMatch == null ? request : request.header("If-Match", ifMatch))
        .body(fragment)
        .patch(location);
  }

  @Nested
  class Publishing {
    @Test
    void isAnsweredAsRfc9725Says() {
      Api.Person anna = Api.register();
      String stream = Api.goLive(anna, "on air");
      publish(anna, stream)
          .then()
          .statusCode(201)
          .contentType(equalTo(SDP))
          .header("Location", matchesPattern("/api/rtc/whip/[A-Za-z0-9_-]+"))
          .header("ETag", matchesPattern("\"[A-Za-z0-9_-]{16}\""))
          .header("Accept-Patch", equalTo(FRAGMENT))
          .header("Link", equalTo("<stun:stun.l.google.com:19302>; rel=\"ice-server\""))
          .body(containsString("s=answer"));
      assertThat(media.isPublished(UUID.fromString(stream))).isTrue();
    }

    @Test
    void isAnsweredToWhoAcceptsOtherThings() {
      Api.Person anna = Api.register();
      as(anna.token(), SDP)
          .header("Accept", "application/json")
          .body(FakeMedia.OFFER)
          .post("/api/whip")
          .then()
          .statusCode(201)
          .contentType(equalTo(SDP));
    }

    @Test
    void isForTheStreamersOwnLiveStream() {
      Api.Person anna = Api.register();
      Api.Person boris = Api.register();
      String stream = Api.goLive(anna, "on air");
      publishTo(null, "/api/streams/" + stream + "/whip").then().statusCode(401);
      publishTo("nonsense", "/api/streams/" + stream + "/whip").then().statusCode(401);
      publish(boris, stream).then().statusCode(403).body("error", equalTo("forbidden"));
      publish(anna, UUID.randomUUID().toString()).then().statusCode(404);
      Api.post(anna, "/api/streams/" + stream + "/end", "{}").then().statusCode(200);
      publish(anna, stream).then().statusCode(409).body("error", equalTo("stream_ended"));
      assertThat(media.legs).isEmpty();
    }

    @Test
    void saysWhetherAPageOrAnEncoderDoes() {
      Api.Person anna = Api.register();
      UUID stream = UUID.fromString(Api.goLive(anna, "on air"));
      publish(anna, stream.toString()).then().statusCode(201);
      assertThat(media.publishedBy).containsEntry(stream, PublisherChanged.Leg.PAGE);
      publishTo(anna.token(), "/api/whip").then().statusCode(201);
      assertThat(media.publishedBy).containsEntry(stream, PublisherChanged.Leg.ENCODER);
      String key = Api.post(anna, "/api/streams/key", "{}").path("key");
      publish(anna, stream.toString()).then().statusCode(201);
      publishTo(key, "/api/streams/" + stream + "/whip").then().statusCode(201);
      assertThat(media.publishedBy).containsEntry(stream, PublisherChanged.Leg.ENCODER);
    }

    @Test
    void endsWithTheStream() {
      Api.Person anna = Api.register();
      String stream = Api.goLive(anna, "on air");
      String location = publish(anna, stream).header("Location");
      String viewer = watch(null, stream).header("Location");
      Api.post(anna, "/api/streams/" + stream + "/end", "{}").then().statusCode(200);
      assertThat(media.legs).isEmpty();
      as(anna.token(), SDP).delete(location).then().statusCode(404);
      given().delete(viewer).then().statusCode(404);
    }

    @Test
    void byAddressAloneFindsTheLiveStreamOrStartsOne() {
      Api.Person anna = Api.register();
      publishTo(anna.token(), "/api/whip").then().statusCode(201);
      String stream = Api.as(anna).get("/api/streams/my/active").path("stream.id");
      assertThat(media.publishers).containsOnlyKeys(UUID.fromString(stream));
      given().get("/api/streams/" + stream).then().body("stream.title", equalTo(anna.nickname()));
      publishTo(anna.token(), "/api/whip").then().statusCode(201);
      Api.as(anna).get("/api/streams/my/active").then().body("stream.id", equalTo(stream));
      publishTo(null, "/api/whip").then().statusCode(401);
    }
  }

  @Nested
  class Watching {
    @Test
    void isForGuestsToo() {
      Api.Person anna = Api.register();
      String stream = Api.goLive(anna, "on air");
      publish(anna, stream).then().statusCode(201);
      watch(null, stream)
          .then()
          .statusCode(201)
          .contentType(equalTo(SDP))
          .header("Location", matchesPattern("/api/rtc/whep/[A-Za-z0-9_-]+"))
          .header("ETag", notNullValue());
    }

    @Test
    void endsForWhoIsBannedFromTheRoomAndBeginsNoMore() {
      Api.Person anna = Api.register();
      Api.Person boris = Api.register();
      String stream = Api.goLive(anna, "on air");
      publish(anna, stream);
      String location = watch(boris, stream).header("Location");
      String guest = watch(null, stream).header("Location");
      try (LiveClient streamer = LiveClient.connect(port, anna)) {
        streamer.succeed("stream_join", Map.of("streamId", stream));
        streamer.succeed("user_ban", Map.of("userId", boris.id()));
      }
      as(boris.token(), SDP).delete(location).then().statusCode(404);
      watch(boris, stream)
          .then()
          .statusCode(403)
          .body("error", equalTo("banned"))
          .body("reason", nullValue());
      given().delete(guest).then().statusCode(200);
    }

    @Test
    void beforeAnybodySendsItIsToBeTriedAgain() {
      String stream = Api.goLive(Api.register(), "on air");
      watch(null, stream)
          .then()
          .statusCode(409)
          .contentType("application/problem+json")
          .header("Retry-After", notNullValue())
          .body("error", equalTo("not_published"));
    }

    @Test
    void ofNothingIsNotFound() {
      watch(null, "nothing").then().statusCode(404);
      watch(null, UUID.randomUUID().toString()).then().statusCode(404);
    }

    @Test
    void withoutRoomIsToBeTriedAgain() {
      Api.Person anna = Api.register();
      String stream = Api.goLive(anna, "on air");
      publish(anna, stream).then().statusCode(201);
      media.full = true;
      watch(null, stream)
          .then()
          .statusCode(503)
          .header("Retry-After", notNullValue())
          .body("error", equalTo("media_busy"));
    }
  }

  @Nested
  class Bodies {
    private Api.Person anna;
    private String path;

    @BeforeEach
    void goLive() {
      anna = Api.register();
      path = "/api/streams/" + Api.goLive(anna, "on air") + "/whip";
    }

    @Test
    void ofAnotherTypeAreRefused() {
      as(anna.token(), "application/json")
          .body("{\"sdp\":\"v=0\"}")
          .post(path)
          .then()
          .statusCode(415)
          .contentType("application/problem+json")
          .body("error", equalTo("unsupported_media_type"));
    }

    @Test
    void ofATypeWithParametersAreRead() {
      as(anna.token(), SDP + "; charset=utf-8")
          .body(FakeMedia.OFFER.getBytes(StandardCharsets.UTF_8))
          .post(path)
          .then()
          .statusCode(201);
    }

    @Test
    void longerThan64KilobytesAreRefused() {
      as(anna.token(), SDP)
          .body(FakeMedia.OFFER + "a=x\r\n".repeat(14_000))
          .post(path)
          .then()
          .statusCode(413)
          .body("error", equalTo("too_large"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "v=0\r\nm=nonsense\r\n"})
    void thatAreNoSdpAreRefusedWithTheReason(String offer) {
      as(anna.token(), SDP)
          .body(offer)
          .post(path)
          .then()
          .statusCode(400)
          .body("error", equalTo("malformed_sdp"))
          .body("detail", not(equalTo("")));
      assertThat(media.legs).isEmpty();
    }
  }

  @Nested
  class Patching {
    private Api.Person anna;
    private String stream;

    @BeforeEach
    void goLive() {
      anna = Api.register();
      stream = Api.goLive(anna, "on air");
    }

    @Test
    void candidatesAreTakenForTheIceSessionTheyAreOf() {
      Response opened = publish(anna, stream);
      String location = opened.header("Location");
      patch(anna.token(), location, opened.header("ETag"), FakeMedia.CANDIDATES)
          .then()
          .statusCode(204);
      patch(anna.token(), location, "\"another\"", FakeMedia.CANDIDATES)
          .then()
          .statusCode(412)
          .body("error", equalTo("precondition_failed"));
      patch(anna.token(), location, null, FakeMedia.CANDIDATES)
          .then()
          .statusCode(428)
          .body("error", equalTo("precondition_required"));
      assertThat(media.fragments).containsExactly(FakeMedia.CANDIDATES);
    }

    @Test
    void aRestartIsAnsweredAndBeginsAnotherIceSession() {
      Response opened = publish(anna, stream);
      String location = opened.header("Location");
      String etag =
          patch(anna.token(), location, "*", FakeMedia.RESTART)
              .then()
              .statusCode(200)
              .contentType(equalTo(FRAGMENT))
              .body(equalTo("a=ice-ufrag:ours\r\n"))
              .extract()
              .header("ETag");
      assertThat(etag).isNotEqualTo(opened.header("ETag"));
      patch(anna.token(), location, opened.header("ETag"), FakeMedia.CANDIDATES)
          .then()
          .statusCode(412);
      patch(anna.token(), location, etag, FakeMedia.CANDIDATES).then().statusCode(204);
    }

    @Test
    void anythingElseIsRefused() {
      String location = publish(anna, stream).header("Location");
      patch(anna.token(), location, "*", "nonsense")
          .then()
          .statusCode(400)
          .body("error", equalTo("malformed_sdp"));
      as(anna.token(), SDP)
          .header("If-Match", "*")
          .body(FakeMedia.CANDIDATES)
          .patch(location)
          .then()
          .statusCode(415);
      patch(anna.token(), "/api/rtc/whip/nothing", "*", FakeMedia.CANDIDATES)
          .then()
          .statusCode(404);
    }
  }

  @Nested
  class ASession {
    private Api.Person anna;
    private Api.Person boris;
    private String stream;

    @BeforeEach
    void goLive() {
      anna = Api.register();
      boris = Api.register();
      stream = Api.goLive(anna, "on air");
    }

    @Test
    void belongsToWhoMadeItOrToWhoKnowsItsId() {
      String location = publish(anna, stream).header("Location");
      patch(boris.token(), location, "*", FakeMedia.CANDIDATES).then().statusCode(403);
      as(boris.token(), SDP).delete(location).then().statusCode(403);
      patch(null, location, "*", FakeMedia.CANDIDATES).then().statusCode(204);
      given().delete(location).then().statusCode(200);
      given().delete(location).then().statusCode(404);
      assertThat(media.legs).isEmpty();
    }

    @Test
    void ofAGuestStaysTheirsWhenTheySignIn() {
      publish(anna, stream).then().statusCode(201);
      String location = watch(null, stream).header("Location");
      as(boris.token(), SDP).delete(location).then().statusCode(200);
    }

    @Test
    void isFoundUnderItsOwnProtocolAlone() {
      String location = publish(anna, stream).header("Location");
      given().delete(location.replace("whip", "whep")).then().statusCode(404);
      given().get(location).then().statusCode(405);
    }

    @Test
    void thatIsGoneIsForgotten() {
      String location = publish(anna, stream).header("Location");
      media.legs.clear();
      given().delete(location).then().statusCode(404);
      sessions.sweep();
      given().delete(location).then().statusCode(404);
    }
  }

  @Nested
  class Layers {
    private Api.Person anna;
    private String location;

    @BeforeEach
    void watch() {
      anna = Api.register();
      String stream = Api.goLive(anna, "on air");
      publish(anna, stream).then().statusCode(201);
      location = MediaResourceTest.watch(anna, stream).header("Location");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "high", "medium", "low"})
    void areChosenByName(String layer) {
      Api.guest().body(Map.of("layer", layer)).post(location + "/layer").then().statusCode(204);
      given()
          .get(location + "/stats")
          .then()
          .statusCode(200)
          .body("chosen", equalTo(layer))
          .body("current", equalTo("low"))
          .body("bitrateBps", equalTo(200_000))
          .body("state", equalTo("connected"));
    }

    @Test
    void ofOtherNamesAreRefused() {
      Api.guest()
          .body(Map.of("layer", "best"))
          .post(location + "/layer")
          .then()
          .statusCode(400)
          .body("errors[0].field", equalTo("layer"));
      Api.guest().body("{}").post(location + "/layer").then().statusCode(400);
      assertThat(media.layers).isEmpty();
    }

    @Test
    void areNobodyElsesToChoose() {
      Api.Person boris = Api.register();
      Api.post(boris, location + "/layer", Map.of("layer", "low")).then().statusCode(403);
      Api.as(boris).get(location + "/stats").then().statusCode(403);
    }
  }

  @Nested
  class Statistics {
    @Test
    void areForTheStreamer() {
      Api.Person anna = Api.register();
      String stream = Api.goLive(anna, "on air");
      Api.as(anna)
          .get("/api/streams/" + stream + "/stats")
          .then()
          .statusCode(200)
          .body("health", equalTo("offline"))
          .body("publisher", nullValue());
      String location = publish(anna, stream).header("Location");
      Api.as(anna)
          .get(location + "/stats")
          .then()
          .statusCode(200)
          .body("state", equalTo("connected"))
          .body("videoCodec", equalTo("VP8"));
      Api.as(anna)
          .get("/api/streams/" + stream + "/stats")
          .then()
          .body("health", equalTo("fair"))
          .body("viewers", equalTo(0))
          .body("publisher.videoCodec", equalTo("VP8"))
          .body("publisher.bitrateBps", equalTo(1_400_000))
          .body("publisher.layers[0].layer", equalTo("high"))
          .body("publisher.layers[0].width", equalTo(1280));
      Api.as(Api.register()).get(location + "/stats").then().statusCode(403);
      given().get("/api/rtc/whip/nothing/stats").then().statusCode(404);
      Api.as(Api.register()).get("/api/streams/" + stream + "/stats").then().statusCode(403);
      given().get("/api/streams/" + stream + "/stats").then().statusCode(401);
    }
  }

  @Nested
  class PagesOfOtherSites {
    private static final String ELSEWHERE = "https://player.example.org";

    @Test
    void mayAskBeforehand() {
      for (String path : List.of("/api/whip", "/api/streams/x/whep", "/api/rtc/whep/y")) {
        given()
            .header("Origin", ELSEWHERE)
            .header("Access-Control-Request-Method", "PATCH")
            .header("Access-Control-Request-Headers", "authorization,content-type,if-match")
            .options(path)
            .then()
            .statusCode(204)
            .header("Access-Control-Allow-Origin", equalTo("*"))
            .header("Access-Control-Allow-Credentials", nullValue())
            .header("Access-Control-Allow-Methods", containsString("PATCH"))
            .header("Access-Control-Allow-Headers", containsString("if-match"));
      }
    }

    @Test
    void mayWatchAndReadTheHeadersTheyNeed() {
      Api.Person anna = Api.register();
      String stream = Api.goLive(anna, "on air");
      publish(anna, stream).then().statusCode(201);
      sdp(SDP)
          .header("Origin", ELSEWHERE)
          .body(FakeMedia.OFFER)
          .post("/api/streams/" + stream + "/whep")
          .then()
          .statusCode(201)
          .header("Access-Control-Allow-Origin", equalTo("*"))
          .header("Access-Control-Expose-Headers", containsString("Location, ETag, Link"));
    }

    @Test
    void mayNotUseTheRestOfTheApi() {
      given()
          .header("Origin", ELSEWHERE)
          .get("/api/streams")
          .then()
          .header("Access-Control-Allow-Origin", nullValue());
    }
  }

  @Test
  void endpointsAndSessionsSayWhatTheyTake() {
    for (String path : List.of("/api/whip", "/api/streams/x/whip", "/api/streams/x/whep")) {
      given()
          .options(path)
          .then()
          .statusCode(204)
          .header("Accept-Post", equalTo(SDP))
          .header("Allow", containsString("POST"));
    }
    given()
        .options("/api/rtc/whip/x")
        .then()
        .statusCode(204)
        .header("Accept-Patch", equalTo(FRAGMENT))
        .header("Allow", containsString("DELETE"));
  }

  @Nested
  class AStreamKey {
    private Api.Person anna;

    @BeforeEach
    void register() {
      anna = Api.register();
    }

    private String make() {
      return Api.post(anna, "/api/streams/key", "{}")
          .then()
          .statusCode(201)
          .header("Cache-Control", containsString("no-store"))
          .body("key", matchesPattern("live_[A-Za-z0-9_-]{32}"))
          .body("streamKey.createdAt", notNullValue())
          .extract()
          .path("key");
    }

    @Test
    void isShownOnce() {
      Api.as(anna)
          .get("/api/streams/key")
          .then()
          .statusCode(200)
          .body("streamKey.createdAt", nullValue())
          .body("streamKey.server", equalTo("https://live.example.com/api/whip"))
          .body("streamKey.title", equalTo(anna.nickname()))
          .body("streamKey.category", equalTo("other"));
      String key = make();
      assertThat(Api.as(anna).get("/api/streams/key").asString()).doesNotContain(key.substring(5));
    }

    @Test
    void startsABroadcastThatIsCalledWhatWasSaved() {
      Api.as(anna)
          .body(Map.of("title", " Chess at night ", "category", "gaming"))
          .put("/api/streams/key")
          .then()
          .statusCode(200)
          .body("streamKey.title", equalTo("Chess at night"));
      String key = make();
      publishTo(key, "/api/whip").then().statusCode(201);
      Api.as(anna)
          .get("/api/streams/my/active")
          .then()
          .body("stream.title", equalTo("Chess at night"))
          .body("stream.category", equalTo("gaming"));
      Api.as(anna).get("/api/streams/key").then().body("streamKey.lastUsedAt", notNullValue());
    }

    @Test
    void publishesPatchesAndEndsItsHoldersStreamsOnly() {
      String key = make();
      String stream = Api.goLive(anna, "on air");
      Response opened = publishTo(key, "/api/streams/" + stream + "/whip");
      String location = opened.then().statusCode(201).extract().header("Location");
      patch(key, location, opened.header("ETag"), FakeMedia.CANDIDATES).then().statusCode(204);
      as(key, SDP).delete(location).then().statusCode(200);
      String other = Api.goLive(Api.register(), "somebody else's");
      publishTo(key, "/api/streams/" + other + "/whip").then().statusCode(403);
    }

    @Test
    void isGoodForNothingElse() {
      String key = make();
      String stream = Api.goLive(anna, "on air");
      publishTo(key, "/api/streams/" + stream + "/whip").then().statusCode(201);
      for (String path :
          List.of(
              "/api/auth/me",
              "/api/streams/my/active",
              "/api/streams/key",
              "/api/streams/" + stream + "/stats",
              "/api/streams/" + stream)) {
        given().header("Authorization", "Bearer " + key).get(path).then().statusCode(401);
      }
      as(key, SDP)
          .body(FakeMedia.OFFER)
          .post("/api/streams/" + stream + "/whep")
          .then()
          .statusCode(401);
      Api.guest()
          .header("Authorization", "Bearer " + key)
          .body("{}")
          .post("/api/streams/" + stream + "/end")
          .then()
          .statusCode(401);
    }

    @Test
    void thatIsReplacedOrTakenAwayEndsWhatItPublishes() {
      String first = make();
      publishTo(first, "/api/whip").then().statusCode(201);
      assertThat(media.legs).hasSize(1);
      String second = make();
      assertThat(media.legs).isEmpty();
      publishTo(first, "/api/whip").then().statusCode(401).body("error", equalTo("unauthorized"));
      publishTo(second, "/api/whip").then().statusCode(201);
      Api.as(anna).delete("/api/streams/key").then().statusCode(204);
      assertThat(media.legs).isEmpty();
      publishTo(second, "/api/whip").then().statusCode(401);
      Api.as(anna).delete("/api/streams/key").then().statusCode(204);
    }

    @Test
    void leavesWhatAPagePublishesAlone() {
      String stream = Api.goLive(anna, "on air");
      publish(anna, stream).then().statusCode(201);
      make();
      assertThat(media.legs).hasSize(1);
    }

    @Test
    void isNotTheOnlyTextThatBeginsLikeOne() {
      publishTo("live_", "/api/whip").then().statusCode(401);
      publishTo("live_" + "x".repeat(500), "/api/whip").then().statusCode(401);
    }

    @Test
    void doesNotStartAStreamForWhatIsNoOffer() {
      String key = make();
      as(key, SDP).body("x".repeat(70_000)).post("/api/whip").then().statusCode(413);
      Api.as(anna).get("/api/streams/my/active").then().body("stream", nullValue());
    }

    @Test
    void isForWhoIsSignedIn() {
      given().get("/api/streams/key").then().statusCode(401);
      Api.post("/api/streams/key", "{}").then().statusCode(401);
      given().delete("/api/streams/key").then().statusCode(401);
    }

    @Test
    void titlesAreCheckedAsAStreamsAre() {
      Api.as(anna)
          .body(Map.of("title", " ", "category", "gaming"))
          .put("/api/streams/key")
          .then()
          .statusCode(400)
          .body("errors[0].field", equalTo("title"));
    }
  }
}
