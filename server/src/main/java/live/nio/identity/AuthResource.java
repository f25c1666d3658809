package live.nio.identity;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Optional;
import live.nio.platform.Access;
import live.nio.platform.Access.Who;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Registration, login and tokens. The contract is in `docs/protocols/identity.md`.
@Path("/api/auth")
@Tag(name = "Accounts")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class AuthResource {

  private static final int MAX_DEVICE_TOKEN = 64;

  /// @param deviceToken for apps; browsers send the cookie instead
  @Schema(name = "RegisterRequest")
  record RegisterRequest(
      @NotBlank @Email @Size(max = 254) String email,
      @NotNull @Size(min = Passwords.MIN_LENGTH, max = Passwords.MAX_LENGTH) String password,
      @NotNull
          @Size(min = 3, max = 20)
          @Pattern(regexp = "[A-Za-z0-9_]*", message = "only Latin letters, digits and _")
          String nickname,
      @Nullable TokenTransport tokenTransport,
      @Nullable @Size(max = MAX_DEVICE_TOKEN) String deviceToken) {}

  @Schema(name = "LoginRequest")
  record LoginRequest(
      @NotBlank @Size(max = 254) String email,
      @NotNull @Size(min = 1, max = Passwords.MAX_LENGTH) String password,
      @Nullable TokenTransport tokenTransport,
      @Nullable @Size(max = MAX_DEVICE_TOKEN) String deviceToken) {}

  /// @param refreshToken for apps; browsers send the cookie instead
  @Schema(name = "RefreshRequest")
  record RefreshRequest(@Nullable @Size(max = 64) String refreshToken) {}

  @Schema(name = "ReauthenticateRequest")
  record ReauthenticateRequest(
      @NotNull @Size(min = 1, max = Passwords.MAX_LENGTH) String password) {}

  /// @param until sensitive calls are let through until then
  @Schema(name = "ReauthenticateResponse")
  record ReauthenticateAnswer(
      @Schema(required = true) String message, @Schema(required = true) Instant until) {}

  @Schema(name = "MeResponse")
  record MeAnswer(@Schema(required = true) User user) {}

  private final Accounts accounts;
  private final BrowserCookies cookies;
  private final FreshProof freshProof;
  private final Caller caller;

  AuthResource(Accounts accounts, BrowserCookies cookies, FreshProof freshProof, Caller caller) {
    this.accounts = accounts;
    this.cookies = cookies;
    this.freshProof = freshProof;
    this.caller = caller;
  }

  @POST
  @Path("/register")
  @Access(Who.ANYONE)
  @Operation(operationId = "register", summary = "Make an account and sign it in")
  @APIResponseSchema(value = SignInAnswer.class, responseCode = "201")
  public Response register(@Valid @NotNull RegisterRequest request, HttpServerRequest http) {
    Requester requester = cookies.requester(http).withDeviceToken(request.deviceToken());
    SignedIn signedIn =
        accounts.register(request.email(), request.password(), request.nickname(), requester);
    return cookies.answer(201, "Welcome to NIO.", signedIn, request.tokenTransport());
  }

  @POST
  @Path("/login")
  @Access(Who.ANYONE)
  @Operation(operationId = "login", summary = "Sign in with e-mail and password")
  @APIResponseSchema(SignInAnswer.class)
  public Response login(@Valid @NotNull LoginRequest request, HttpServerRequest http) {
    Requester requester = cookies.requester(http).withDeviceToken(request.deviceToken());
    SignedIn signedIn = accounts.login(request.email(), request.password(), requester);
    return cookies.answer(200, "Welcome back.", signedIn, request.tokenTransport());
  }

  @GET
  @Path("/me")
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "me", summary = "The caller's account")
  public MeAnswer me() {
    return new MeAnswer(User.of(accounts.self(caller.require())));
  }

  @POST
  @Path("/refresh")
  @Access(Who.ANYONE)
  @Operation(operationId = "refresh", summary = "Replace the refresh token, get a new access token")
  @APIResponse(responseCode = "204", description = "Nobody is signed in here")
  @APIResponseSchema(SignInAnswer.class)
  public Response refresh(@Valid @Nullable RefreshRequest request, HttpServerRequest http) {
    Requester requester = cookies.requester(http);
    String inBody = request == null ? null : request.refreshToken();
    if (inBody != null) {
      return cookies.answer(
          200, "Refreshed.", accounts.refresh(inBody, requester), TokenTransport.BODY);
    }
    Optional<String> cookie = cookies.read(http, BrowserCookies.REFRESH);
    if (cookie.isEmpty()) {
      // A guest's page asks at every start; that is no error worth a red line in its console.
      return Response.noContent().build();
    }
    cookies.requireOwnOrigin(http);
    return cookies.answer(
        200, "Refreshed.", accounts.refresh(cookie.get(), requester), TokenTransport.COOKIE);
  }

  @POST
  @Path("/logout")
  @Access(Who.ANYONE)
  @Operation(operationId = "logout", summary = "End this device's session")
  @APIResponse(responseCode = "204", description = "Signed out")
  public Response logout(@Valid @Nullable RefreshRequest request, HttpServerRequest http) {
    String inBody = request == null ? null : request.refreshToken();
    if (inBody != null) {
      accounts.logout(inBody);
    } else {
      cookies
          .read(http, BrowserCookies.REFRESH)
          .ifPresent(cookie -> {
            cookies.requireOwnOrigin(http);
            accounts.logout(cookie);
          });
    }
    return Response.noContent().cookie(cookies.remove(BrowserCookies.REFRESH)).build();
  }

  @POST
  @Path("/reauthenticate")
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "reauthenticate", summary = "Prove once more who uses this session")
  public ReauthenticateAnswer reauthenticate(@Valid @NotNull ReauthenticateRequest request) {
    Identity identity = caller.require();
    if (!accounts.isPasswordOf(identity, request.password())) {
      throw new IdentityErrors.InvalidCredentials();
    }
    return new ReauthenticateAnswer(
        "Thank you.", freshProof.renew(identity, SignInMethod.PASSWORD));
  }
}
