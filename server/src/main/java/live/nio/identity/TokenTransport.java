package live.nio.identity;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// How secrets travel to whoever signs in.
@Schema(name = "TokenTransport")
public enum TokenTransport {
  /// In HttpOnly cookies; scripts never see them.
  @JsonProperty("cookie")
  COOKIE,
  /// In the JSON body, for apps that keep them in the system's key store.
  @JsonProperty("body")
  BODY
}
