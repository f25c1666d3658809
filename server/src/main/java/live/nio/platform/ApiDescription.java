package live.nio.platform;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/// Says in the API description what no annotation says once: that every error is a [Problem], and
/// what its optional members are.
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class ApiDescription implements OASFilter {

  @Override
  public void filterOpenAPI(OpenAPI api) {
    Schema problem = api.getComponents().getSchemas().get("Problem");
    if (problem == null) {
      problem = OASFactory.createSchema();
      api.getComponents().addSchema("Problem", problem);
    }
    describe(problem);
    api.getComponents().addSchema("FieldError", fieldError());
    api.getPaths()
        .getPathItems()
        .values()
        .forEach(path -> path.getOperations().values().forEach(ApiDescription::addProblem));
  }

  private static void describe(Schema problem) {
    problem.setType(List.of(Schema.SchemaType.OBJECT));
    problem.setDescription("Every error, RFC 9457 with a short code.");
    problem.setProperties(null);
    problem
        .addProperty("type", string("Always about:blank."))
        .addProperty("title", string("The status in words."))
        .addProperty("status", integer("HTTP status."))
        .addProperty("error", string("Stable code for programs."))
        .addProperty("detail", string("One sentence for people."))
        .addProperty(
            "errors",
            OASFactory.createSchema()
                .addType(Schema.SchemaType.ARRAY)
                .items(OASFactory.createSchema().ref("#/components/schemas/FieldError")))
        .addProperty("retryAfterMs", integer("When the same call can succeed."))
        .addProperty("streamId", string("The stream in the way (already_live)."))
        .addProperty("incident", string("Id of our fault in the log (internal)."));
    problem.setRequired(List.of("type", "title", "status", "error", "detail"));
  }

  private static Schema fieldError() {
    return OASFactory.createSchema()
        .addType(Schema.SchemaType.OBJECT)
        .addProperty("field", string("Name as in the request."))
        .addProperty("error", string("required, size, email, pattern, too_common, …"))
        .addProperty("detail", string("One sentence for people."))
        .addProperty("min", integer("Smallest length or value."))
        .addProperty("max", integer("Largest length or value."))
        .required(List.of("field", "error", "detail"));
  }

  private static Schema string(String description) {
    return OASFactory.createSchema().addType(Schema.SchemaType.STRING).description(description);
  }

  private static Schema integer(String description) {
    return OASFactory.createSchema().addType(Schema.SchemaType.INTEGER).description(description);
  }

  private static void addProblem(Operation operation) {
    APIResponse refused =
        OASFactory.createAPIResponse()
            .description("Refused; see `error`.")
            .content(
                OASFactory.createContent()
                    .addMediaType(
                        Problem.MEDIA_TYPE,
                        OASFactory.createMediaType()
                            .schema(
                                OASFactory.createSchema().ref("#/components/schemas/Problem"))));
    operation.getResponses().addAPIResponse("default", refused);
  }
}
