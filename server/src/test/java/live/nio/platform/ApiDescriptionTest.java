package live.nio.platform;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class ApiDescriptionTest {

  /// The types of the web and mobile apps are generated from this file.
  private static final Path COMMITTED = Path.of("../web/packages/sdk/openapi/nio.json");

  private final ObjectMapper mapper = new ObjectMapper();

  @Test
  void theCommittedDescriptionIsWhatTheServerSays() throws IOException {
    JsonNode served = served();
    assertThat(mapper.readTree(COMMITTED.toFile()).equals(served))
        .as(
            "after an API change: ./nio build, copy server/target/openapi/openapi.json, npm run generate")
        .isTrue();
  }

  @Test
  void everyOperationSaysWhatItsErrorsLookLike() throws IOException {
    for (JsonNode path : served().path("paths")) {
      for (JsonNode operation : path) {
        assertThat(
                operation
                    .at("/responses/default/content/application~1problem+json")
                    .isMissingNode())
            .as(operation.path("operationId").asText())
            .isFalse();
      }
    }
  }

  private JsonNode served() throws IOException {
    return mapper.readTree(given().queryParam("format", "json").get("/api/openapi").asString());
  }
}
