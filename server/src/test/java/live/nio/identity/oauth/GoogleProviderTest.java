package live.nio.identity.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.oauth2.sdk.id.ClientID;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import live.nio.identity.SignInMethod;
import live.nio.platform.OutgoingHttp;
import live.nio.platform.TestDatabase;
import live.nio.testing.TestClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Discovery; the rest is in [SocialLoginTest].
class GoogleProviderTest {

  private final TestClock clock = TestClock.start();
  private final OutgoingHttp outgoing = new OutgoingHttp();
  private final ProviderHttp http = new ProviderHttp(outgoing);
  private final AtomicInteger asked = new AtomicInteger();
  private final Errand errand =
      new Errands(TestDatabase.secrets(), clock)
          .create(SignInMethod.GOOGLE, Errand.Purpose.LOGIN, "/", null, null);

  private HttpServer server;
  private String issuer = "";
  private String saidIssuer = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer = "http://localhost:" + server.getAddress().getPort();
    saidIssuer = issuer;
    server.createContext(
        "/.well-known/openid-configuration",
        exchange -> {
          asked.incrementAndGet();
          byte[] body =
              """
              {"issuer": "%1$s", "authorization_endpoint": "%2$s/authorize", "token_endpoint": "%2$s/token",
               "jwks_uri": "%2$s/jwks", "subject_types_supported": ["public"], "response_types_supported": ["code"],
               "id_token_signing_alg_values_supported": ["RS256"]}
              """
                  .formatted(saidIssuer, issuer)
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    outgoing.close();
    server.stop(0);
  }

  @Test
  void theIssuerIsAskedOnceAnHour() throws Exception {
    GoogleProvider google = google(issuer);
    google.authorization(errand);
    clock.advance(Duration.ofMinutes(59));
    google.authorization(errand);
    assertThat(asked).hasValue(1);
    clock.advance(Duration.ofMinutes(1));
    assertThat(google.authorization(errand)).hasPath("/authorize");
    assertThat(asked).hasValue(2);
  }

  @Test
  void anIssuerThatSaysItIsAnotherIsNotBelieved() {
    saidIssuer = "https://evil.example";
    assertThatThrownBy(() -> google(issuer).authorization(errand))
        .isInstanceOf(ProviderFailure.class)
        .hasMessage("discovery: another issuer");
  }

  @Test
  void anIssuerThatDoesNotAnswerIsAFailure() {
    server.stop(0);
    GoogleProvider google = google(issuer);
    assertThatThrownBy(() -> google.authorization(errand))
        .isInstanceOf(ProviderFailure.class)
        .hasMessageStartingWith("discovery: no answer");
  }

  private GoogleProvider google(String issuer) {
    return new GoogleProvider(
        issuer,
        new CodeFlow(
            new ClientID("client"),
            null,
            URI.create("https://live.example.com/api/auth/oauth/google/callback"),
            http),
        http,
        clock);
  }
}
