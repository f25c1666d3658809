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
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import live.nio.identity.Caller;
import live.nio.platform.Access;
import live.nio.platform.Access.Who;
import live.nio.platform.Ids;
import live.nio.platform.Pagination;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Buying coins over REST. The contract is in `docs/protocols/wallet.md`.
@Path("/api")
@Tag(name = "Payments")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class PaymentResource {

  /// @param amount a free amount in minor units of the currency; one of it and a package
  @Schema(name = "BuyCoinsRequest")
  record BuyRequest(
      @Nullable @Size(max = 40) String packageId,
      @Nullable Long amount,
      @NotNull @Pattern(regexp = "[A-Z]{3}", message = "three letters, like USD")
          String currency) {}

  /// @param prices currency → minor units
  @Schema(name = "CoinPackage")
  record PackageView(
      @Schema(required = true) String id,
      @Schema(required = true) long coins,
      @Schema(required = true) long bonusCoins,
      @Schema(required = true) Map<String, Long> prices) {}

  /// @param coinsPerUnit exact decimal number of coins a dollar, euro …; a free amount buys
  ///   `floor(amount / 10^minorDigits × coinsPerUnit)`
  /// @param min smallest free amount, in minor units
  /// @param max largest free amount, in minor units
  @Schema(name = "CoinCurrency")
  record CurrencyView(
      @Schema(required = true) String code,
      @Schema(required = true) int minorDigits,
      @Schema(required = true) String coinsPerUnit,
      @Schema(required = true) long min,
      @Schema(required = true) long max) {}

  @Schema(name = "StripeSettings")
  record StripeView(@Schema(required = true) String publishableKey) {}

  /// @param currencies those of ours PayPal takes
  @Schema(name = "PayPalSettings")
  record PayPalView(
      @Schema(required = true) String clientId, @Schema(required = true) List<String> currencies) {}

  /// @param test whether coins can be had for nothing, in development
  @Schema(name = "PaymentProviders")
  record ProvidersView(
      @Schema(required = true, nullable = true) @Nullable StripeView stripe,
      @Schema(required = true, nullable = true) @Nullable PayPalView paypal,
      @Schema(required = true) boolean test) {}

  @Schema(name = "PaymentPackagesResponse")
  record PackagesAnswer(
      @Schema(required = true) List<PackageView> packages,
      @Schema(required = true) List<CurrencyView> currencies,
      @Schema(required = true) ProvidersView providers) {}

  /// @param clientSecret what Stripe's form finishes the payment with
  @Schema(name = "PaymentIntentResponse")
  record IntentAnswer(
      @Schema(required = true) String clientSecret,
      @Schema(required = true) UUID paymentId,
      @Schema(required = true) long coinsAmount) {}

  /// @param approveUrl where the buyer agrees
  @Schema(name = "PayPalOrderResponse")
  record OrderAnswer(
      @Schema(required = true) String orderId,
      @Schema(required = true) UUID paymentId,
      @Schema(required = true) long coinsAmount,
      @Schema(required = true) String approveUrl) {}

  @Schema(name = "PaymentResponse")
  record PaymentAnswer(@Schema(required = true) PaymentView payment) {}

  @Schema(name = "PaymentPage")
  record HistoryAnswer(
      @Schema(required = true) List<PaymentView> payments,
      @Schema(required = true) Pagination pagination) {}

  private final Payments payments;
  private final Catalogue catalogue;
  private final Gateways gateways;
  private final Caller caller;

  PaymentResource(Payments payments, Catalogue catalogue, Gateways gateways, Caller caller) {
    this.payments = payments;
    this.catalogue = catalogue;
    this.gateways = gateways;
    this.caller = caller;
  }

  @GET
  @Path("/payments/packages")
  @Access(Who.ANYONE)
  @Operation(operationId = "coinPackages", summary = "What coins cost, and the ways to pay")
  public PackagesAnswer packages() {
    return new PackagesAnswer(
        catalogue.packages().stream().map(this::view).toList(),
        catalogue.currencies().stream().map(this::view).toList(),
        new ProvidersView(
            gateways.stripePublishableKey().map(StripeView::new).orElse(null),
            gateways.paypalClientId().map(this::paypalView).orElse(null),
            gateways.hasTest()));
  }

  private PackageView view(CoinPackage it) {
    Map<String, Long> prices = new LinkedHashMap<>();
    catalogue
        .currencies()
        .forEach(currency -> prices.put(currency.code(), currency.priceOf(it.coins())));
    return new PackageView(it.id(), it.coins(), it.bonusCoins(), prices);
  }

  private CurrencyView view(CoinCurrency it) {
    return new CurrencyView(
        it.code(),
        it.minorDigits(),
        it.coinsPerUnit().toPlainString(),
        catalogue.min(it),
        catalogue.max(it));
  }

  private PayPalView paypalView(String clientId) {
    return new PayPalView(
        clientId,
        catalogue.currencies().stream()
            .filter(PayPalGateway::takes)
            .map(CoinCurrency::code)
            .toList());
  }

  @POST
  @Path("/payments/create-intent")
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "createPaymentIntent", summary = "Begin to pay by card")
  @APIResponseSchema(value = IntentAnswer.class, responseCode = "201")
  public Response createIntent(@Valid @NotNull BuyRequest request) {
    Payments.Begun<StripeGateway.Opened> begun =
        payments.beginStripe(caller.require(), order(request));
    return Response.status(201)
        .entity(
            new IntentAnswer(
                begun.opened().clientSecret(), begun.payment().id(), begun.payment().coins()))
        .build();
  }

  @POST
  @Path("/payments/paypal/orders")
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "createPayPalOrder", summary = "Begin to pay by PayPal")
  @APIResponseSchema(value = OrderAnswer.class, responseCode = "201")
  public Response createOrder(@Valid @NotNull BuyRequest request) {
    Payments.Begun<PayPalGateway.Opened> begun =
        payments.beginPayPal(caller.require(), order(request));
    return Response.status(201)
        .entity(
            new OrderAnswer(
                begun.opened().reference(),
                begun.payment().id(),
                begun.payment().coins(),
                begun.opened().approveUrl()))
        .build();
  }

  @POST
  @Path("/payments/paypal/orders/{orderId}/capture")
  @Consumes(MediaType.WILDCARD)
  @Access(Who.SIGNED_IN)
  @Operation(
      operationId = "capturePayPalOrder",
      summary = "Take the money of an order the buyer has agreed to; again is the same as once")
  public PaymentAnswer capture(@PathParam("orderId") @Size(max = 64) String orderId) {
    return answer(payments.capture(caller.require(), orderId));
  }

  @POST
  @Path("/payments/test")
  @Access(Who.SIGNED_IN)
  @Operation(
      operationId = "payTest",
      summary = "Coins for nothing; in development without any provider's keys only, otherwise 404")
  @APIResponseSchema(value = PaymentAnswer.class, responseCode = "201")
  public Response payTest(@Valid @NotNull BuyRequest request) {
    return Response.status(201)
        .entity(answer(payments.payTest(caller.require(), order(request))))
        .build();
  }

  @GET
  @Path("/payments/history")
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "paymentHistory", summary = "The caller's payments, newest first")
  public HistoryAnswer history(
      @QueryParam("page") @DefaultValue("1") @Min(1) @Max(1_000) int page,
      @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
    PaymentStore.Page found = payments.history(caller.require(), (page - 1) * limit, limit);
    return new HistoryAnswer(
        found.payments().stream().map(PaymentView::of).toList(),
        Pagination.of(found.total(), page, limit));
  }

  @GET
  @Path("/payments/{id}")
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "getPayment", summary = "How a payment of the caller stands")
  public PaymentAnswer get(@PathParam("id") String id) {
    return answer(payments.of(caller.require(), Ids.require(id, "payment")));
  }

  private Order order(BuyRequest request) {
    return catalogue.order(request.packageId(), request.amount(), request.currency());
  }

  private static PaymentAnswer answer(Payment payment) {
    return new PaymentAnswer(PaymentView.of(payment));
  }
}
