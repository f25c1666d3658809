package live.nio.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import live.nio.platform.Secrets;
import live.nio.platform.ServerReady;
import live.nio.publisher.PatternPublisher;
import live.nio.publisher.peer.MediaFeed;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Makes the demonstration: registers people, and sends a moving test picture with a tone over WHIP
/// until the server stops. Started again over the same data folder it goes on with the same people.
///
/// Their passwords follow from the server's secret; nobody needs them, since the first
/// administrator can do what they can.
@Singleton
class Demo {
  private static final Logger LOG = Logger.getLogger(Demo.class);
  private static final String STREAMER = "test_pattern";
  private static final List<String> VIEWERS = List.of("anna", "boris", "clara");
  private static final int FRAMES_PER_SECOND = 30;
  private static final int BITRATE_BPS = 1_400_000;
  private static final List<MediaFeed.Layer> LAYERS =
      List.of(new MediaFeed.Layer(320, 180), new MediaFeed.Layer(640, 360));

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final ObjectMapper json;
  private final Secrets secrets;
  private final Clock clock;
  private volatile @Nullable PatternPublisher publisher;

  Demo(ObjectMapper json, Secrets secrets, Clock clock) {
    this.json = json;
    this.secrets = secrets;
    this.clock = clock;
  }

  void ready(@Observes ServerReady event) {
    if (event.demo()) {
      Thread.ofVirtual().name("demo").start(() -> begin(event.url()));
    }
  }

  private void begin(URI url) {
    try {
      Optional<String> token = enter(url, STREAMER);
      if (token.isEmpty()) {
        LOG.warn(
            "The data folder is somebody's already; --demo is for an empty one (--data DIR). Nothing was changed.");
        return;
      }
      String streamer = id(url, token.get());
      for (String viewer : VIEWERS) {
        Optional<String> entered = enter(url, viewer);
        if (entered.isPresent()) {
          follow(url, entered.get(), streamer);
        }
      }
      String key = streamKey(url, token.get());
      PatternPublisher started =
          new PatternPublisher(
              new PatternPublisher.Options(
                  url.resolve("/api/whip"),
                  Optional.of(key),
                  LAYERS,
                  FRAMES_PER_SECOND,
                  BITRATE_BPS),
              clock,
              LOG::debug);
      publisher = started;
    } catch (IOException e) {
      LOG.error("The demonstration could not be made", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @PreDestroy
  void end() {
    PatternPublisher running = publisher;
    if (running != null) {
      running.close();
    }
  }

  /// Registers a person, or signs in who was registered by an earlier demonstration.
  ///
  /// @return an access token; empty when the name belongs to somebody else
  private Optional<String> enter(URI url, String nickname)
      throws IOException, InterruptedException {
    String email = nickname + "@demo.nio.local";
    String password = HexFormat.of().formatHex(secrets.key("demo person " + nickname));
    HttpResponse<String> registered =
        call(
            url.resolve("/api/auth/register"),
            "POST",
            "",
            Map.of(
                "email", email,
                "password", password,
                "nickname", nickname,
                "tokenTransport", "body"));
    if (registered.statusCode() == 201) {
      return Optional.of(read(registered).path("token").asText());
    }
    HttpResponse<String> login =
        call(
            url.resolve("/api/auth/login"),
            "POST",
            "",
            Map.of("email", email, "password", password, "tokenTransport", "body"));
    return login.statusCode() == 200
        ? Optional.of(read(login).path("token").asText())
        : Optional.empty();
  }

  private String id(URI url, String token) throws IOException, InterruptedException {
    return read(call(url.resolve("/api/auth/me"), "GET", token, Map.of())).at("/user/id").asText();
  }

  private void follow(URI url, String token, String person)
      throws IOException, InterruptedException {
    HttpResponse<String> followed =
        call(url.resolve("/api/people/" + person + "/follow"), "PUT", token, Map.of());
    if (followed.statusCode() != 200) {
      throw new IOException("nobody follows: status " + followed.statusCode());
    }
  }

  /// Makes a stream key, and says what the stream it starts is called.
  private String streamKey(URI url, String token) throws IOException, InterruptedException {
    URI keys = url.resolve("/api/streams/key");
    HttpResponse<String> made = call(keys, "POST", token, Map.of());
    if (made.statusCode() / 100 != 2) {
      throw new IOException("no stream key: status " + made.statusCode());
    }
    HttpResponse<String> saved =
        call(
            keys,
            "PUT",
            token,
            Map.of(
                "title",
                "Test picture · Тестовая картинка",
                "description",
                "A clock, a frame number and a tone, sent by the server itself.",
                "category",
                "education"));
    if (saved.statusCode() != 200) {
      throw new IOException("the title was not saved: status " + saved.statusCode());
    }
    return read(made).path("key").asText();
  }

  private HttpResponse<String> call(URI uri, String method, String token, Map<String, String> body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode read(HttpResponse<String> response) throws IOException {
    return json.readTree(response.body());
  }
}
