package live.nio.wallet;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import live.nio.identity.Caller;
import live.nio.identity.People;
import live.nio.identity.Person;
import live.nio.platform.Access;
import live.nio.platform.Access.Who;
import live.nio.platform.Ids;
import live.nio.platform.Pagination;
import live.nio.platform.PlainText;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Deciding about payouts. The contract is in `docs/protocols/wallet.md`.
@Path("/api/admin/withdrawals")
@Tag(name = "Administration")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class AdminWithdrawalResource {

  /// A request, and whose it is.
  @Schema(name = "AdminWithdrawal")
  record Owned(@JsonUnwrapped Withdrawal withdrawal, @Schema(required = true) Person person) {}

  @Schema(name = "AdminWithdrawalPage")
  record OwnedList(
      @Schema(required = true) List<Owned> withdrawals,
      @Schema(required = true) Pagination pagination) {}

  @Schema(name = "RefuseWithdrawalRequest")
  record Refusal(
      @NotNull @Size(min = 1, max = 500) @PlainText(message = "say why") String reason) {}

  @Schema(name = "PaidWithdrawalRequest")
  record Payment(
      @NotNull @Size(min = 1, max = 200) @PlainText(message = "name the payment")
          String reference) {}

  private final Withdrawals withdrawals;
  private final People people;
  private final Caller caller;

  AdminWithdrawalResource(Withdrawals withdrawals, People people, Caller caller) {
    this.withdrawals = withdrawals;
    this.people = people;
    this.caller = caller;
  }

  @GET
  @Access(Who.ADMIN)
  @Operation(operationId = "adminListWithdrawals", summary = "Everybody's requests, newest first")
  public OwnedList list(
      @QueryParam("status")
          @Nullable
          @Pattern(regexp = "requested|approved|paid|refused|cancelled", message = "no such status")
          @Schema(enumeration = {"requested", "approved", "paid", "refused", "cancelled"})
          String status,
      @QueryParam("page") @DefaultValue("1") @Min(1) @Max(1_000) int page,
      @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
    Withdrawals.Page found =
        withdrawals.list(
            null,
            status == null ? null : WithdrawalStatus.ofWord(status),
            (page - 1) * limit,
            limit);
    Map<UUID, Person> persons =
        people.byIds(found.withdrawals().stream().map(Withdrawal::accountId).distinct().toList());
    return new OwnedList(
        found.withdrawals().stream()
            .map(it ->
                new Owned(it, persons.getOrDefault(it.accountId(), Person.gone(it.accountId()))))
            .toList(),
        Pagination.of(found.total(), page, limit));
  }

  @POST
  @Path("/{id}/approve")
  @Access(Who.ADMIN)
  @Consumes(MediaType.WILDCARD)
  @Operation(operationId = "approveWithdrawal", summary = "It will be paid")
  public WalletResource.WithdrawalAnswer approve(@PathParam("id") String id) {
    return answer(withdrawals.approve(caller.require(), parse(id)));
  }

  @POST
  @Path("/{id}/refuse")
  @Access(Who.ADMIN)
  @Operation(operationId = "refuseWithdrawal", summary = "It will not be paid; the beans go back")
  public WalletResource.WithdrawalAnswer refuse(
      @PathParam("id") String id, @Valid @NotNull Refusal refusal) {
    return answer(withdrawals.refuse(caller.require(), parse(id), refusal.reason().strip()));
  }

  @POST
  @Path("/{id}/paid")
  @Access(Who.ADMIN)
  @Operation(operationId = "payWithdrawal", summary = "It was paid")
  public WalletResource.WithdrawalAnswer paid(
      @PathParam("id") String id, @Valid @NotNull Payment payment) {
    return answer(withdrawals.paid(caller.require(), parse(id), payment.reference().strip()));
  }

  private static WalletResource.WithdrawalAnswer answer(Withdrawal withdrawal) {
    return new WalletResource.WithdrawalAnswer(withdrawal);
  }

  private static UUID parse(String id) {
    return Ids.require(id, "withdrawal");
  }
}
