package live.nio.testing;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// The REST API as an app uses it.
public final class Api {

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final long RUN = System.nanoTime() % 1_000_000;
  public static final String PASSWORD = "correct horse battery";

  private Api() {}

  /// A registered person.
  ///
  /// @param refreshToken of the session opened by registering
  public record Person(
      String id, String email, String nickname, String token, String refreshToken) {}

  /// A name nobody has in this database.
  public static String freshName() {
    return "u" + RUN + "_" + NUMBER.incrementAndGet();
  }

  /// Registers somebody new.
  public static Person register() {
    String name = freshName();
    Response response =
        post(
            "/api/auth/register",
            Map.of(
                "email",
                name + "@example.com",
                "password",
                PASSWORD,
                "nickname",
                name,
                "tokenTransport",
                "body"));
    response.then().statusCode(201);
    return new Person(
        response.path("user.id"),
        response.path("user.email"),
        response.path("user.nickname"),
        response.path("token"),
        response.path("refreshToken"));
  }

  /// A request with JSON, without a token.
  public static RequestSpecification guest() {
    return given().contentType(ContentType.JSON);
  }

  /// A request by somebody.
  public static RequestSpecification as(Person person) {
    return guest().header("Authorization", "Bearer " + person.token());
  }

  public static Response post(String path, Object body) {
    return guest().body(body).post(path);
  }

  public static Response post(Person person, String path, Object body) {
    return as(person).body(body).post(path);
  }

  /// Starts a stream and gives its id.
  public static String goLive(Person person, String title) {
    Response response = post(person, "/api/streams", Map.of("title", title, "category", "talk"));
    response.then().statusCode(201);
    return response.path("stream.id");
  }
}
