package live.nio.stream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import live.nio.platform.TestDatabase;
import live.nio.testing.Api;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class StreamResourceTest {

  @Inject Jdbi jdbi;

  @Test
  void goingLiveAnswersAsTheContractSays() {
    Api.Person anna = Api.register();
    Api.post(
            anna,
            "/api/streams",
            Map.of("title", "  Вечерний джаз ", "description", "a\nb", "category", "music"))
        .then()
        .statusCode(201)
        .body("message", notNullValue())
        .body("stream.title", equalTo("Вечерний джаз"))
        .body("stream.description", equalTo("a\nb"))
        .body("stream.category", equalTo("music"))
        .body("stream.status", equalTo("live"))
        .body("stream.streamer.id", equalTo(anna.id()))
        .body("stream.streamer.nickname", equalTo(anna.nickname()))
        .body("stream.streamer.email", nullValue())
        .body("stream.streamerOnline", equalTo(false))
        .body("stream.viewerCount", equalTo(0))
        .body("stream.endedAt", nullValue())
        .body("stream.endReason", nullValue());
  }

  @ParameterizedTest
  @CsvSource({
    "'', talk, title, size",
    "'   ', talk, title, pattern",
    "fine, cooking, category, pattern",
    "fine, , category, required",
  })
  void wrongInputNamesTheField(String title, String category, String field, String error) {
    Api.Person anna = Api.register();
    Map<String, Object> body = new java.util.HashMap<>(Map.of("title", title));
    if (category != null) {
      body.put("category", category);
    }
    Api.post(anna, "/api/streams", body)
        .then()
        .statusCode(400)
        .body("error", equalTo("validation_failed"))
        .body("errors.findAll { it.field == '" + field + "' }.error", hasItem(error));
  }

  @Test
  void textThatADatabaseCannotKeepIsRefusedNotCrashedOn() {
    Api.Person anna = Api.register();
    for (String title : List.of("nul \u0000 inside", "x".repeat(101), "bell \u0007")) {
      Api.post(anna, "/api/streams", Map.of("title", title, "category", "talk"))
          .then()
          .statusCode(400);
    }
  }

  @Test
  void guestsCannotGoLive() {
    Api.post("/api/streams", Map.of("title", "x", "category", "talk"))
        .then()
        .statusCode(401)
        .body("error", equalTo("unauthorized"));
  }

  @Test
  void aPersonHasOneLiveStreamEvenWhenAskingManyTimesAtOnce() throws Exception {
    Api.Person anna = Api.register();
    List<Integer> statuses = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Response>> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        answers.add(
            executor.submit(
                () -> Api.post(anna, "/api/streams", Map.of("title", "one", "category", "talk"))));
      }
      for (Future<Response> answer : answers) {
        statuses.add(answer.get().statusCode());
      }
    }
    assertThat(statuses).containsOnlyOnce(201).contains(409);
    String active = Api.as(anna).get("/api/streams/my/active").path("stream.id");
    Api.post(anna, "/api/streams", Map.of("title", "two", "category", "talk"))
        .then()
        .statusCode(409)
        .body("error", equalTo("already_live"))
        .body("streamId", equalTo(active));
  }

  @Test
  void theOwnerEditsAndOthersMayNot() {
    Api.Person anna = Api.register();
    Api.Person boris = Api.register();
    String id = Api.goLive(anna, "before");
    Api.as(anna)
        .body(Map.of("title", "after"))
        .patch("/api/streams/" + id)
        .then()
        .statusCode(200)
        .body("stream.title", equalTo("after"))
        .body("stream.category", equalTo("talk"));
    Api.as(boris)
        .body(Map.of("title", "mine"))
        .patch("/api/streams/" + id)
        .then()
        .statusCode(403)
        .body("error", equalTo("forbidden"));
    Api.guest().body(Map.of("title", "x")).patch("/api/streams/" + id).then().statusCode(401);
    Api.as(anna).body(Map.of()).patch("/api/streams/" + id).then().statusCode(400);
    given().get("/api/streams/" + id).then().body("stream.title", equalTo("after"));
  }

  @Test
  void endingTwiceIsTheSameAsOnce() {
    Api.Person anna = Api.register();
    Api.Person boris = Api.register();
    String id = Api.goLive(anna, "short");
    Api.post(boris, "/api/streams/" + id + "/end", "{}").then().statusCode(403);
    String endedAt =
        Api.post(anna, "/api/streams/" + id + "/end", "{}")
            .then()
            .statusCode(200)
            .body("stream.status", equalTo("ended"))
            .body("stream.endReason", equalTo("ended_by_streamer"))
            .extract()
            .path("stream.endedAt");
    Api.post(anna, "/api/streams/" + id + "/end", "{}")
        .then()
        .statusCode(200)
        .body("stream.endedAt", equalTo(endedAt));
    Api.as(anna)
        .body(Map.of("title", "late"))
        .patch("/api/streams/" + id)
        .then()
        .statusCode(409)
        .body("error", equalTo("stream_ended"));
    Api.as(anna).get("/api/streams/my/active").then().body("stream", nullValue());
    assertThat(Api.goLive(anna, "again")).isNotEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody", "00000000-0000-0000-0000-000000000000", "' OR 1=1 --"})
  void anUnknownStreamIsNotFound(String id) {
    given()
        .pathParam("id", id)
        .get("/api/streams/{id}")
        .then()
        .statusCode(404)
        .contentType("application/problem+json")
        .body("error", equalTo("not_found"));
  }

  @Test
  void theListIsPagedFilteredAndLiveFirst() {
    Api.Person anna = Api.register();
    Api.Person boris = Api.register();
    String ended = Api.goLive(anna, "ended one");
    Api.post(anna, "/api/streams/" + ended + "/end", "{}").then().statusCode(200);
    String live = Api.goLive(boris, "live one");

    given()
        .get("/api/streams?status=live&limit=50")
        .then()
        .statusCode(200)
        .body("streams.id", hasItem(live))
        .body("streams.id", not(hasItem(ended)))
        .body("streams.status", everyItem(equalTo("live")));
    given()
        .get("/api/streams?status=ended&limit=50")
        .then()
        .body("streams.status", everyItem(equalTo("ended")));
    given()
        .get("/api/streams?category=talk&page=1&limit=1")
        .then()
        .body("streams", hasSize(1))
        .body("streams[0].status", equalTo("live"))
        .body("streams[0].category", equalTo("talk"))
        .body("pagination.page", equalTo(1))
        .body("pagination.limit", equalTo(1));
    Response all = given().get("/api/streams?limit=50");
    int total = all.path("pagination.total");
    int pages = all.path("pagination.pages");
    assertThat(pages).isEqualTo((total + 49) / 50);
    List<String> first = all.path("streams.status");
    List<String> last = given().get("/api/streams?limit=50&page=" + pages).path("streams.status");
    // "live" after "ended" by the alphabet, before it in the list.
    assertThat(first).isSortedAccordingTo(Comparator.reverseOrder()).startsWith("live");
    assertThat(last).isSortedAccordingTo(Comparator.reverseOrder()).endsWith("ended");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"limit=0", "limit=51", "page=0", "page=1001", "status=paused", "category=cooking"})
  void wrongFiltersAreNamed(String query) {
    given()
        .get("/api/streams?" + query)
        .then()
        .statusCode(400)
        .body("error", equalTo("validation_failed"))
        .body("errors[0].field", equalTo(query.substring(0, query.indexOf('='))));
  }

  @Test
  void iceServersAreForEveryone() {
    given()
        .get("/api/rtc/ice-servers")
        .then()
        .statusCode(200)
        .body("iceServers[0].urls[0]", equalTo("stun:stun.l.google.com:19302"))
        .body("ttlSeconds", lessThanOrEqualTo(86_400));
  }
}
