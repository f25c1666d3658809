package live.nio.payment;

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
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import live.nio.identity.Caller;
import live.nio.identity.People;
import live.nio.identity.Person;
import live.nio.platform.Access;
import live.nio.platform.Access.Who;
import live.nio.platform.Ids;
import live.nio.platform.Pagination;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Everybody's payments, for administrators.
@Path("/api")
@Tag(name = "Payments")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class AdminPaymentResource {

  private static final String STATUSES =
      "pending|paid|failed|partially_refunded|refunded|disputed|dispute_won|dispute_lost";

  /// @param providerReference to look it up at the provider
  /// @param captureReference likewise, of the money itself
  /// @param problem why nothing was credited although money came, or what came besides
  @Schema(name = "AdminPayment")
  record AdminPaymentView(
      @Schema(required = true) UUID id,
      @Schema(required = true) ProviderKind provider,
      @Schema(required = true) PaymentStatus status,
      @Schema(required = true) long coins,
      @Schema(required = true) long amountMinor,
      @Schema(required = true) String currency,
      @Schema(required = true) long refundedMinor,
      @Schema(required = true) Instant createdAt,
      @Schema(required = true, nullable = true) @Nullable Instant paidAt,
      @Schema(required = true) Person person,
      @Schema(required = true, nullable = true) @Nullable String providerReference,
      @Schema(required = true, nullable = true) @Nullable String captureReference,
      @Schema(
              required = true,
              nullable = true,
              enumeration = {
                "reference_mismatch",
                "owner_mismatch",
                "currency_mismatch",
                "amount_mismatch",
                "second_capture"
              })
          @Nullable String problem) {}

  @Schema(name = "AdminPaymentPage")
  record ListAnswer(
      @Schema(required = true) List<AdminPaymentView> payments,
      @Schema(required = true) Pagination pagination) {}

  @Schema(name = "AdminPaymentResponse")
  record PaymentAnswer(@Schema(required = true) AdminPaymentView payment) {}

  /// @param amountMinor in minor units; all that is left without it
  @Schema(name = "RefundRequest")
  record RefundRequest(@Nullable @Min(1) Long amountMinor) {}

  private final Payments payments;
  private final People people;
  private final Caller caller;

  AdminPaymentResource(Payments payments, People people, Caller caller) {
    this.payments = payments;
    this.people = people;
    this.caller = caller;
  }

  @GET
  @Path("/admin/payments")
  @Access(Who.ADMIN)
  @Operation(operationId = "adminPayments", summary = "Everybody's payments, newest first")
  public ListAnswer list(
      @QueryParam("status")
          @Nullable
          @Pattern(regexp = STATUSES, message = "no such status")
          @Schema(
              enumeration = {
                "pending",
                "paid",
                "failed",
                "partially_refunded",
                "refunded",
                "disputed",
                "dispute_won",
                "dispute_lost"
              })
          String status,
      @QueryParam("person") @Nullable @Size(max = 36) String person,
      @QueryParam("problem") @DefaultValue("false") boolean problem,
      @QueryParam("page") @DefaultValue("1") @Min(1) @Max(1_000) int page,
      @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(100) int limit) {
    PaymentStore.Page found =
        payments.all(
            status == null ? null : PaymentStatus.ofWord(status),
            person,
            problem,
            (page - 1) * limit,
            limit);
    return new ListAnswer(views(found.payments()), Pagination.of(found.total(), page, limit));
  }

  @POST
  @Path("/admin/payments/{id}/refund")
  @Access(Who.ADMIN)
  @Operation(
      operationId = "refundPayment",
      summary = "Give money back; the coins it bought are taken from the buyer")
  public PaymentAnswer refund(@PathParam("id") String id, @Valid @NotNull RefundRequest request) {
    Payment refunded =
        payments.refund(caller.require(), Ids.require(id, "payment"), request.amountMinor());
    return new PaymentAnswer(views(List.of(refunded)).getFirst());
  }

  private List<AdminPaymentView> views(List<Payment> found) {
    Map<UUID, Person> persons =
        people.byIds(found.stream().map(Payment::accountId).collect(Collectors.toSet()));
    return found.stream()
        .map(it -> view(it, persons.getOrDefault(it.accountId(), Person.gone(it.accountId()))))
        .toList();
  }

  private static AdminPaymentView view(Payment it, Person person) {
    Payment.Problem problem = it.problem();
    return new AdminPaymentView(
        it.id(),
        it.provider(),
        it.status(),
        it.coins(),
        it.amountMinor(),
        it.currency(),
        it.refundedMinor(),
        it.createdAt(),
        it.paidAt(),
        person,
        it.providerReference(),
        it.captureReference(),
        problem == null ? null : problem.name().toLowerCase(Locale.ROOT));
  }
}
