package live.nio.banner;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import live.nio.platform.Ids;
import live.nio.platform.TestDatabase;
import live.nio.testing.Api;
import live.nio.testing.TestPictures;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class BannersTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @Inject Jdbi jdbi;
  @Inject BannerCounts counts;

  private String token;

  @BeforeEach
  void anAdministratorAndNoBanners() {
    Api.Person admin = Api.register();
    jdbi.useHandle(handle -> {
      handle.execute(
          "UPDATE accounts SET role = 'admin' WHERE id = ?", UUID.fromString(admin.id()));
    });
    token =
        Api.post("/api/auth/login", Map.of("email", admin.email(), "password", Api.PASSWORD))
            .path("token");
    List<String> ids = admin().get("/api/admin/banners?limit=50").path("banners.id");
    ids.forEach(id -> admin().delete("/api/admin/banners/" + id).then().statusCode(204));
  }

  private RequestSpecification admin() {
    return Api.guest().header("Authorization", "Bearer " + token);
  }

  private static Map<String, Object> fields() {
    return new HashMap<>(
        Map.of(
            "name",
            "Spring",
            "alt",
            "Ten coins for nothing",
            "link",
            "https://example.com/spring?a=1&b=ж",
            "placement",
            "room"));
  }

  private String create(Map<String, ?> fields) {
    return admin()
        .body(fields)
        .post("/api/admin/banners")
        .then()
        .statusCode(201)
        .extract()
        .path("banner.id");
  }

  private Response image(String id, byte[] picture) {
    return given()
        .header("Authorization", "Bearer " + token)
        .contentType("image/png")
        .body(picture)
        .post("/api/admin/banners/" + id + "/image");
  }

  private String shown() {
    String id = create(fields());
    image(id, TestPictures.redAndBlue("png", 600, 100)).then().statusCode(200);
    return id;
  }

  private Response edit(String id, Map<String, ?> change) {
    return admin().body(change).patch("/api/admin/banners/" + id);
  }

  private static String inRoom() {
    return given()
        .get("/api/banners?placement=room")
        .then()
        .statusCode(200)
        .extract()
        .path("banner.id");
  }

  private static Banner banner(
      Placement placement, Instant startsAt, Instant endsAt, boolean active, boolean pictured) {
    return new Banner(
        Ids.next(),
        "n",
        "a",
        "https://example.com",
        placement,
        startsAt,
        endsAt,
        1,
        active,
        pictured ? new Banner.Image("x", 1, 1) : null,
        0,
        0,
        NOW);
  }

  @ParameterizedTest
  @CsvSource({
    "ROOM, , , true, true, true",
    "HOME, , , true, true, false",
    "ROOM, , , false, true, false",
    "ROOM, , , true, false, false",
    "ROOM, 2026-03-01T12:00:00Z, , true, true, true",
    "ROOM, 2026-03-01T12:00:01Z, , true, true, false",
    "ROOM, , 2026-03-01T12:00:01Z, true, true, true",
    "ROOM, , 2026-03-01T12:00:00Z, true, true, false",
    "ROOM, 2026-02-01T00:00:00Z, 2026-04-01T00:00:00Z, true, true, true",
  })
  void aBannerIsDueInItsPlaceAndTime(
      Placement placement,
      Instant startsAt,
      Instant endsAt,
      boolean active,
      boolean pictured,
      boolean due) {
    Banner banner = banner(placement, startsAt, endsAt, active, pictured);
    assertThat(Banners.due(List.of(banner), Placement.ROOM, NOW))
        .isEqualTo(due ? List.of(banner) : List.of());
  }

  @Test
  void aBannerIsChosenAsOftenAsItWeighs() {
    List<Banner> due =
        IntStream.of(1, 3, 6)
            .mapToObj(weight ->
                new Banner(
                    Ids.next(),
                    "n",
                    "a",
                    "l",
                    Placement.ROOM,
                    null,
                    null,
                    weight,
                    true,
                    null,
                    0,
                    0,
                    NOW))
            .toList();
    assertThat(IntStream.range(0, 10).mapToObj(point -> due.indexOf(Banners.pick(due, point))))
        .containsExactly(0, 1, 1, 1, 2, 2, 2, 2, 2, 2);
  }

  @Test
  void itIsShownOnceItHasAPicture() {
    assertThat(inRoom()).isNull();
    String id = create(fields());
    assertThat(inRoom()).isNull();
    String url =
        image(id, TestPictures.redAndBlue("png", 600, 100))
            .then()
            .statusCode(200)
            .body("banner.imageUrl", startsWith("/api/files/banners/"))
            .extract()
            .path("banner.imageUrl");
    given()
        .get("/api/banners?placement=room")
        .then()
        .body("banner.id", equalTo(id))
        .body("banner.imageUrl", equalTo(url))
        .body("banner.alt", equalTo("Ten coins for nothing"))
        .body("banner.width", equalTo(600))
        .body("banner.height", equalTo(100))
        .body("banner.name", nullValue())
        .body("banner.link", nullValue());
    given().get(url).then().statusCode(200);
    given().get("/api/banners?placement=home").then().body("banner", nullValue());

    String replaced = image(id, TestPictures.redAndBlue("gif", 300, 100)).path("banner.imageUrl");
    given().get(url).then().statusCode(404);
    admin().delete("/api/admin/banners/" + id).then().statusCode(204);
    given().get(replaced).then().statusCode(404);
    assertThat(inRoom()).isNull();
    admin().delete("/api/admin/banners/" + id).then().statusCode(404);
  }

  @Test
  void itIsShownInItsTimeAndWhileItIsActive() {
    String id = shown();
    assertThat(inRoom()).isEqualTo(id);
    edit(id, Map.of("active", false)).then().statusCode(200).body("banner.active", equalTo(false));
    assertThat(inRoom()).isNull();
    edit(id, Map.of("active", true, "startsAt", Instant.now().plusSeconds(3_600).toString()));
    assertThat(inRoom()).isNull();
    edit(id, Map.of("startsAt", "2020-01-01T00:00:00Z", "endsAt", "2020-02-01T00:00:00Z"));
    assertThat(inRoom()).isNull();
    edit(id, Map.of("startsAt", "2031-01-01T00:00:00Z"))
        .then()
        .statusCode(400)
        .body("errors[0].field", equalTo("endsAt"));
    edit(id, Map.of("always", true)).then().body("banner.endsAt", nullValue());
    assertThat(inRoom()).isEqualTo(id);
    edit(id, Map.of("placement", "home", "weight", 7, "name", "Summer"))
        .then()
        .body("banner.placement", equalTo("home"))
        .body("banner.weight", equalTo(7))
        .body("banner.name", equalTo("Summer"))
        .body("banner.alt", equalTo("Ten coins for nothing"));
    assertThat(inRoom()).isNull();
  }

  @Test
  void whatIsSeenAndClickedIsCounted() {
    String id = shown();
    for (int i = 0; i < 3; i++) {
      given().post("/api/banners/" + id + "/impression").then().statusCode(204);
    }
    given()
        .redirects()
        .follow(false)
        .queryParam("to", "https://evil.example")
        .get("/api/banners/" + id + "/click")
        .then()
        .statusCode(303)
        .header("Cache-Control", "no-store")
        .header("Location", startsWith("https://example.com/spring?a=1&b="));
    counts.write();
    counts.write();
    admin()
        .get("/api/admin/banners")
        .then()
        .statusCode(200)
        .body("banners", hasSize(1))
        .body("banners[0].id", equalTo(id))
        .body("banners[0].impressions", equalTo(3))
        .body("banners[0].clicks", equalTo(1))
        .body("banners[0].createdAt", notNullValue())
        .body("pagination.total", equalTo(1));
    for (String nobody : List.of(UUID.randomUUID().toString(), "x")) {
      given().post("/api/banners/" + nobody + "/impression").then().statusCode(404);
      given()
          .redirects()
          .follow(false)
          .get("/api/banners/" + nobody + "/click")
          .then()
          .statusCode(404);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com",
        "javascript:alert(1)",
        "//example.com",
        "https://",
        "https:///path",
        "https://user:word@example.com",
        "https://example.com/\r\nSet-Cookie: a=b",
        "https://example.com/a b",
        " https://example.com",
        "data:text/html,x",
      })
  void aLinkIsAnAddressByHttps(String link) {
    Map<String, Object> fields = fields();
    fields.put("link", link);
    admin()
        .body(fields)
        .post("/api/admin/banners")
        .then()
        .statusCode(400)
        .body("errors[0].field", equalTo("link"));
    edit(create(fields()), Map.of("link", link)).then().statusCode(400);
  }

  @ParameterizedTest
  @CsvSource({"weight, 0", "weight, 101", "placement, moon", "name, ''", "alt, ''"})
  void otherFieldsHaveTheirRulesToo(String field, String value) {
    Map<String, Object> fields = fields();
    fields.put(field, value);
    admin()
        .body(fields)
        .post("/api/admin/banners")
        .then()
        .statusCode(400)
        .body("errors[0].field", equalTo(field));
    given().get("/api/banners?placement=moon").then().statusCode(400);
    given().get("/api/banners").then().statusCode(400);
  }

  @Test
  void nobodyButAdministratorsKeepsThem() {
    String id = shown();
    Api.Person anna = Api.register();
    Api.as(anna).get("/api/admin/banners").then().statusCode(403);
    Api.as(anna).body(fields()).post("/api/admin/banners").then().statusCode(403);
    Api.as(anna)
        .body(Map.of("active", false))
        .patch("/api/admin/banners/" + id)
        .then()
        .statusCode(403);
    Api.as(anna).delete("/api/admin/banners/" + id).then().statusCode(403);
    Api.guest().get("/api/admin/banners").then().statusCode(401);
  }
}
