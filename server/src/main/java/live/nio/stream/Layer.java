package live.nio.stream;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What a viewer wants to see of a stream that is sent in several sizes. Where there are fewer than
/// three, the nearest there is.
@Schema(
    name = "Layer",
    enumeration = {"auto", "high", "medium", "low"})
enum Layer {
  /// As much as the link carries.
  @JsonProperty("auto")
  AUTO,
  @JsonProperty("high")
  HIGH,
  @JsonProperty("medium")
  MEDIUM,
  @JsonProperty("low")
  LOW
}
