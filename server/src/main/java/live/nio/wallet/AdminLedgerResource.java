package live.nio.wallet;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import live.nio.platform.Access;
import live.nio.platform.Access.Who;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Whether the ledger is right. The contract is in `docs/protocols/wallet.md`.
@Path("/api/admin/ledger")
@Tag(name = "Administration")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class AdminLedgerResource {

  private final LedgerChecks checks;

  AdminLedgerResource(LedgerChecks checks) {
    this.checks = checks;
  }

  @GET
  @Access(Who.ADMIN)
  @Operation(operationId = "getLedgerReport", summary = "What the last run of the checks found")
  public LedgerChecks.Report last() {
    return checks.last();
  }

  @POST
  @Path("/check")
  @Access(Who.ADMIN)
  @Consumes(MediaType.WILDCARD)
  @Operation(operationId = "checkLedger", summary = "Run the checks now")
  public LedgerChecks.Report check() {
    return checks.run();
  }
}
