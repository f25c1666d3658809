package live.nio.profile;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import live.nio.platform.TestDatabase;
import live.nio.testing.Api;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class SearchTest {

  @Inject Jdbi jdbi;
  @Inject Search search;

  private Api.Person anna;

  @BeforeEach
  void onlyWhatThisTestMakes() {
    jdbi.useHandle(handle -> {
      handle.execute("DELETE FROM streams");
      handle.execute(
          "UPDATE accounts SET nickname = 'z' || substr(md5(id::text), 1, 15) WHERE role = 'user'");
    });
    anna = named("Dmitry_Orlov");
  }

  private static Api.Person named(String nickname) {
    Api.Person person = Api.register();
    Api.as(person)
        .body(Map.of("nickname", nickname))
        .put("/api/auth/profile")
        .then()
        .statusCode(200);
    return person;
  }

  private static String live(Api.Person person, String title, String... tags) {
    return Api.post(
            person,
            "/api/streams",
            Map.of("title", title, "category", "talk", "tags", List.of(tags)))
        .then()
        .statusCode(201)
        .extract()
        .path("stream.id");
  }

  private static ValidatableResponse find(String query, String type) {
    return given()
        .queryParam("q", query)
        .queryParam("type", type)
        .get("/api/search")
        .then()
        .statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Dmitry_Orlov",
        "dmitry orlov",
        "orlov dmitry",
        "dmit",
        "MITRY",
        "орлов",
        "Орлов",
        " Орл ",
        "o"
      })
  void peopleAreFoundByTheirNicknameInEitherAlphabet(String query) {
    find(query, "people")
        .body("people.id", contains(anna.id()))
        .body("people[0].nickname", equalTo("Dmitry_Orlov"))
        .body("people[0].followers", equalTo(0))
        .body("people[0].live", equalTo(false))
        .body("streams", empty())
        .body("pagination.total", equalTo(1));
  }

  @ParameterizedTest
  @CsvSource({
    "Вечерний джаз, ВЕЧЕР",
    "Вечерний джаз, джаз вечерний",
    "Вечерний джаз, vecherniy",
    "Вечерний джаз, dzhaz",
    "Late night chess, чесс",
    "Ёлка и щука, елка",
    "Ёлка и щука, SHCHUKA",
    "Café Zoë, cafe zoe",
    "東京の夜, 東京",
  })
  void streamsAreFoundByTheirTitleInEitherAlphabet(String title, String query) {
    String id = live(anna, title);
    find(query, "streams").body("streams.id", contains(id)).body("people", empty());
  }

  @Test
  void streamsAreFoundByTheirTags() {
    String id = live(anna, "x", "шахматы");
    find("шахмат", "all").body("streams.id", contains(id));
    find("shakhmaty", "all").body("streams.id", contains(id));
  }

  @ParameterizedTest
  @CsvSource({
    "Dmitry_Orlov, dmtry",
    "Dmitry_Orlov, dmitriy",
    "Dmitry_Orlov, Дмитрий",
    "Dmitry_Orlov, orlof",
  })
  void misspeltNamesAreFoundWhereTrigramsAre(String nickname, String query) {
    Assumptions.assumeTrue(search.findsMisspelt());
    find(query, "people").body("people.nickname", contains(nickname));
  }

  @Test
  void misspeltTitlesAreFoundWhereTrigramsAre() {
    Assumptions.assumeTrue(search.findsMisspelt());
    String id = live(anna, "Открытый концерт");
    find("концрт", "streams").body("streams.id", contains(id));
    find("otkryty kontsert", "streams").body("streams.id", contains(id));
  }

  @Test
  void theBestMatchComesFirst() {
    Api.Person begins = named("orlov_jr");
    Api.Person exact = named("orlov");
    Api.Person popular = named("the_orlov_fan");
    Api.as(begins).put("/api/people/" + popular.id() + "/follow").then().statusCode(200);
    find("orlov", "people")
        .body("people.id", contains(exact.id(), begins.id(), popular.id(), anna.id()))
        .body("people.followers", contains(0, 0, 1, 0));
    given()
        .get("/api/search?q=orlov&type=people&limit=1&page=2")
        .then()
        .body("people.id", contains(begins.id()))
        .body("pagination.total", equalTo(4))
        .body("pagination.pages", equalTo(4));
  }

  @Test
  void liveStreamsComeBeforePastOnes() {
    String past = live(anna, "Chess one");
    Api.post(anna, "/api/streams/" + past + "/end", "{}");
    String now = live(anna, "Chess two");
    find("chess", "streams").body("streams.id", contains(now, past));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"%", "_", "\\", "'", "ь", "!!!", "nobody here", "%%' OR 1=1 --", ":x <a> ?"})
  void whatNobodyIsCalledFindsNothing(String query) {
    live(anna, "Something else");
    find(query, "all").body("people", empty()).body("streams", empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"x=1", "q=", "q=%20", "q=a&type=dogs", "q=a&limit=51", "q=a&page=0"})
  void wrongQuestionsAreRefused(String query) {
    given().urlEncodingEnabled(false).get("/api/search?" + query).then().statusCode(400);
    given().queryParam("q", "x".repeat(65)).get("/api/search").then().statusCode(400);
  }

  @Test
  void whereTrigramsAreMissingWordsAreFoundStill() {
    assertThat(new WithoutTrigrams(jdbi).people("орлов", 0, 10).ids()).hasSize(1);
    assertThat(new WithoutTrigrams(jdbi).people("orlof", 0, 10).ids()).isEmpty();
  }

  private static final class WithoutTrigrams extends Search {
    WithoutTrigrams(Jdbi jdbi) {
      super(jdbi);
    }

    @Override
    boolean findsMisspelt() {
      return false;
    }
  }
}
