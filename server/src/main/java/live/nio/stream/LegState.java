package live.nio.stream;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// How a client is connected to the media server.
@Schema(
    name = "LegState",
    enumeration = {"connecting", "connected", "disconnected"})
enum LegState {
  /// Answered; ICE and DTLS are under way.
  @JsonProperty("connecting")
  CONNECTING,
  /// Media may flow.
  @JsonProperty("connected")
  CONNECTED,
  /// Silent for a while; it may come back, by an ICE restart at the latest.
  @JsonProperty("disconnected")
  DISCONNECTED
}
