package live.nio.identity.qr;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import live.nio.identity.SignInAnswer;
import live.nio.identity.TokenTransport;
import live.nio.platform.Access;
import live.nio.platform.Access.Who;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Login by a picture, asked for every two seconds.
@Path("/api/qr-auth")
@Tag(name = "QR login")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class QrAuthResource {

  /// @param code the code, public
  /// @param expiresIn seconds
  /// @param qrData the picture, PNG
  /// @param deepLink opens the app
  /// @param link what the picture says
  /// @param browserSecret only with `tokenTransport: "body"`
  @Schema(name = "QrAuthResponse")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Created(
      @Schema(required = true) String code,
      @Schema(required = true) long expiresIn,
      @Schema(required = true) Instant expiresAt,
      @Schema(required = true) String qrData,
      @Schema(required = true) String deepLink,
      @Schema(required = true) String link,
      @Nullable String browserSecret) {}

  @Schema(name = "QrAuthCodeRequest")
  record CodeRequest(@NotBlank @Size(max = QrCalls.MAX_CODE) String code) {}

  /// @param number the one on the other screen
  @Schema(name = "QrAuthConfirmRequest")
  record ConfirmRequest(
      @NotBlank @Size(max = QrCalls.MAX_CODE) String code,
      @Nullable @Size(max = QrCalls.MAX_CODE) String confirmation,
      @Nullable Integer number) {}

  /// @param deviceToken for apps; browsers send the cookie instead
  @Schema(name = "QrAuthClaimRequest")
  record ClaimRequest(
      @NotBlank @Size(max = QrCalls.MAX_CODE) String code,
      @Nullable TokenTransport tokenTransport,
      @Nullable @Size(max = QrCalls.MAX_DEVICE_TOKEN) String deviceToken) {}

  private final QrCalls calls;

  QrAuthResource(QrCalls calls) {
    this.calls = calls;
  }

  @POST
  @Path("/generate")
  @Access(Who.ANYONE)
  @Operation(operationId = "qrAuthGenerate", summary = "Make a code for a phone to scan")
  @APIResponseSchema(Created.class)
  public Response create(@Valid QrCalls.@Nullable CreateRequest request, HttpServerRequest http) {
    return calls.create(
        QrKind.POLLED,
        request,
        http,
        (made, secret) ->
            new Created(
                made.code(),
                QrKind.POLLED.lifetime().toSeconds(),
                made.expiresAt(),
                QrPicture.dataUrl(made.link()),
                made.deepLink(),
                made.link(),
                secret));
  }

  @GET
  @Path("/status/{code}")
  @Access(Who.ANYONE)
  @Operation(operationId = "qrAuthStatus", summary = "What has become of a code")
  public QrStatus status(
      @PathParam("code") String code,
      @HeaderParam(QrCalls.SECRET_HEADER) @Nullable String browserSecret,
      @Context HttpServerRequest http) {
    return calls.status(code, browserSecret, http);
  }

  @POST
  @Path("/claim")
  @Access(Who.ANYONE)
  @Operation(operationId = "qrAuthClaim", summary = "Open the session the phone agreed to")
  @APIResponseSchema(SignInAnswer.class)
  public Response claim(
      @Valid @NotNull ClaimRequest request,
      @HeaderParam(QrCalls.SECRET_HEADER) @Nullable String browserSecret,
      HttpServerRequest http) {
    return calls.claim(
        request.code(), browserSecret, request.tokenTransport(), request.deviceToken(), http);
  }

  @POST
  @Path("/scanned")
  @Access(Who.SIGNED_IN)
  @Operation(
      operationId = "qrAuthScanned",
      summary = "Say that this phone has the code; see who asks")
  public QrCalls.ScannedAnswer scanned(
      @Valid @NotNull CodeRequest request, HttpServerRequest http) {
    return calls.scanned(request.code(), http);
  }

  @POST
  @Path("/confirm")
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "qrAuthConfirm", summary = "Agree, with the number on the other screen")
  public QrCalls.Answer confirm(@Valid @NotNull ConfirmRequest request) {
    return calls.confirm(request.code(), request.confirmation(), request.number());
  }

  @POST
  @Path("/reject")
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "qrAuthReject", summary = "Refuse")
  public QrCalls.Answer reject(@Valid @NotNull CodeRequest request) {
    return calls.reject(request.code());
  }
}
