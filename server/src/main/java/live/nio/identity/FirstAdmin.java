package live.nio.identity;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import live.nio.platform.Banner;
import live.nio.platform.Secrets;

/// Makes the first administrator of a fresh installation and tells its password once, on the
/// terminal.
@Singleton
class FirstAdmin {

  private static final int GENERATED_BYTES = 12;

  @ConfigMapping(prefix = "nio.identity")
  interface Settings {
    /// E-mail of the first administrator.
    @WithDefault("admin@nio.local")
    String adminEmail();

    /// Its password; generated and printed once when absent.
    Optional<String> adminPassword();
  }

  void create(
      @Observes StartupEvent event,
      Settings settings,
      Accounts accounts,
      Secrets secrets,
      Banner banner) {
    Optional<String> given = settings.adminPassword().filter(password -> !password.isBlank());
    String password = given.orElseGet(() -> Secrets.text(secrets.random(GENERATED_BYTES)));
    if (accounts.createFirstAdmin(settings.adminEmail(), password)) {
      banner.add("First administrator: " + settings.adminEmail());
      banner.add(
          given.isPresent()
              ? "Password: the one in ADMIN_PASSWORD"
              : "Password: " + password + "   (shown this once; write it down)");
    }
  }
}
