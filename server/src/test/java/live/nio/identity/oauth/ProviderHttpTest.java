package live.nio.identity.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import live.nio.platform.OutgoingHttp;
import net.minidev.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderHttpTest {

  private final OutgoingHttp outgoing = new OutgoingHttp();
  private final ProviderHttp http = new ProviderHttp(outgoing);
  private final AtomicInteger elsewhere = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/elsewhere",
        exchange -> {
          elsewhere.incrementAndGet();
          exchange.sendResponseHeaders(200, -1);
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
  void anAnswerIsRead() throws Exception {
    answer(200, "{\"id\": 7}");
    assertThat(ask()).containsEntry("id", 7L);
  }

  @Test
  void aRedirectIsNotFollowed() {
    server.createContext(
        "/asked",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/elsewhere");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    assertThatThrownBy(this::ask).hasMessage("user: status 302 without JSON");
    assertThat(elsewhere).hasValue(0);
  }

  @Test
  void anAnswerWithoutEndIsNotReadToItsEnd() {
    server.createContext(
        "/asked",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream out = exchange.getResponseBody()) {
            byte[] piece = "x".repeat(64 * 1024).getBytes(StandardCharsets.UTF_8);
            for (int sent = 0; sent <= 64 * ProviderHttp.MAX_BYTES; sent += piece.length) {
              out.write(piece);
            }
          }
        });
    assertThatThrownBy(this::ask)
        .isInstanceOf(ProviderFailure.class)
        .hasMessageStartingWith("user: no answer");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | {\"error\":\"invalid_grant\",\"error_description\":\"for anna@example.com\"} | user: status 400, error invalid_grant",
        "200 | {\"error\":\"invalid_client\"} | user: status 200, error invalid_client",
        "400 | {\"error\":{\"message\":\"anna\",\"code\":190}} | user: status 400, error without a code",
        "400 | {\"error\":\"no code: anna@example.com\"} | user: status 400, error without a code",
        "502 | <html>anna@example.com</html> | user: status 502 without JSON",
      })
  void whatIsLoggedOfAnErrorIsItsCodeAlone(int status, String body, String logged) {
    answer(status, body);
    assertThatThrownBy(this::ask).hasMessage(logged);
  }

  private void answer(int status, String body) {
    server.createContext(
        "/asked",
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  private JSONObject ask() throws ProviderFailure {
    return http.json(
        "user",
        new HTTPRequest(
            HTTPRequest.Method.GET,
            URI.create("http://localhost:" + server.getAddress().getPort() + "/asked")));
  }
}
