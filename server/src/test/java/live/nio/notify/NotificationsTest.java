package live.nio.notify;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import live.nio.identity.People;
import live.nio.platform.Background;
import live.nio.platform.Ids;
import live.nio.platform.TestDatabase;
import live.nio.profile.Follows;
import live.nio.realtime.Realtime;
import live.nio.stream.LiveStream;
import live.nio.stream.Streams;
import live.nio.testing.Api;
import live.nio.testing.Eventually;
import live.nio.testing.LiveClient;
import live.nio.testing.TestClock;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;
import org.json.JSONObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class NotificationsTest {

  @Inject Jdbi jdbi;
  @Inject People people;
  @Inject Follows follows;
  @Inject Streams streams;
  @Inject Realtime realtime;
  @Inject Background background;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private static void follow(Api.Person who, Api.Person whom) {
    Api.as(who).put("/api/people/" + whom.id() + "/follow").then().statusCode(200);
  }

  private static ValidatableResponse list(Api.Person person) {
    return Api.as(person).get("/api/notifications").then().statusCode(200);
  }

  private static int unread(Api.Person person) {
    return list(person).extract().path("unread");
  }

  private static void awaitUnread(Api.Person person, int unread) {
    Eventually.holds(() -> assertThat(unread(person)).isEqualTo(unread));
  }

  @Nested
  class WhoIsFollowed {

    @Test
    void isToldOnEveryOpenPageAndInTheList() {
      Api.Person anna = Api.register();
      Api.Person boris = Api.register();
      try (LiveClient one = LiveClient.connectAccount(port, anna);
          LiveClient two = LiveClient.connectAccount(port, anna)) {
        follow(boris, anna);
        for (LiveClient page : List.of(one, two)) {
          JSONObject told = page.await("notification");
          assertThat(LiveClient.text(told, "notification", "kind")).isEqualTo("new_follower");
          assertThat(LiveClient.text(told, "notification", "person", "id")).isEqualTo(boris.id());
        }
      }
      list(anna)
          .body("unread", equalTo(1))
          .body("hasMore", equalTo(false))
          .body("notifications", hasSize(1))
          .body("notifications[0].kind", equalTo("new_follower"))
          .body("notifications[0].person.nickname", equalTo(boris.nickname()))
          .body("notifications[0].streamId", nullValue())
          .body("notifications[0].title", nullValue())
          .body("notifications[0].createdAt", notNullValue())
          .body("notifications[0].readAt", nullValue());
      list(boris).body("notifications", empty());
    }

    @Test
    void hearsOfOnePersonOnceUntilItIsRead() {
      Api.Person anna = Api.register();
      Api.Person boris = Api.register();
      for (int i = 0; i < 3; i++) {
        follow(boris, anna);
        awaitUnread(anna, 1);
        Api.as(boris).delete("/api/people/" + anna.id() + "/follow").then().statusCode(200);
      }
      Api.post(anna, "/api/notifications/read", Map.of()).then().statusCode(200);
      follow(boris, anna);
      awaitUnread(anna, 1);
      list(anna).body("notifications", hasSize(2));
    }
  }

  @Nested
  class WhenSomebodyIsLive {

    @Test
    void theirFollowersAreToldAndNobodyElse() {
      Api.Person anna = Api.register();
      Api.Person boris = Api.register();
      Api.Person stranger = Api.register();
      follow(boris, anna);
      try (LiveClient page = LiveClient.connectAccount(port, boris);
          LiveClient other = LiveClient.connectAccount(port, stranger)) {
        String stream = Api.goLive(anna, "Шахматы вечером");
        JSONObject told = page.await("notification");
        assertThat(LiveClient.text(told, "notification", "kind")).isEqualTo("stream_started");
        assertThat(LiveClient.text(told, "notification", "streamId")).isEqualTo(stream);
        assertThat(LiveClient.text(told, "notification", "title")).isEqualTo("Шахматы вечером");
        assertThat(LiveClient.text(told, "notification", "person", "id")).isEqualTo(anna.id());
        assertThat(other.arrived("notification")).isEmpty();
        list(boris).body("notifications.streamId", contains(stream));
        list(stranger).body("notifications", empty());
      }
    }

    @Test
    void aSecondStreamWithinHalfAnHourIsNotTold() {
      Api.Person anna = Api.register();
      Api.Person boris = Api.register();
      follow(boris, anna);
      String first = Api.goLive(anna, "one");
      awaitUnread(boris, 1);
      Api.post(anna, "/api/streams/" + first + "/end", "{}");
      String second = Api.goLive(anna, "two");
      Api.post(anna, "/api/streams/" + second + "/end", "{}");

      jdbi.useHandle(handle ->
          handle.execute(
              "UPDATE announcements SET announced_at = announced_at - interval '31 minutes' WHERE streamer_id = ?",
              UUID.fromString(anna.id())));
      String third = Api.goLive(anna, "three");
      awaitUnread(boris, 2);
      list(boris).body("notifications.streamId", contains(third, first));
    }

    @ParameterizedTest
    @CsvSource({"0, false", "29, false", "30, true", "600, true"})
    void halfAnHourIsCountedFromTheLastThatWasTold(int minutes, boolean told) {
      TestClock clock = new TestClock(Instant.now().truncatedTo(ChronoUnit.MILLIS));
      Announcements announcements = announcements(clock);
      Api.Person anna = Api.register();
      LiveStream stream = streams.require(UUID.fromString(Api.goLive(anna, "x")));
      jdbi.useHandle(handle ->
          handle.execute("DELETE FROM announcements WHERE streamer_id = ?", stream.streamerId()));
      assertThat(announcements.open(stream)).isTrue();
      clock.advance(Duration.ofMinutes(minutes));
      assertThat(announcements.open(stream)).isEqualTo(told);
    }

    @Test
    void manyFollowersAreToldInPartsEachOnce() {
      Api.Person anna = Api.register();
      UUID streamer = UUID.fromString(anna.id());
      int crowd = 2 * Announcements.BATCH + 7;
      crowdFollows(crowd, streamer);
      String stream = Api.goLive(anna, "crowded");
      Eventually.holds(() -> assertThat(told(stream)).isEqualTo(crowd));

      // Cut off in the middle, it goes on without telling anybody twice.
      jdbi.useHandle(handle ->
          handle.execute(
              "UPDATE announcements SET told_up_to = 0, done = false WHERE streamer_id = ?",
              streamer));
      announcements(new TestClock(Instant.now())).goOn();
      assertThat(told(stream)).isEqualTo(crowd);
      assertThat(openAnnouncements(streamer)).isZero();
    }

    @Test
    void nobodyIsToldOfAStreamThatIsOver() {
      Api.Person anna = Api.register();
      UUID streamer = UUID.fromString(anna.id());
      String stream = Api.goLive(anna, "short");
      Eventually.holds(() -> assertThat(openAnnouncements(streamer)).isZero());
      Api.post(anna, "/api/streams/" + stream + "/end", "{}");
      crowdFollows(3, streamer);
      jdbi.useHandle(handle ->
          handle.execute(
              "UPDATE announcements SET told_up_to = 0, done = false WHERE streamer_id = ?",
              streamer));
      announcements(new TestClock(Instant.now())).announce(streamer);
      assertThat(told(stream)).isZero();
      assertThat(openAnnouncements(streamer)).isZero();
    }

    private Announcements announcements(TestClock clock) {
      return new Announcements(
          jdbi, follows, new Notifications(jdbi, people, realtime, clock), background, clock);
    }

    private void crowdFollows(int crowd, UUID streamer) {
      List<UUID> ids = IntStream.range(0, crowd).mapToObj(_ -> Ids.next()).toList();
      jdbi.useTransaction(handle -> {
        handle
            .createUpdate(
                """
                INSERT INTO accounts (id, nickname, created_at)
                SELECT id, 'c' || substr(md5(id::text), 1, 18), now() FROM unnest(:ids) AS id
                """)
            .bindArray("ids", UUID.class, ids)
            .execute();
        handle
            .createUpdate(
                "INSERT INTO follows (followee_id, follower_id, created_at) SELECT :streamer, id, now() FROM unnest(:ids) AS id")
            .bind("streamer", streamer)
            .bindArray("ids", UUID.class, ids)
            .execute();
      });
    }

    private int told(String stream) {
      return jdbi.withHandle(handle ->
          handle
              .createQuery("SELECT count(*) FROM notifications WHERE stream_id = :stream")
              .bind("stream", UUID.fromString(stream))
              .mapTo(int.class)
              .one());
    }

    private int openAnnouncements(UUID streamer) {
      return jdbi.withHandle(handle ->
          handle
              .createQuery(
                  "SELECT count(*) FROM announcements WHERE streamer_id = :streamer AND NOT done")
              .bind("streamer", streamer)
              .mapTo(int.class)
              .one());
    }
  }

  @Nested
  class Reading {

    private Api.Person anna;

    @BeforeEach
    void somebody() {
      anna = Api.register();
    }

    private List<String> threeFollowers() {
      for (int n = 1; n <= 3; n++) {
        follow(Api.register(), anna);
        awaitUnread(anna, n);
      }
      return list(anna).extract().path("notifications.id");
    }

    @Test
    void isToldToTheOtherPages() {
      List<String> ids = threeFollowers();
      try (LiveClient page = LiveClient.connectAccount(port, anna)) {
        Api.post(anna, "/api/notifications/read", Map.of("ids", ids.subList(0, 1)))
            .then()
            .statusCode(200)
            .body("unread", equalTo(2));
        JSONObject some = page.await("notifications_read");
        assertThat(some.optJSONArray("ids").optString(0)).isEqualTo(ids.getFirst());
        Api.as(anna).post("/api/notifications/read").then().body("unread", equalTo(0));
        assertThat(page.await("notifications_read").isNull("ids")).isTrue();
      }
      list(anna)
          .body("unread", equalTo(0))
          .body("notifications.findAll { it.readAt == null }", empty());
    }

    @Test
    void goesBackPageByPage() {
      List<String> ids = threeFollowers();
      Api.as(anna)
          .get("/api/notifications?limit=2")
          .then()
          .body("notifications.id", equalTo(ids.subList(0, 2)))
          .body("hasMore", equalTo(true))
          .body("unread", equalTo(3));
      Api.as(anna)
          .get("/api/notifications?limit=2&before=" + ids.get(1))
          .then()
          .body("notifications.id", equalTo(ids.subList(2, 3)))
          .body("hasMore", equalTo(false));
    }

    @Test
    void ofSomebodyElsesChangesNothing() {
      List<String> ids = threeFollowers();
      Api.post(Api.register(), "/api/notifications/read", Map.of("ids", ids))
          .then()
          .statusCode(200);
      Api.post(anna, "/api/notifications/read", Map.of("ids", List.of("x")))
          .then()
          .statusCode(200)
          .body("unread", equalTo(3));
    }

    @Test
    void endsAfterThirtyDays() {
      threeFollowers();
      jdbi.useHandle(handle ->
          handle.execute(
              "UPDATE notifications SET created_at = created_at - interval '31 days' WHERE account_id = ?",
              UUID.fromString(anna.id())));
      list(anna).body("notifications", empty()).body("unread", equalTo(0));
      new Notifications(jdbi, people, realtime, new TestClock(Instant.now())).deleteOld();
      assertThat(
              jdbi.<Integer, RuntimeException>withHandle(handle ->
                  handle
                      .createQuery("SELECT count(*) FROM notifications WHERE account_id = :id")
                      .bind("id", UUID.fromString(anna.id()))
                      .mapTo(int.class)
                      .one()))
          .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=51"})
    void asksForSensiblePages(String query) {
      Api.as(anna).get("/api/notifications?" + query).then().statusCode(400);
      Api.as(anna).get("/api/notifications?before=x").then().statusCode(404);
      given().get("/api/notifications").then().statusCode(401);
    }
  }
}
