package live.nio.payment;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import live.nio.platform.Access;
import live.nio.platform.Access.Who;
import live.nio.platform.ClientAddresses;
import live.nio.platform.Limit;
import live.nio.platform.RateLimits;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Where providers send their messages. Anybody may knock; the signature over the body, byte for
/// byte as it came, decides.
@Path("/api")
@Tag(name = "Payments")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class WebhookResource {

  /// What providers expect to hear.
  record Received(boolean received) {}

  private final Webhooks webhooks;
  private final RateLimits limits;
  private final ClientAddresses addresses;

  WebhookResource(Webhooks webhooks, RateLimits limits, ClientAddresses addresses) {
    this.webhooks = webhooks;
    this.limits = limits;
    this.addresses = addresses;
  }

  @POST
  @Path("/payments/stripe/webhook")
  @Access(Who.ANYONE)
  @Operation(operationId = "stripeWebhook", summary = "For Stripe", hidden = true)
  public Received stripe(
      InputStream body,
      @Nullable @HeaderParam("Stripe-Signature") String signature,
      HttpServerRequest request)
      throws IOException {
    take(request);
    webhooks.stripe(body.readAllBytes(), signature);
    return new Received(true);
  }

  @POST
  @Path("/payments/paypal/webhook")
  @Access(Who.ANYONE)
  @Operation(operationId = "payPalWebhook", summary = "For PayPal", hidden = true)
  public Received paypal(
      InputStream body,
      @Nullable @HeaderParam("PAYPAL-TRANSMISSION-ID") String id,
      @Nullable @HeaderParam("PAYPAL-TRANSMISSION-TIME") String time,
      @Nullable @HeaderParam("PAYPAL-CERT-URL") String certificateUrl,
      @Nullable @HeaderParam("PAYPAL-AUTH-ALGO") String algorithm,
      @Nullable @HeaderParam("PAYPAL-TRANSMISSION-SIG") String signature,
      HttpServerRequest request)
      throws IOException {
    take(request);
    webhooks.paypal(
        body.readAllBytes(),
        new PayPalSignature.Headers(id, time, certificateUrl, algorithm, signature));
    return new Received(true);
  }

  private void take(HttpServerRequest request) {
    limits.take(Limit.PAYMENT_WEBHOOK_NETWORK, addresses.of(request).network());
  }
}
