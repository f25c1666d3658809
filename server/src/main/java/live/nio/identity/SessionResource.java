package live.nio.identity;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import live.nio.platform.Access;
import live.nio.platform.Access.Who;
import live.nio.platform.Ids;
import live.nio.platform.Language;
import live.nio.platform.NotFound;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// The caller's device sessions and history of logins.
@Path("/api/sessions")
@Tag(name = "Sessions")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class SessionResource {

  /// @param location in the language of `Accept-Language`; null when unknown
  /// @param confirmed false for a login from a new device its owner has not said a word about
  @Schema(name = "Session")
  record SessionView(
      @Schema(required = true) UUID id,
      @Schema(required = true) String device,
      @Schema(required = true) DeviceInfo.Kind deviceKind,
      @Schema(required = true) String browser,
      @Schema(required = true) String system,
      @Schema(required = true) String ipAddress,
      @Schema(required = true) String userAgent,
      @Schema(required = true, nullable = true) @Nullable String location,
      @Schema(required = true, nullable = true) @Nullable String countryCode,
      @Schema(required = true) SignInMethod method,
      @Schema(required = true) boolean confirmed,
      @Schema(required = true) Instant lastActivity,
      @Schema(required = true) Instant createdAt,
      @Schema(required = true) Instant expiresAt,
      @Schema(required = true) boolean isCurrent) {}

  /// @param reason why it failed; null for a success
  @Schema(name = "LoginAttempt")
  record AttemptView(
      @Schema(required = true) UUID id,
      @Schema(required = true) String ipAddress,
      @Schema(required = true) String userAgent,
      @Schema(required = true) String device,
      @Schema(required = true) DeviceInfo.Kind deviceKind,
      @Schema(required = true) String browser,
      @Schema(required = true) String system,
      @Schema(required = true, nullable = true) @Nullable String location,
      @Schema(required = true, nullable = true) @Nullable String countryCode,
      @Schema(required = true) SignInMethod method,
      @Schema(required = true) boolean success,
      @Schema(
              required = true,
              nullable = true,
              enumeration = {"wrong_password", "account_disabled", "qr_rejected"})
          @Nullable String reason,
      @Schema(required = true) Instant createdAt) {}

  @Schema(name = "SessionEndedResponse")
  record EndedAnswer(@Schema(required = true) String message) {}

  @Schema(name = "SessionsEndedResponse")
  record OthersEndedAnswer(
      @Schema(required = true) String message, @Schema(required = true) int deletedCount) {}

  private final Sessions sessions;
  private final LoginAttempts attempts;
  private final Caller caller;

  SessionResource(Sessions sessions, LoginAttempts attempts, Caller caller) {
    this.sessions = sessions;
    this.attempts = attempts;
    this.caller = caller;
  }

  @GET
  @Access(Who.SIGNED_IN)
  @Operation(
      operationId = "sessions",
      summary = "The caller's open sessions: this one, then the latest used")
  public List<SessionView> list(@Context HttpServerRequest http) {
    Identity identity = caller.require();
    Language language = Language.ofHeader(http.getHeader("Accept-Language"));
    return sessions.open(identity.accountId()).stream()
        .map(session -> view(session, identity.sessionId(), language))
        .sorted(Comparator.comparing((SessionView view) -> !view.isCurrent()))
        .toList();
  }

  private static SessionView view(Sessions.Listed session, UUID current, Language language) {
    return new SessionView(
        session.id(),
        session.device().name(),
        session.device().kind(),
        session.device().browser(),
        session.device().system(),
        session.ipAddress(),
        session.userAgent(),
        session.place().name(language).orElse(null),
        session.place().countryCode(),
        session.method(),
        session.confirmed(),
        session.lastActiveAt(),
        session.createdAt(),
        session.expiresAt(),
        session.id().equals(current));
  }

  @GET
  @Path("/history")
  @Access(Who.SIGNED_IN)
  @Operation(
      operationId = "loginHistory",
      summary = "Attempts to sign in to the caller's account, newest first")
  public List<AttemptView> history(
      @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit,
      @Context HttpServerRequest http) {
    Language language = Language.ofHeader(http.getHeader("Accept-Language"));
    return attempts.latest(caller.require().accountId(), limit).stream()
        .map(attempt ->
            new AttemptView(
                attempt.id(),
                attempt.ipAddress(),
                attempt.userAgent(),
                attempt.device().name(),
                attempt.device().kind(),
                attempt.device().browser(),
                attempt.device().system(),
                attempt.place().name(language).orElse(null),
                attempt.place().countryCode(),
                attempt.method(),
                attempt.failure() == null,
                attempt.failure(),
                attempt.createdAt()))
        .toList();
  }

  @DELETE
  @Path("/others/all")
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "endOtherSessions", summary = "End every session but this one")
  public OthersEndedAnswer endOthers() {
    Identity identity = caller.require();
    int ended =
        sessions.endOthers(identity.accountId(), identity.sessionId(), EndReason.ENDED_BY_USER);
    return new OthersEndedAnswer("The other sessions have ended.", ended);
  }

  @DELETE
  @Path("/{id}")
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "endSession", summary = "End a session of the caller")
  public EndedAnswer end(@PathParam("id") String id) {
    UUID sessionId = Ids.require(id, "session");
    if (!sessions.end(caller.require().accountId(), sessionId, EndReason.ENDED_BY_USER)) {
      throw new NotFound("session");
    }
    return new EndedAnswer("The session has ended.");
  }
}
