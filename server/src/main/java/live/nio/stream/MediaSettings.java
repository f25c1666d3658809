package live.nio.stream;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/// Settings of the media server.
@ConfigMapping(prefix = "nio.media")
interface MediaSettings {

  /// UDP and TCP port all media comes to; 0 takes any free one.
  @WithDefault("10000")
  int port();

  /// Addresses told to browsers, when they differ from this machine's own (behind NAT).
  Optional<List<String>> publicIp();

  /// Threads that move media; 0 for one per core.
  @WithDefault("0")
  int loops();

  /// Whether media may also come over TCP, for networks that let no UDP out.
  @WithDefault("true")
  boolean tcp();
}
