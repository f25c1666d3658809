package live.nio.wallet;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import live.nio.identity.People;
import live.nio.platform.Access;
import live.nio.platform.Access.Who;
import live.nio.platform.NotFound;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Who gave most to a streamer. The contract is in `docs/protocols/wallet.md`.
@Path("/api/people/{nickname}/supporters")
@Tag(name = "Gifts")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class PersonSupportersResource {

  @Schema(name = "Supporters")
  record SupporterList(@Schema(required = true) List<Supporter> supporters) {}

  private final Supporters supporters;
  private final People people;

  PersonSupportersResource(Supporters supporters, People people) {
    this.supporters = supporters;
    this.people = people;
  }

  @GET
  @Access(Who.ANYONE)
  @Operation(operationId = "listSupporters", summary = "Who gave most to a streamer")
  public SupporterList list(
      @PathParam("nickname") String nickname,
      @QueryParam("period")
          @DefaultValue("all")
          @Pattern(regexp = "day|week|all", message = "day, week or all")
          @Schema(enumeration = {"day", "week", "all"})
          String period,
      @QueryParam("limit") @DefaultValue("10") @Min(1) @Max(50) int limit) {
    int days =
        switch (period) {
          case "day" -> 1;
          case "week" -> 7;
          default -> 0;
        };
    return new SupporterList(
        supporters.of(
            people.byNickname(nickname).orElseThrow(() -> new NotFound("person")), days, limit));
  }
}
