package live.nio.identity;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import live.nio.identity.Accounts.SignedIn;
import live.nio.identity.Sessions.Device;
import live.nio.platform.Access;
import live.nio.platform.Access.Who;
import live.nio.platform.PlatformConfig;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Registration, login and tokens. The contract is in `docs/protocols/live.md`.
@Path("/api/auth")
@Tag(name = "Accounts")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class AuthResource {

  /// On HTTPS the prefix makes browsers refuse the cookie from any other host or path (RFC 6265bis
  /// §4.1.3.2).
  static final String SECURE_COOKIE = "__Host-nio_refresh";

  /// On plain HTTP (a developer's machine) the prefix is not allowed.
  static final String PLAIN_COOKIE = "nio_refresh";

  /// How the refresh token travels.
  @Schema(name = "TokenTransport")
  enum TokenTransport {
    /// In an HttpOnly cookie; scripts never see it.
    @JsonProperty("cookie")
    COOKIE,
    /// In the JSON body, for apps that keep it in the system's key store.
    @JsonProperty("body")
    BODY
  }

  @Schema(name = "RegisterRequest")
  record RegisterRequest(
      @NotBlank @Email @Size(max = 254) String email,
      @NotNull @Size(min = 8, max = 128) String password,
      @NotNull
          @Size(min = 3, max = 20)
          @Pattern(regexp = "[A-Za-z0-9_]*", message = "only Latin letters, digits and _")
          String nickname,
      @Nullable TokenTransport tokenTransport) {}

  @Schema(name = "LoginRequest")
  record LoginRequest(
      @NotBlank @Size(max = 254) String email,
      @NotNull @Size(min = 1, max = 128) String password,
      @Nullable TokenTransport tokenTransport) {}

  /// @param refreshToken for apps; browsers send the cookie instead
  @Schema(name = "RefreshRequest")
  record RefreshRequest(@Nullable @Size(max = 64) String refreshToken) {}

  /// @param refreshToken only with `tokenTransport: "body"`
  @Schema(name = "AuthResponse")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record SignedInAnswer(
      @Schema(required = true) String message,
      @Schema(required = true) String token,
      @Schema(required = true) User user,
      @Nullable String refreshToken) {}

  @Schema(name = "MeResponse")
  record MeAnswer(@Schema(required = true) User user) {}

  private final Accounts accounts;
  private final Caller caller;
  private final PlatformConfig config;

  AuthResource(Accounts accounts, Caller caller, PlatformConfig config) {
    this.accounts = accounts;
    this.caller = caller;
    this.config = config;
  }

  @POST
  @Path("/register")
  @Access(Who.ANYONE)
  @Operation(operationId = "register", summary = "Make an account and sign it in")
  @APIResponseSchema(value = SignedInAnswer.class, responseCode = "201")
  public Response register(
      @Valid @NotNull RegisterRequest request,
      @Parameter(hidden = true) @HeaderParam(HttpHeaders.USER_AGENT) @Nullable String userAgent,
      HttpServerRequest http) {
    SignedIn signedIn =
        accounts.register(
            request.email(), request.password(), request.nickname(), device(userAgent, http));
    return answer(201, "Welcome to NIO.", signedIn, request.tokenTransport());
  }

  @POST
  @Path("/login")
  @Access(Who.ANYONE)
  @Operation(operationId = "login", summary = "Sign in with e-mail and password")
  @APIResponseSchema(SignedInAnswer.class)
  public Response login(
      @Valid @NotNull LoginRequest request,
      @Parameter(hidden = true) @HeaderParam(HttpHeaders.USER_AGENT) @Nullable String userAgent,
      HttpServerRequest http) {
    SignedIn signedIn =
        accounts.login(request.email(), request.password(), device(userAgent, http));
    return answer(200, "Welcome back.", signedIn, request.tokenTransport());
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
  @APIResponseSchema(SignedInAnswer.class)
  public Response refresh(
      @Valid @Nullable RefreshRequest request,
      @Parameter(hidden = true) @CookieParam(SECURE_COOKIE) @Nullable String secureCookie,
      @Parameter(hidden = true) @CookieParam(PLAIN_COOKIE) @Nullable String plainCookie,
      @Parameter(hidden = true) @HeaderParam("Origin") @Nullable String origin,
      @Parameter(hidden = true) @HeaderParam(HttpHeaders.USER_AGENT) @Nullable String userAgent,
      HttpServerRequest http) {
    String inBody = request == null ? null : request.refreshToken();
    if (inBody != null) {
      return answer(
          200,
          "Refreshed.",
          accounts.refresh(inBody, device(userAgent, http)),
          TokenTransport.BODY);
    }
    String cookie = ourCookie(secureCookie, plainCookie);
    if (cookie == null) {
      // A guest's page asks at every start; that is no error worth a red line in its console.
      return Response.noContent().build();
    }
    requireOwnOrigin(origin, http);
    return answer(
        200,
        "Refreshed.",
        accounts.refresh(cookie, device(userAgent, http)),
        TokenTransport.COOKIE);
  }

  @POST
  @Path("/logout")
  @Access(Who.ANYONE)
  @Operation(operationId = "logout", summary = "End this device's session")
  @APIResponse(responseCode = "204", description = "Signed out")
  public Response logout(
      @Valid @Nullable RefreshRequest request,
      @Parameter(hidden = true) @CookieParam(SECURE_COOKIE) @Nullable String secureCookie,
      @Parameter(hidden = true) @CookieParam(PLAIN_COOKIE) @Nullable String plainCookie,
      @Parameter(hidden = true) @HeaderParam("Origin") @Nullable String origin,
      HttpServerRequest http) {
    String inBody = request == null ? null : request.refreshToken();
    String cookie = ourCookie(secureCookie, plainCookie);
    if (inBody != null) {
      accounts.logout(inBody);
    } else if (cookie != null) {
      requireOwnOrigin(origin, http);
      accounts.logout(cookie);
    }
    return Response.noContent().cookie(cookie("", Duration.ZERO)).build();
  }

  private Response answer(
      int status, String message, SignedIn signedIn, @Nullable TokenTransport transport) {
    boolean inBody = transport == TokenTransport.BODY;
    Response.ResponseBuilder response =
        Response.status(status)
            .entity(
                new SignedInAnswer(
                    message,
                    signedIn.accessToken(),
                    User.of(signedIn.account()),
                    inBody ? signedIn.grant().refreshToken() : null));
    if (!inBody) {
      response.cookie(cookie(signedIn.grant().refreshToken(), accounts.lifetime(signedIn.grant())));
    }
    return response.build();
  }

  private NewCookie cookie(String value, Duration lifetime) {
    boolean secure = config.publicUrlIsHttps();
    return new NewCookie.Builder(secure ? SECURE_COOKIE : PLAIN_COOKIE)
        .value(value)
        .path("/")
        .maxAge((int) lifetime.toSeconds())
        .httpOnly(true)
        .secure(secure)
        .sameSite(NewCookie.SameSite.STRICT)
        .build();
  }

  private @Nullable String ourCookie(@Nullable String secureCookie, @Nullable String plainCookie) {
    String cookie = config.publicUrlIsHttps() ? secureCookie : plainCookie;
    return cookie == null || cookie.isEmpty() ? null : cookie;
  }

  /// `SameSite=Strict` keeps other sites out; this also keeps out other origins of the same site
  /// (another port, a subdomain).
  private void requireOwnOrigin(@Nullable String origin, HttpServerRequest http) {
    if (origin == null
        || origin.equals(config.publicUrl())
        || config.corsOrigins().contains(origin)) {
      return;
    }
    String host = http.authority() == null ? "" : http.authority().toString();
    if (!origin.equals("http://" + host) && !origin.equals("https://" + host)) {
      throw new IdentityErrors.ForeignOrigin();
    }
  }

  private static Device device(@Nullable String userAgent, HttpServerRequest http) {
    return new Device(userAgent == null ? "" : userAgent, http.remoteAddress().hostAddress());
  }
}
