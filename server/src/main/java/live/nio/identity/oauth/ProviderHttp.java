package live.nio.identity.oauth;

import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import live.nio.platform.OutgoingHttp;
import net.minidev.json.JSONObject;
import org.jspecify.annotations.Nullable;

/// How we talk to providers: by [OutgoingHttp], answers of at most [#MAX_BYTES].
@Singleton
class ProviderHttp implements HTTPRequestSender, ResourceRetriever {

  static final int MAX_BYTES = 256 * 1024;

  /// What may be logged of an error a provider names.
  private static final Pattern ERROR_CODE = Pattern.compile("[A-Za-z0-9_]{1,40}");

  private final OutgoingHttp http;

  ProviderHttp(OutgoingHttp http) {
    this.http = http;
  }

  /// Asks and reads the JSON object answered.
  ///
  /// @param what the question's name for the log
  /// @throws ProviderFailure when there is no such answer, or it is an error
  JSONObject json(String what, HTTPRequest request) throws ProviderFailure {
    HTTPResponse response;
    try {
      request.setAccept("application/json");
      response = request.send(this);
    } catch (IOException e) {
      throw new ProviderFailure(what + ": no answer, " + e.getMessage());
    }
    JSONObject body;
    try {
      body = response.getBodyAsJSONObject();
    } catch (ParseException notJson) {
      throw new ProviderFailure(what + ": status " + response.getStatusCode() + " without JSON");
    }
    if (response.getStatusCode() != HTTPResponse.SC_OK || body.containsKey("error")) {
      throw new ProviderFailure(
          what
              + ": status "
              + response.getStatusCode()
              + ", error "
              + printable(body.get("error")));
    }
    return body;
  }

  /// An error code as it may be logged: what is no code may be anything.
  static String printable(@Nullable Object error) {
    return error instanceof String code && ERROR_CODE.matcher(code).matches()
        ? code
        : "without a code";
  }

  @Override
  public ReadOnlyHTTPResponse send(ReadOnlyHTTPRequest request) throws IOException {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(request.getURI()).timeout(OutgoingHttp.TIMEOUT);
    request
        .getHeaderMap()
        .forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
    String body = request.getBody();
    builder.method(
        request.getMethod().name(),
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body));
    HttpResponse<byte[]> answer = http.send(builder.build(), MAX_BYTES);
    HTTPResponse response = new HTTPResponse(answer.statusCode());
    // JSON whatever it is called: Facebook says text/javascript to some.
    response.setHeader("Content-Type", "application/json");
    response.setBody(new String(answer.body(), StandardCharsets.UTF_8));
    return response;
  }

  @Override
  public Resource retrieveResource(URL url) throws IOException {
    try {
      HttpResponse<byte[]> answer =
          http.send(
              HttpRequest.newBuilder(url.toURI()).timeout(OutgoingHttp.TIMEOUT).build(), MAX_BYTES);
      if (answer.statusCode() != HTTPResponse.SC_OK) {
        throw new IOException("status " + answer.statusCode());
      }
      return new Resource(
          new String(answer.body(), StandardCharsets.UTF_8),
          answer.headers().firstValue("Content-Type").orElse("application/json"));
    } catch (URISyntaxException e) {
      throw new IOException("not an address", e);
    }
  }

  /// An address from settings or a discovery document.
  static URI uri(String base, String path) {
    return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
  }
}
