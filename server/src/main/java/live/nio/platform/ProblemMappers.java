package live.nio.platform;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// The one place where failures become HTTP answers.
public final class ProblemMappers {

  private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

  /// Refusals: the status follows from the kind.
  @ServerExceptionMapper
  public Response domainError(DomainError error) {
    Response.ResponseBuilder response =
        problem(statusOf(error.kind()), error.code(), error.detail(), error.extras());
    Duration retryAfter = error.retryAfter();
    if (retryAfter != null) {
      // Rounded up: a client that waits just this long must not be refused again.
      response.header(HttpHeaders.RETRY_AFTER, retryAfter.toSeconds() + 1);
    }
    return response.build();
  }

  /// Bean Validation of bodies and parameters.
  @ServerExceptionMapper
  public Response violations(ConstraintViolationException e) {
    return domainError(new InvalidInput(Violations.fieldErrors(e.getConstraintViolations())));
  }

  /// Bodies that are not the JSON expected. The second class is named because the framework has a
  /// mapper of its own for it.
  @ServerExceptionMapper({JacksonException.class, MismatchedInputException.class})
  public Response json(JacksonException e) {
    return JsonErrors.wrongField(e).map(this::domainError).orElseGet(ProblemMappers::malformed);
  }

  /// Answers of the framework itself: no such route, wrong method, wrong media type, unreadable
  /// body.
  @ServerExceptionMapper
  public Response framework(WebApplicationException e) {
    int status = e.getResponse().getStatus();
    if (e.getCause() instanceof JacksonException cause) {
      return json(cause);
    }
    return switch (e) {
      case NotAllowedException _ ->
          problem(status, "method_not_allowed", "This address does not take that method.", Map.of())
              .build();
      case NotSupportedException _ ->
          problem(
                  status,
                  "unsupported_media_type",
                  "Send the media type this address takes.",
                  Map.of())
              .build();
      default ->
          switch (status) {
            case 400 -> malformed();
            case 401 -> problem(401, "unauthorized", "Sign in first.", Map.of()).build();
            case 403 -> problem(403, "forbidden", "This is not allowed.", Map.of()).build();
            case 404 -> problem(404, "not_found", "There is nothing here.", Map.of()).build();
            case 412 ->
                problem(412, "precondition_failed", "It has changed meanwhile.", Map.of()).build();
            case 428 -> problem(428, "precondition_required", "Send If-Match.", Map.of()).build();
            case 413 -> problem(413, "too_large", "The request is too large.", Map.of()).build();
            default -> problem(status, "request_failed", "The request failed.", Map.of()).build();
          };
    };
  }

  /// Everything else is our fault: the log gets the whole story, the caller an id to quote.
  @ServerExceptionMapper
  public Response bug(Throwable failure) {
    String incident = UUID.randomUUID().toString();
    LOG.errorf(failure, "Request failed, incident %s", incident);
    return problem(
            500,
            "internal",
            "Something went wrong on our side. Try again in a moment.",
            Map.of("incident", incident))
        .build();
  }

  private static Response malformed() {
    return problem(
            400,
            "malformed_request",
            "The request is not valid JSON of the expected shape.",
            Map.of())
        .build();
  }

  private static Response.ResponseBuilder problem(
      int status, String error, String detail, Map<String, Object> extras) {
    return Response.status(status)
        .type(Problem.MEDIA_TYPE)
        .entity(Problem.of(status, error, detail, extras));
  }

  private static int statusOf(ErrorKind kind) {
    return switch (kind) {
      case INVALID -> 400;
      case UNAUTHENTICATED -> 401;
      case FORBIDDEN -> 403;
      case NOT_FOUND -> 404;
      case CONFLICT -> 409;
      case GONE -> 410;
      case TOO_LARGE -> 413;
      case UNPROCESSABLE -> 422;
      case THROTTLED -> 429;
      case UNAVAILABLE -> 503;
    };
  }
}
