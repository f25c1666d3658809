package live.nio.identity;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import live.nio.identity.DeviceInfo.Kind;
import nl.basjes.parse.useragent.UserAgent;
import nl.basjes.parse.useragent.UserAgentAnalyzer;

/// Reads `User-Agent` headers with [Yauaa](https://yauaa.basjes.nl). Its rules take seconds to load
/// and memory to keep, so they are loaded beside the start and only those needed. Any thread; the
/// first reader waits for the rules.
@Singleton
public class Devices {

  private static final int CACHED = 1_000;
  private static final String UNKNOWN_NAME = "??";

  private final CompletableFuture<UserAgentAnalyzer> analyzer =
      CompletableFuture.supplyAsync(
          Devices::load, task -> Thread.ofPlatform().name("user-agent-rules").start(task));

  // Made at the start, not at the first login.
  void start(@Observes StartupEvent event) {}

  private static UserAgentAnalyzer load() {
    return UserAgentAnalyzer.newBuilder()
        .hideMatcherLoadStats()
        // Otherwise most of the work is left to the first login, which takes seconds then.
        .immediateInitialization()
        .dropTests()
        .withCache(CACHED)
        .withField(UserAgent.DEVICE_CLASS)
        .withField(UserAgent.DEVICE_NAME)
        .withField(UserAgent.AGENT_NAME)
        .withField(UserAgent.AGENT_NAME_VERSION_MAJOR)
        .withField(UserAgent.OPERATING_SYSTEM_NAME_VERSION_MAJOR)
        .build();
  }

  /// What this header says; see [DeviceInfo].
  public DeviceInfo describe(String userAgent) {
    if (userAgent.isBlank()) {
      return new DeviceInfo("", Kind.OTHER, "", "");
    }
    UserAgent parsed = analyzer.join().parse(userAgent);
    return new DeviceInfo(
        known(parsed.getValue(UserAgent.DEVICE_NAME)),
        kindOf(parsed.getValue(UserAgent.DEVICE_CLASS)),
        known(parsed.getValue(UserAgent.AGENT_NAME_VERSION_MAJOR)),
        known(parsed.getValue(UserAgent.OPERATING_SYSTEM_NAME_VERSION_MAJOR)));
  }

  private static Kind kindOf(String deviceClass) {
    return switch (deviceClass) {
      case "Phone", "Mobile", "Watch" -> Kind.PHONE;
      case "Tablet", "eReader" -> Kind.TABLET;
      case "Desktop" -> Kind.DESKTOP;
      default -> Kind.OTHER;
    };
  }

  /// Yauaa writes "Unknown" and, for a version it cannot tell, a name with `??` behind it.
  private static String known(String value) {
    String name = value.endsWith(UNKNOWN_NAME) ? value.substring(0, value.length() - 2) : value;
    return name.isBlank() || name.startsWith("Unknown") ? "" : name.strip();
  }
}
