package live.nio.stream;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Settings of live streams.
@ConfigMapping(prefix = "nio.stream")
interface StreamSettings {

  /// How long a streamer may be away before the stream ends.
  @WithDefault("30S")
  Duration grace();

  /// Viewers up to which the streamer serves them itself, 0 to 30; with more, or with 0, media goes
  /// through the server.
  @WithDefault("3")
  int p2pMaxViewers();

  /// STUN servers browsers may ask for their public address; empty for none.
  Optional<List<String>> stunUrls();

  /// TURN servers that relay where no direct path exists.
  Optional<List<String>> turnUrls();

  /// Secret shared with the TURN servers, from which time-limited credentials are made.
  Optional<String> turnSecret();
}
