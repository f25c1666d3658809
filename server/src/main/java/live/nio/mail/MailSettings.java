package live.nio.mail;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/// The way to the SMTP server.
@ConfigMapping(prefix = "nio.smtp")
interface MailSettings {

  /// How the connection is protected.
  enum Tls {
    /// Begins in the clear and must change to TLS (port 587).
    STARTTLS,
    /// TLS from the first byte (port 465).
    TLS,
    /// None: for a server on the same machine only.
    NONE
  }

  /// Without it no mail is sent.
  Optional<String> host();

  @WithDefault("587")
  int port();

  Optional<String> user();

  Optional<String> password();

  @WithDefault("starttls")
  Tls tls();

  /// The sender, `NIO <noreply@example.com>`; by default `noreply@` the host of `PUBLIC_URL`.
  Optional<String> from();
}
