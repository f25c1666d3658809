package live.nio.stream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import live.nio.platform.TestDatabase;
import live.nio.testing.Api;
import live.nio.testing.TestPictures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class TagsAndPreviewsTest {

  private static final byte[] PICTURE = TestPictures.redAndBlue("jpeg", 640, 360);

  private static Response create(Api.Person person, List<String> tags) {
    return Api.post(
        person, "/api/streams", Map.of("title", "x", "category", "music", "tags", tags));
  }

  private static Response send(Api.Person person, String id, byte[] picture) {
    return given()
        .header("Authorization", "Bearer " + person.token())
        .contentType("image/jpeg")
        .body(picture)
        .post("/api/streams/" + id + "/screenshot");
  }

  @Test
  void tagsAreLowerCasedAndKeptOnce() {
    create(Api.register(), List.of("#Джаз", " live-Music ", "джаз"))
        .then()
        .statusCode(201)
        .body("stream.tags", contains("джаз", "live-music"))
        .body("stream.previewUrl", nullValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "two words", "semi;colon", "", "1234567890123456789012345"})
  void whatIsNoTagIsNamed(String tag) {
    create(Api.register(), List.of(tag))
        .then()
        .statusCode(400)
        .body("errors[0].field", equalTo("tags"));
  }

  @Test
  void fiveTagsAtMost() {
    create(Api.register(), List.of("t1", "t2", "t3", "t4", "t5", "t6")).then().statusCode(400);
  }

  @Test
  void streamsAreListedByTagAndTagsByUse() {
    Api.Person anna = Api.register();
    Api.Person boris = Api.register();
    String common = "c" + anna.nickname().replace("_", "-");
    String rare = "r" + anna.nickname().replace("_", "-");
    String first = create(anna, List.of(common, rare)).path("stream.id");
    String second = create(boris, List.of(common)).path("stream.id");

    given()
        .queryParam("tag", "#" + common.toUpperCase(java.util.Locale.ROOT))
        .get("/api/streams")
        .then()
        .body("streams.id.toSet()", equalTo(java.util.Set.of(first, second)))
        .body("pagination.total", equalTo(2));
    given().get("/api/streams?tag=" + rare).then().body("streams.id", contains(first));
    given().get("/api/streams?tag=%20").then().statusCode(400);
    given()
        .get("/api/tags?limit=50")
        .then()
        .body("tags.find { it.tag == '" + common + "' }.streams", equalTo(2));

    Api.as(anna)
        .body(Map.of("tags", List.of()))
        .patch("/api/streams/" + first)
        .then()
        .statusCode(200)
        .body("stream.tags", empty())
        .body("stream.title", equalTo("x"));
    Api.post(boris, "/api/streams/" + second + "/end", "{}");
    given().get("/api/tags?limit=50").then().body("tags.tag", not(hasItem(common)));
  }

  @Test
  void theStreamersPageShowsWhatTheStreamLooksLike() {
    Api.Person anna = Api.register();
    String id = Api.goLive(anna, "pictured");
    String url = send(anna, id, PICTURE).then().statusCode(200).extract().path("previewUrl");
    assertThat(url).startsWith("/api/files/previews/").doesNotContain(id, anna.id());
    given().get("/api/streams/" + id).then().body("stream.previewUrl", equalTo(url));
    byte[] jpeg =
        given()
            .get(url)
            .then()
            .statusCode(200)
            .contentType("image/jpeg")
            .header("Cache-Control", containsString("immutable"))
            .header("X-Content-Type-Options", "nosniff")
            .header("Content-Security-Policy", startsWith("default-src 'none'; sandbox"))
            .extract()
            .asByteArray();
    assertThat(TestPictures.decode(jpeg).getWidth()).isEqualTo(640);

    String next =
        given()
            .header("Authorization", "Bearer " + anna.token())
            .contentType("application/octet-stream")
            .body(PICTURE)
            .put("/api/streams/" + id + "/screenshot")
            .path("previewUrl");
    assertThat(next).isNotEqualTo(url);
    Api.post(anna, "/api/streams/" + id + "/end", "{}");
    send(anna, id, PICTURE).then().statusCode(409).body("error", equalTo("stream_ended"));
    given().get("/api/streams/" + id).then().body("stream.previewUrl", equalTo(next));
  }

  @Test
  void nobodyElseAndNoOtherContent() {
    Api.Person anna = Api.register();
    String id = Api.goLive(anna, "mine");
    send(Api.register(), id, PICTURE).then().statusCode(403);
    send(anna, id, "<html>".getBytes(java.nio.charset.StandardCharsets.UTF_8))
        .then()
        .statusCode(422)
        .body("error", equalTo("unsupported_picture"));
    send(anna, id, new byte[2_000_001])
        .then()
        .statusCode(413)
        .contentType("application/problem+json")
        .body("error", equalTo("too_large"));
    send(anna, id, new byte[5_000_001])
        .then()
        .statusCode(413)
        .contentType("application/problem+json")
        .body("error", equalTo("too_large"));
    given()
        .header("Authorization", "Bearer " + anna.token())
        .contentType("text/html")
        .body("x")
        .post("/api/streams/" + id + "/screenshot")
        .then()
        .statusCode(415);
  }

  @Test
  void textsMayNotBeAsLongAsPictures() {
    Api.post(
            Api.register(),
            "/api/streams",
            Map.of("title", "x".repeat(1_000_001), "category", "talk"))
        .then()
        .statusCode(413)
        .body("error", equalTo("too_large"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/files/avatars/..%2f..%2fkeys%2fjwt.key",
        "/api/files/avatars/%2e%2e/keys",
        "/api/files/keys/jwt.key",
        "/api/files/avatars/0123456789abcdef0123456789abcdef.jpg",
      })
  void whatIsNoFileIsNotFound(String path) {
    given()
        .urlEncodingEnabled(false)
        .get(path)
        .then()
        .statusCode(404)
        .header("Cache-Control", nullValue());
  }
}
