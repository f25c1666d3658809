package live.nio.profile;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import live.nio.platform.TestDatabase;
import live.nio.testing.Api;
import live.nio.testing.TestPictures;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class PeopleResourceTest {

  @Inject Jdbi jdbi;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private static Response follow(Api.Person who, Api.Person whom) {
    return Api.as(who).put("/api/people/" + whom.id() + "/follow");
  }

  private static Response unfollow(Api.Person who, Api.Person whom) {
    return Api.as(who).delete("/api/people/" + whom.id() + "/follow");
  }

  private static Response block(Api.Person who, Api.Person whom) {
    return Api.as(who).put("/api/people/" + whom.id() + "/block");
  }

  private static ValidatableResponse profile(Api.Person who, Api.Person whom) {
    return Api.as(who).get("/api/people/" + whom.nickname()).then().statusCode(200);
  }

  private static Response edit(Api.Person person, Map<String, ?> body) {
    return Api.as(person).body(body).put("/api/auth/profile");
  }

  private static Response avatar(Api.Person person, byte[] picture) {
    return given()
        .header("Authorization", "Bearer " + person.token())
        .contentType("image/png")
        .body(picture)
        .post("/api/auth/profile/avatar");
  }

  @Nested
  class AProfile {

    @Test
    void showsWhatTheContractSays() {
      Api.Person anna = Api.register();
      given()
          .get("/api/people/" + anna.nickname().toUpperCase(Locale.ROOT))
          .then()
          .statusCode(200)
          .body("profile.id", equalTo(anna.id()))
          .body("profile.nickname", equalTo(anna.nickname()))
          .body("profile.avatarUrl", nullValue())
          .body("profile.bio", equalTo(""))
          .body("profile.createdAt", notNullValue())
          .body("profile.followers", equalTo(0))
          .body("profile.following", equalTo(0))
          .body("profile.isMe", equalTo(false))
          .body("profile.isFollowing", equalTo(false))
          .body("profile.isBlocked", equalTo(false))
          .body("profile.live", nullValue())
          .body("profile.totals.streams", equalTo(0))
          .body("profile.totals.hoursLive", equalTo(0.0f))
          .body("profile.totals.peakViewers", equalTo(0))
          .body("profile.email", nullValue());
      profile(anna, anna).body("profile.isMe", equalTo(true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody_has_this_name", "x", "me", "blocked", "%27%20OR%201=1"})
    void ofNobodyIsNotFound(String nickname) {
      given()
          .urlEncodingEnabled(false)
          .get("/api/people/" + nickname)
          .then()
          .statusCode(404)
          .body("error", equalTo("not_found"));
    }

    @Test
    void ofABlockedAccountIsNotFound() {
      Api.Person anna = Api.register();
      jdbi.useHandle(handle ->
          handle.execute(
              "UPDATE accounts SET disabled_at = now() WHERE id = ?", UUID.fromString(anna.id())));
      given().get("/api/people/" + anna.nickname()).then().statusCode(404);
      follow(Api.register(), anna).then().statusCode(404);
    }

    @Test
    void sumsUpTheStreams() {
      Api.Person anna = Api.register();
      String past = Api.goLive(anna, "past");
      Api.post(anna, "/api/streams/" + past + "/end", "{}");
      jdbi.useHandle(handle ->
          handle.execute(
              "UPDATE streams SET started_at = ended_at - interval '90 minutes', peak_viewers = 7 WHERE id = ?",
              UUID.fromString(past)));
      String live = Api.goLive(anna, "now");
      profile(anna, anna)
          .body("profile.live.id", equalTo(live))
          .body("profile.totals.streams", equalTo(2))
          .body("profile.totals.hoursLive", equalTo(1.5f))
          .body("profile.totals.peakViewers", equalTo(7));
      String streams = "/api/people/" + anna.nickname() + "/streams";
      given()
          .get(streams)
          .then()
          .body("streams.id", contains(live, past))
          .body("streams.status", contains("live", "ended"))
          .body("pagination.total", equalTo(2));
      given()
          .get(streams + "?page=2&limit=1")
          .then()
          .body("streams.id", contains(past))
          .body("pagination.pages", equalTo(2));
    }

    @Test
    void isChangedByItsOwner() {
      Api.Person anna = Api.register();
      String renamed = Api.freshName();
      edit(anna, Map.of("bio", "  Джаз\nпо вечерам ", "nickname", renamed))
          .then()
          .statusCode(200)
          .body("profile.bio", equalTo("Джаз\nпо вечерам"))
          .body("profile.nickname", equalTo(renamed))
          .body("profile.isMe", equalTo(true));
      given().get("/api/people/" + anna.nickname()).then().statusCode(404);
      given().get("/api/people/" + renamed).then().body("profile.id", equalTo(anna.id()));
      Api.as(anna).get("/api/auth/me").then().body("user.nickname", equalTo(renamed));
      // Another spelling of one's own name, and a bio alone.
      edit(anna, Map.of("nickname", renamed.toUpperCase(Locale.ROOT))).then().statusCode(200);
      edit(anna, Map.of("bio", ""))
          .then()
          .body("profile.bio", equalTo(""))
          .body("profile.nickname", equalTo(renamed.toUpperCase(Locale.ROOT)));
    }

    @ParameterizedTest
    @CsvSource({
      "nickname, ab, size",
      "nickname, a23456789012345678901, size",
      "nickname, имя, pattern",
      "nickname, with-dash, pattern",
    })
    void keepsTheRulesOfRegistration(String field, String value, String error) {
      edit(Api.register(), Map.of(field, value))
          .then()
          .statusCode(400)
          .body("errors[0].field", equalTo(field))
          .body("errors[0].error", equalTo(error));
    }

    @Test
    void refusesTakenNamesLongTextsAndNothing() {
      Api.Person anna = Api.register();
      Api.Person boris = Api.register();
      edit(anna, Map.of("nickname", boris.nickname().toUpperCase(Locale.ROOT), "bio", "x"))
          .then()
          .statusCode(409)
          .body("error", equalTo("nickname_taken"));
      profile(anna, anna).body("profile.bio", equalTo(""));
      edit(anna, Map.of("bio", "x".repeat(301))).then().statusCode(400);
      edit(anna, Map.of("bio", "nul \u0000")).then().statusCode(400);
      edit(anna, Map.of()).then().statusCode(400);
      edit(anna, new HashMap<>(Map.of("id", boris.id(), "bio", "mine"))).then().statusCode(200);
      profile(boris, boris).body("profile.bio", equalTo(""));
    }
  }

  @Nested
  class AnAvatar {

    private final byte[] picture = TestPictures.redAndBlue("png", 300, 200);

    @Test
    void isEverywhereAndGoesWhenReplacedOrRemoved() {
      Api.Person anna = Api.register();
      String first = avatar(anna, picture).then().statusCode(200).extract().path("avatarUrl");
      assertThat(first).startsWith("/api/files/avatars/").doesNotContain(anna.id());
      assertThat(TestPictures.decode(given().get(first).asByteArray()).getWidth()).isEqualTo(200);
      profile(anna, anna).body("profile.avatarUrl", equalTo(first));
      Api.as(anna).get("/api/auth/me").then().body("user.avatarUrl", equalTo(first));
      String stream = Api.goLive(anna, "with a face");
      given()
          .get("/api/streams/" + stream)
          .then()
          .body("stream.streamer.avatarUrl", equalTo(first));

      String second = avatar(anna, picture).path("avatarUrl");
      assertThat(second).isNotEqualTo(first);
      given().get(first).then().statusCode(404);
      given().get(second).then().statusCode(200);
      Api.as(anna)
          .delete("/api/auth/profile/avatar")
          .then()
          .statusCode(200)
          .body("avatarUrl", nullValue());
      Api.as(anna).delete("/api/auth/profile/avatar").then().statusCode(200);
      given().get(second).then().statusCode(404);
      profile(anna, anna).body("profile.avatarUrl", nullValue());
    }

    @Test
    void mustBeAPictureOfSensibleSize() throws Exception {
      Api.Person anna = Api.register();
      avatar(anna, new byte[0]).then().statusCode(422);
      avatar(anna, TestPictures.bomb(19_999, 19_999))
          .then()
          .statusCode(413)
          .body("error", equalTo("too_large"));
      avatar(anna, new byte[5_000_001]).then().statusCode(413);
      Api.as(anna).body("{}").post("/api/auth/profile/avatar").then().statusCode(415);
      // Without a length told in advance.
      HttpRequest endless =
          HttpRequest.newBuilder(
                  URI.create("http://localhost:" + port + "/api/auth/profile/avatar"))
              .header("Authorization", "Bearer " + anna.token())
              .header("Content-Type", "image/png")
              .POST(
                  HttpRequest.BodyPublishers.ofInputStream(
                      () -> new ByteArrayInputStream(new byte[5_500_000])))
              .build();
      try (HttpClient client =
          HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
        assertThat(client.send(endless, BodyHandlers.discarding()).statusCode()).isEqualTo(413);
      }
      profile(anna, anna).body("profile.avatarUrl", nullValue());
    }
  }

  @Nested
  class Following {

    @Test
    void isSeenFromBothSides() {
      Api.Person anna = Api.register();
      Api.Person boris = Api.register();
      for (int i = 0; i < 2; i++) {
        follow(boris, anna)
            .then()
            .statusCode(200)
            .body("following", equalTo(true))
            .body("followers", equalTo(1));
      }
      profile(boris, anna)
          .body("profile.isFollowing", equalTo(true))
          .body("profile.followers", equalTo(1));
      profile(anna, boris)
          .body("profile.isFollowing", equalTo(false))
          .body("profile.following", equalTo(1));
      given()
          .get("/api/people/" + anna.nickname() + "/followers")
          .then()
          .body("people.id", contains(boris.id()))
          .body("people[0].nickname", equalTo(boris.nickname()))
          .body("pagination.total", equalTo(1));
      given()
          .get("/api/people/" + boris.nickname() + "/following")
          .then()
          .body("people.id", contains(anna.id()));
      for (int i = 0; i < 2; i++) {
        unfollow(boris, anna)
            .then()
            .statusCode(200)
            .body("following", equalTo(false))
            .body("followers", equalTo(0));
      }
    }

    @Test
    void oneselfOrNobodyIsRefused() {
      Api.Person anna = Api.register();
      follow(anna, anna).then().statusCode(409).body("error", equalTo("self"));
      block(anna, anna).then().statusCode(409).body("error", equalTo("self"));
      for (String id : List.of(UUID.randomUUID().toString(), "x")) {
        Api.as(anna).put("/api/people/" + id + "/follow").then().statusCode(404);
        Api.as(anna).put("/api/people/" + id + "/block").then().statusCode(404);
      }
    }

    @Test
    void listsAreInOrderAndPaged() {
      Api.Person anna = Api.register();
      List<Api.Person> crowd = List.of(Api.register(), Api.register(), Api.register());
      crowd.forEach(one -> follow(one, anna));
      String followers = "/api/people/" + anna.nickname() + "/followers?limit=2&page=";
      given()
          .get(followers + 1)
          .then()
          .body("people.id", contains(crowd.get(2).id(), crowd.get(1).id()))
          .body("pagination.total", equalTo(3))
          .body("pagination.pages", equalTo(2));
      given().get(followers + 2).then().body("people.id", contains(crowd.get(0).id()));
      given().get(followers + 3).then().body("people", empty());
    }

    @Test
    void manyAtOnceAreOne() throws Exception {
      Api.Person anna = Api.register();
      Api.Person boris = Api.register();
      List<Callable<Integer>> calls = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        calls.add(() -> follow(boris, anna).statusCode());
      }
      try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
        for (var answer : executor.invokeAll(calls)) {
          assertThat(answer.get()).isEqualTo(200);
        }
      }
      profile(anna, anna).body("profile.followers", equalTo(1));
    }

    @Test
    void showsWhoOfThemIsLive() {
      Api.Person me = Api.register();
      Api.Person live = Api.register();
      Api.Person away = Api.register();
      Api.Person stranger = Api.register();
      String stream = Api.goLive(live, "followed");
      Api.goLive(stranger, "not followed");
      follow(me, live);
      follow(me, away);
      Api.as(me)
          .get("/api/following/streams")
          .then()
          .statusCode(200)
          .body("streams.id", contains(stream))
          .body("people.id", contains(away.id(), live.id()))
          .body("people.live", contains(false, true))
          .body("people.followers", contains(1, 1))
          .body("pagination.total", equalTo(2));
    }
  }

  @Nested
  class ABlock {

    @Test
    void endsFollowsBothWaysAndKeepsNewOnesOut() {
      Api.Person anna = Api.register();
      Api.Person boris = Api.register();
      follow(anna, boris);
      follow(boris, anna);
      block(anna, boris).then().statusCode(200).body("blocked", equalTo(true));
      profile(anna, boris)
          .body("profile.isBlocked", equalTo(true))
          .body("profile.isFollowing", equalTo(false))
          .body("profile.followers", equalTo(0));
      // Who is blocked is not told so on the profile, and reads it as everybody else.
      profile(boris, anna)
          .body("profile.isBlocked", equalTo(false))
          .body("profile.followers", equalTo(0));
      follow(boris, anna).then().statusCode(403).body("error", equalTo("blocked"));
      follow(anna, boris).then().statusCode(403).body("error", equalTo("blocked"));
      Api.as(anna)
          .get("/api/blocks")
          .then()
          .statusCode(200)
          .body("people.id", contains(boris.id()))
          .body("pagination.total", equalTo(1));
      Api.as(boris).get("/api/blocks").then().body("people", empty());

      Api.as(anna)
          .delete("/api/people/" + boris.id() + "/block")
          .then()
          .statusCode(200)
          .body("blocked", equalTo(false));
      follow(boris, anna).then().statusCode(200);
    }
  }

  @Nested
  class WhatToWatchNext {

    private String live(Api.Person person, String category, List<String> tags, int viewers) {
      Response started =
          Api.post(
              person, "/api/streams", Map.of("title", "x", "category", category, "tags", tags));
      String id = started.then().statusCode(201).extract().path("stream.id");
      jdbi.useHandle(handle ->
          handle.execute(
              "UPDATE streams SET viewer_count = ? WHERE id = ?", viewers, UUID.fromString(id)));
      return id;
    }

    @Test
    void isOfPeopleOneFollowsThenAlikeThenPopularAndNeverOfBlockedOnes() {
      jdbi.useHandle(handle ->
          handle.execute(
              "UPDATE streams SET ended_at = now(), end_reason = 'ended_by_admin' WHERE ended_at IS NULL"));
      Api.Person me = Api.register();
      Api.Person followed = Api.register();
      Api.Person blocked = Api.register();
      Api.Person blocker = Api.register();
      String now = live(Api.register(), "sports", List.of("chess", "blitz"), 5);
      String ofFollowed = live(followed, "other", List.of(), 0);
      String alike = live(Api.register(), "sports", List.of("chess"), 1);
      String sameTags = live(Api.register(), "gaming", List.of("chess"), 2);
      String popular = live(Api.register(), "music", List.of(), 90);
      String unpopular = live(Api.register(), "music", List.of(), 3);
      String ofBlocked = live(blocked, "sports", List.of("chess", "blitz"), 99);
      String ofBlocker = live(blocker, "sports", List.of("chess", "blitz"), 98);
      live(me, "sports", List.of("chess", "blitz"), 97);
      follow(me, followed);
      block(me, blocked);
      block(blocker, me);

      String next = "/api/streams/" + now + "/next";
      Api.as(me)
          .get(next)
          .then()
          .statusCode(200)
          .body("streams.id", contains(ofFollowed, alike, sameTags, popular, unpopular));
      Api.as(me).get(next + "?limit=2").then().body("streams.id", contains(ofFollowed, alike));
      given()
          .get(next)
          .then()
          .body("streams", hasSize(8))
          .body("streams.id[1]", equalTo(ofBlocker))
          .body("streams.id[0]", equalTo(ofBlocked))
          .body("streams.id", not(contains(now)));
      given().get("/api/streams/nothing/next").then().statusCode(404);
    }
  }
}
