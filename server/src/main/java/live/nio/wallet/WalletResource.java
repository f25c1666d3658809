package live.nio.wallet;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
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
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import live.nio.identity.Caller;
import live.nio.identity.FreshProof;
import live.nio.platform.Access;
import live.nio.platform.Access.Who;
import live.nio.platform.Ids;
import live.nio.platform.InvalidInput;
import live.nio.platform.Limit;
import live.nio.platform.NotFound;
import live.nio.platform.Pagination;
import live.nio.platform.PlainText;
import live.nio.platform.RateLimits;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// The caller's own wallet. The contract is in `docs/protocols/wallet.md`.
@Path("/api/wallet")
@Tag(name = "Wallet")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class WalletResource {

  private static final String KINDS =
      "purchase|promo|gift_sent|gift_received|bean_release|withdrawal|withdrawal_returned|refund|chargeback|chargeback_won";

  /// What the caller has, and what can be done with it.
  ///
  /// @param nextRelease beans that become available next
  /// @param withdrawing beans that open requests hold
  @Schema(name = "Wallet")
  record WalletAnswer(
      @Schema(required = true) long coins,
      @Schema(required = true) Balance.Beans beans,
      @Schema(required = true) long debt,
      @Schema(required = true) int beansPerDollar,
      @Schema(required = true) long minWithdrawalBeans,
      @Schema(required = true, nullable = true) HeldBeans.@Nullable Release nextRelease,
      @Schema(required = true) long withdrawing) {}

  @Schema(name = "WalletEntryPage")
  record EntryList(
      @Schema(required = true) List<Entry> entries, @Schema(required = true) boolean hasMore) {}

  @Schema(name = "WithdrawalRequest")
  record RequestBody(
      @NotNull @Min(1) @Max(1_000_000_000_000L) Long beans,
      @NotNull @Size(min = 1, max = 200) @PlainText(message = "say where to pay to")
          String destination,
      @Nullable @Size(max = 500) @PlainText(optionalLines = true) String note,
      @NotBlank @Size(max = 64) @Pattern(regexp = "[\\x21-\\x7e]*") String idempotencyKey) {}

  @Schema(name = "WithdrawalResponse")
  record WithdrawalAnswer(@Schema(required = true) Withdrawal withdrawal) {}

  @Schema(name = "WithdrawalPage")
  record WithdrawalList(
      @Schema(required = true) List<Withdrawal> withdrawals,
      @Schema(required = true) Pagination pagination) {}

  private final HeldBeans heldBeans;
  private final Entries entries;
  private final Withdrawals withdrawals;
  private final FreshProof freshProof;
  private final RateLimits limits;
  private final Caller caller;

  WalletResource(
      HeldBeans heldBeans,
      Entries entries,
      Withdrawals withdrawals,
      FreshProof freshProof,
      RateLimits limits,
      Caller caller) {
    this.heldBeans = heldBeans;
    this.entries = entries;
    this.withdrawals = withdrawals;
    this.freshProof = freshProof;
    this.limits = limits;
    this.caller = caller;
  }

  @GET
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "getWallet", summary = "What the caller has")
  public WalletAnswer get() {
    HeldBeans.Wallet wallet = heldBeans.wallet(caller.require().accountId());
    return new WalletAnswer(
        wallet.balance().coins(),
        wallet.balance().beans(),
        wallet.balance().debt(),
        withdrawals.beansPerDollar(),
        withdrawals.minimum(),
        wallet.nextRelease(),
        wallet.withdrawing());
  }

  @GET
  @Path("/entries")
  @Access(Who.SIGNED_IN)
  @Operation(
      operationId = "listWalletEntries",
      summary = "What happened to the wallet, newest first")
  public EntryList list(
      @QueryParam("asset")
          @Nullable
          @Pattern(regexp = "COIN|BEAN", message = "COIN or BEAN")
          @Schema(enumeration = {"COIN", "BEAN"})
          String asset,
      @QueryParam("kind")
          @Nullable
          @Pattern(regexp = KINDS, message = "no such kind")
          @Schema(
              enumeration = {
                "purchase",
                "promo",
                "gift_sent",
                "gift_received",
                "bean_release",
                "withdrawal",
                "withdrawal_returned",
                "refund",
                "chargeback",
                "chargeback_won"
              })
          String kind,
      @QueryParam("from") @Nullable @Size(max = 40) String from,
      @QueryParam("to") @Nullable @Size(max = 40) String to,
      @QueryParam("before") @Nullable @Size(max = 64) String before,
      @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(100) int limit) {
    Entries.Excerpt excerpt =
        entries.excerpt(
            caller.require().accountId(), filter(asset, kind, from, to), number(before), limit);
    return new EntryList(excerpt.entries(), excerpt.hasMore());
  }

  @GET
  @Path("/entries.csv")
  @Access(Who.SIGNED_IN)
  @Produces(EntriesCsv.MEDIA_TYPE)
  @Operation(operationId = "exportWalletEntries", summary = "The same as a table")
  public Response export(
      @QueryParam("asset")
          @Nullable
          @Pattern(regexp = "COIN|BEAN", message = "COIN or BEAN")
          @Schema(enumeration = {"COIN", "BEAN"})
          String asset,
      @QueryParam("kind")
          @Nullable
          @Pattern(regexp = KINDS, message = "no such kind")
          @Schema(
              enumeration = {
                "purchase",
                "promo",
                "gift_sent",
                "gift_received",
                "bean_release",
                "withdrawal",
                "withdrawal_returned",
                "refund",
                "chargeback",
                "chargeback_won"
              })
          String kind,
      @QueryParam("from") @Nullable @Size(max = 40) String from,
      @QueryParam("to") @Nullable @Size(max = 40) String to) {
    UUID person = caller.require().accountId();
    limits.take(Limit.WALLET_EXPORT, person.toString());
    Entries.Filter filter = filter(asset, kind, from, to);
    StreamingOutput lines = out -> EntriesCsv.write(entries, person, filter, out);
    return Response.ok(lines)
        .type(EntriesCsv.MEDIA_TYPE)
        .header("Content-Disposition", "attachment; filename=\"wallet.csv\"")
        .build();
  }

  @POST
  @Path("/withdrawals")
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "requestWithdrawal", summary = "Ask to be paid out")
  @APIResponseSchema(value = WithdrawalAnswer.class, responseCode = "201")
  public Response request(@Valid @NotNull RequestBody request) {
    UUID person = caller.require().accountId();
    limits.take(Limit.WITHDRAWAL, person.toString());
    freshProof.require(caller.require());
    Withdrawal withdrawal =
        withdrawals.request(
            person,
            new Withdrawals.Order(
                request.beans(),
                request.destination().strip(),
                request.note() == null || request.note().isBlank() ? null : request.note().strip(),
                request.idempotencyKey()));
    return Response.status(201).entity(new WithdrawalAnswer(withdrawal)).build();
  }

  @GET
  @Path("/withdrawals")
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "listWithdrawals", summary = "The caller's requests, newest first")
  public WithdrawalList withdrawals(
      @QueryParam("page") @DefaultValue("1") @Min(1) @Max(1_000) int page,
      @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(50) int limit) {
    Withdrawals.Page found =
        withdrawals.list(caller.require().accountId(), null, (page - 1) * limit, limit);
    return new WithdrawalList(found.withdrawals(), Pagination.of(found.total(), page, limit));
  }

  @POST
  @Path("/withdrawals/{id}/cancel")
  @Access(Who.SIGNED_IN)
  @Consumes(MediaType.WILDCARD)
  @Operation(operationId = "cancelWithdrawal", summary = "Take a request back before it is decided")
  public WithdrawalAnswer cancel(@PathParam("id") String id) {
    UUID person = caller.require().accountId();
    limits.take(Limit.WITHDRAWAL, person.toString());
    return new WithdrawalAnswer(withdrawals.cancel(person, Ids.require(id, "withdrawal")));
  }

  private static Entries.Filter filter(
      @Nullable String asset, @Nullable String kind, @Nullable String from, @Nullable String to) {
    return new Entries.Filter(
        asset,
        kind == null ? null : EntryKind.ofWord(kind).orElseThrow(),
        instant("from", from),
        instant("to", to));
  }

  private static @Nullable Instant instant(String field, @Nullable String text) {
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeException notATime) {
      throw new InvalidInput(field, "pattern", "write a time as 2026-01-31T00:00:00Z");
    }
  }

  /// The position an entry's id stands for.
  private static long number(@Nullable String before) {
    try {
      return before == null ? Long.MAX_VALUE : Long.parseLong(before);
    } catch (NumberFormatException notAnId) {
      throw new NotFound("entry");
    }
  }
}
