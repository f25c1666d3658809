package live.nio.platform;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/// Whether this server can do its work; for load balancers and people.
@Path("/api/health")
@Tag(name = "Health")
@Produces(MediaType.APPLICATION_JSON)
public class HealthResource {

  private static final Logger LOG = Logger.getLogger(HealthResource.class);

  /// The answer.
  ///
  /// @param status `ok`, or `unavailable` with HTTP 503
  /// @param timestamp the server's time
  /// @param version of the server
  /// @param checks part → `ok` or `unavailable`
  @Schema(name = "Health")
  public record Health(
      @Schema(required = true) String status,
      @Schema(required = true) Instant timestamp,
      @Schema(required = true) String version,
      @Schema(required = true) Map<String, String> checks) {}

  private final Jdbi jdbi;
  private final Clock clock;
  private final PlatformConfig config;

  HealthResource(Jdbi jdbi, Clock clock, PlatformConfig config) {
    this.jdbi = jdbi;
    this.clock = clock;
    this.config = config;
  }

  /// Asks the database for one row.
  @GET
  @Access(Access.Who.ANYONE)
  @RunOnVirtualThread
  @Operation(operationId = "health", summary = "Whether the server can do its work")
  @APIResponseSchema(Health.class)
  public Response health() {
    String database = database();
    boolean ok = "ok".equals(database);
    return Response.status(ok ? 200 : 503)
        .entity(
            new Health(
                ok ? "ok" : "unavailable",
                clock.instant(),
                config.version(),
                Map.of("database", database)))
        .build();
  }

  private String database() {
    try {
      jdbi.useHandle(handle -> handle.createQuery("SELECT 1").mapTo(int.class).one());
      return "ok";
    } catch (JdbiException e) {
      LOG.warnf("The database does not answer: %s", e.getMessage());
      return "unavailable";
    }
  }
}
