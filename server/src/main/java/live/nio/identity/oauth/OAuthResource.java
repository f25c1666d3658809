package live.nio.identity.oauth;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import live.nio.identity.BrowserCookies;
import live.nio.identity.Requester;
import live.nio.identity.SignInMethod;
import live.nio.platform.Access;
import live.nio.platform.Access.Who;
import live.nio.platform.DomainError;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Where a browser leaves for a provider and comes back. Both are pages to the browser, so every
/// answer is a redirect.
@Path("/api/auth/oauth/{provider}")
@Tag(name = "Accounts")
@RunOnVirtualThread
class OAuthResource {

  private static final String HOME = "/";
  private static final String LOGIN_PAGE = "/login";
  private static final String LINKS_PAGE = "/dashboard/settings/linked";

  private final OAuthProviders providers;
  private final OAuthFlow flow;
  private final OAuthCookie errandCookie;
  private final BrowserCookies cookies;

  OAuthResource(
      OAuthProviders providers, OAuthFlow flow, OAuthCookie errandCookie, BrowserCookies cookies) {
    this.providers = providers;
    this.flow = flow;
    this.errandCookie = errandCookie;
    this.cookies = cookies;
  }

  @GET
  @Access(Who.ANYONE)
  @Operation(
      operationId = "oauthStart",
      summary = "Leave for a provider to sign in; `next` is the path to go on to")
  @APIResponse(responseCode = "302", description = "To the provider, or back with a problem")
  public Response start(
      @PathParam("provider") String provider,
      @QueryParam("next") @Nullable String next,
      @Context HttpServerRequest http) {
    Provider through = providers.require(provider);
    String safeNext = NextPath.safe(next, HOME);
    try {
      OAuthFlow.Departure departure =
          flow.depart(through, Errand.Purpose.LOGIN, safeNext, null, cookies.requester(http));
      return redirect(departure.url()).cookie(errandCookie.make(departure.sealedErrand())).build();
    } catch (DomainError refused) {
      return redirect(loginProblem(refused.code(), through.method(), safeNext)).build();
    }
  }

  @GET
  @Path("/callback")
  @Access(Who.ANYONE)
  @Operation(operationId = "oauthCallback", summary = "Come back from a provider")
  @APIResponse(
      responseCode = "302",
      description = "To `next`, signed in, or to a page that tells the problem")
  public Response callback(
      @PathParam("provider") String provider,
      @Context UriInfo uri,
      @Context HttpServerRequest http) {
    Provider through = providers.require(provider);
    Requester requester = cookies.requester(http);
    OAuthFlow.Outcome outcome =
        flow.arrive(through, answer(uri), errandCookie.read(http), requester);
    Response.ResponseBuilder response =
        switch (outcome) {
          case OAuthFlow.SignedInAs(var signedIn, String next) ->
              redirect(next).cookie(cookies.cookies(signedIn));
          case OAuthFlow.Linked() -> redirect(LINKS_PAGE + "?linked=" + through.method().code());
          case OAuthFlow.Reauthenticated(String next) -> redirect(next);
          case OAuthFlow.Failed(String problem, Errand errand) ->
              redirect(problemPage(problem, through.method(), errand));
        };
    return response.cookie(errandCookie.remove()).build();
  }

  private static String problemPage(
      String problem, SignInMethod provider, @Nullable Errand errand) {
    return errand == null || errand.purpose() == Errand.Purpose.LOGIN
        ? loginProblem(problem, provider, errand == null ? HOME : errand.next())
        : LINKS_PAGE + "?problem=" + problem + "&provider=" + provider.code();
  }

  private static String loginProblem(String problem, SignInMethod provider, String next) {
    String page = LOGIN_PAGE + "?problem=" + problem + "&provider=" + provider.code();
    return next.equals(HOME)
        ? page
        : page + "&next=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
  }

  /// A parameter given twice is not read at all (RFC 6749 §3.1).
  private static Map<String, String> answer(UriInfo uri) {
    Map<String, String> answer = new HashMap<>();
    for (Map.Entry<String, List<String>> parameter : uri.getQueryParameters().entrySet()) {
      if (parameter.getValue().size() == 1) {
        answer.put(parameter.getKey(), parameter.getValue().getFirst());
      }
    }
    return answer;
  }

  /// The location stays as it is: a path of ours must not get the host a request claims.
  private static Response.ResponseBuilder redirect(String location) {
    return Response.status(Response.Status.FOUND).header(HttpHeaders.LOCATION, location);
  }
}
