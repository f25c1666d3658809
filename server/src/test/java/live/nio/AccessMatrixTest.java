package live.nio;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import live.nio.platform.Access;
import live.nio.platform.TestDatabase;
import live.nio.testing.Api;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Who may call what, asked of every route there is: a new one is asked too, without anybody
/// thinking of it.
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class AccessMatrixTest {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  record Route(String verb, String path, String mediaType, Access access) {
    @Override
    public String toString() {
      return verb + " " + path;
    }
  }

  static List<Route> routes() {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("live.nio")
            .stream()
            .filter(type -> type.isAnnotatedWith(Path.class))
            .flatMap(type -> type.getMethods().stream())
            .flatMap(method -> route(method).stream())
            .toList();
  }

  private static Optional<Route> route(JavaMethod javaMethod) {
    java.lang.reflect.Method method = javaMethod.reflect();
    return Stream.of(method.getAnnotations())
        .map(Annotation::annotationType)
        .flatMap(type -> Stream.ofNullable(type.getAnnotation(HttpMethod.class)))
        .findFirst()
        .map(verb ->
            new Route(
                verb.value(),
                path(method.getDeclaringClass().getAnnotation(Path.class))
                    + path(method.getAnnotation(Path.class)),
                mediaType(method),
                method.getAnnotation(Access.class)));
  }

  private static String mediaType(java.lang.reflect.Method method) {
    return Stream.of(
            method.getAnnotation(Consumes.class),
            method.getDeclaringClass().getAnnotation(Consumes.class))
        .filter(Objects::nonNull)
        .map(consumes -> consumes.value()[0])
        .findFirst()
        .orElse(MediaType.APPLICATION_JSON);
  }

  private static String path(Path path) {
    String value = path == null ? "" : path.value();
    String full = value.isEmpty() || value.startsWith("/") ? value : "/" + value;
    return full.replaceAll("/$", "")
        .replaceAll("\\{provider[^}]*}", "google")
        .replaceAll("\\{protocol[^}]*}", "whip")
        .replaceAll("\\{[^}]*}", UUID.randomUUID().toString());
  }

  static Stream<Route> forSignedIn() {
    return routes().stream().filter(route -> route.access().value() != Access.Who.ANYONE);
  }

  static Stream<Route> forAdministrators() {
    return routes().stream().filter(route -> route.access().value() == Access.Who.ADMIN);
  }

  private int status(Route route, @Nullable String token) {
    boolean body = List.of("POST", "PUT", "PATCH").contains(route.verb());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + route.path()))
            .method(route.verb(), body ? BodyPublishers.ofString("{}") : BodyPublishers.noBody());
    if (body) {
      request.header("Content-Type", route.mediaType());
    }
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      return HTTP.send(request.build(), BodyHandlers.discarding()).statusCode();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void thereAreRoutesAndEachSaysWhoMayCallIt() {
    assertThat(routes()).hasSizeGreaterThan(40).allMatch(route -> route.access() != null);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forSignedIn")
  void aGuestIsRefused(Route route) {
    assertThat(status(route, null)).isEqualTo(401);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forSignedIn")
  void aTokenOfAnEndedSessionIsRefused(Route route) {
    Api.Person anna = Api.register();
    Api.post("/api/auth/logout", Map.of("refreshToken", anna.refreshToken()));
    assertThat(status(route, anna.token())).isEqualTo(401);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("routes")
  void aBrokenTokenIsRefusedEverywhere(Route route) {
    assertThat(status(route, "broken")).isEqualTo(401);
  }

  @Test
  void administratorsAloneMayDoWhatIsTheirs() {
    Api.Person anna = Api.register();
    assertThat(forAdministrators().toList())
        .allSatisfy(route -> assertThat(status(route, anna.token())).isEqualTo(403));
  }

  @Test
  void noTwoMethodsShareARoute() {
    List<String> names =
        routes().stream()
            .map(route -> route.toString().replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "{}"))
            .toList();
    assertThat(names).doesNotHaveDuplicates();
  }
}
