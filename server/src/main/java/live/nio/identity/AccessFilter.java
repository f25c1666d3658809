package live.nio.identity;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Locale;
import live.nio.platform.Access;
import live.nio.platform.Forbidden;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/// Checks the token and the [Access] rule of every REST method; a method without a rule is refused.
final class AccessFilter {

  private static final String BEARER = "bearer ";

  private final AccessTokens tokens;
  private final Caller caller;
  private final SessionActivity activity;

  AccessFilter(AccessTokens tokens, Caller caller, SessionActivity activity) {
    this.tokens = tokens;
    this.caller = caller;
    this.activity = activity;
  }

  @ServerRequestFilter
  void check(ContainerRequestContext request, ResourceInfo resource) {
    Access access = resource.getResourceMethod().getAnnotation(Access.class);
    if (access == null) {
      throw new Forbidden("This method has no access rule.");
    }
    String authorization = request.getHeaderString(HttpHeaders.AUTHORIZATION);
    if (authorization != null) {
      if (!authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
        throw new IdentityErrors.Unauthorized();
      }
      String token = authorization.substring(BEARER.length()).strip();
      if (access.streamKey() && token.startsWith(Caller.STREAM_KEY_PREFIX)) {
        caller.setStreamKey(token);
      } else {
        Identity identity = tokens.verify(token);
        activity.used(identity.sessionId());
        caller.set(identity);
      }
    }
    switch (access.value()) {
      case ANYONE -> {}
      case SIGNED_IN -> {
        if (caller.streamKey().isEmpty()) {
          caller.require();
        }
      }
      case ADMIN -> {
        if (!caller.require().isAdmin()) {
          throw new Forbidden("Only administrators may do this.");
        }
      }
    }
  }
}
