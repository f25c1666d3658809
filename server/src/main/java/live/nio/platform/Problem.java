package live.nio.platform;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/// The body of every error, [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457) with a short `error`
/// code.
///
/// @param type always `about:blank`: the code says more than a link would
/// @param title the status in words
/// @param status HTTP status
/// @param error stable code for programs
/// @param detail one sentence for people
/// @param extras further members: `errors`, `retryAfterMs`, `streamId`, `incident`

public record Problem(
    String type,
    String title,
    int status,
    String error,
    String detail,
    @JsonIgnore Map<String, Object> extras) {

  static final String MEDIA_TYPE = "application/problem+json";

  static Problem of(int status, String error, String detail, Map<String, Object> extras) {
    Response.Status known = Response.Status.fromStatusCode(status);
    String title = known == null ? "Error" : known.getReasonPhrase();
    return new Problem("about:blank", title, status, error, detail, extras);
  }

  @JsonAnyGetter
  public Map<String, Object> members() {
    return extras;
  }
}
