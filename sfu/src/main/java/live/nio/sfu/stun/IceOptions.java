package live.nio.sfu.stun;

import java.time.Duration;

/// Timeouts and limits of an agent.
///
/// @param disconnectedAfter without a check
/// @param failedAfter without a check; also how long the first nomination may take. RFC 7675 says
///   30 s.
/// @param settling how long after its nomination a path is kept against one of lower priority, for
///   peers that nominate everything they check
/// @param maxPaths the most paths remembered at once
public record IceOptions(
    Duration disconnectedAfter, Duration failedAfter, Duration settling, int maxPaths) {
  /// 10 s, 30 s, 2 s, 16 paths.
  public static IceOptions defaults() {
    return new IceOptions(
        Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(2), 16);
  }
}
