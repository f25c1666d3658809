package live.nio.mail;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.SMTPException;
import io.vertx.ext.mail.StartTLSOptions;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import live.nio.platform.PlatformConfig;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Hands letters to the SMTP server. In development without one, writes them into the log instead,
/// links included; in production they would be secrets there. Any virtual thread.
@Singleton
class Postman {

  private static final Logger LOG = Logger.getLogger(Postman.class);
  private static final long TIMEOUT_SECONDS = 30;

  /// The letter did not get through.
  static final class Undelivered extends Exception {

    private final boolean forGood;

    /// @param forGood whether another try is useless, as the server says
    Undelivered(String message, boolean forGood) {
      super(message);
      this.forGood = forGood;
    }

    boolean isForGood() {
      return forGood;
    }
  }

  private final Vertx vertx;
  private final @Nullable MailConfig config;
  private final String from;
  private final boolean development;

  @Inject
  Postman(Vertx vertx, MailSettings settings, PlatformConfig platform) {
    this(
        vertx,
        present(settings.host()).map(host -> mailConfig(host, settings)).orElse(null),
        present(settings.from()).orElseGet(() -> "NIO <noreply@" + ownHost(platform) + ">"),
        platform.mode() == PlatformConfig.Mode.DEVELOPMENT);
    if (config != null) {
      // Otherwise it asks a name server for the machine's name, for every letter.
      config.setOwnHostname(ownHost(platform));
    }
  }

  /// Delivers to this server.
  ///
  /// @param config null for none
  Postman(Vertx vertx, @Nullable MailConfig config, String from, boolean development) {
    this.vertx = vertx;
    this.config = config;
    this.from = from;
    this.development = development;
  }

  private static String ownHost(PlatformConfig platform) {
    return String.valueOf(URI.create(platform.publicUrl()).getHost());
  }

  private static MailConfig mailConfig(String host, MailSettings settings) {
    MailConfig config =
        new MailConfig()
            .setHostname(host)
            .setPort(settings.port())
            .setSsl(settings.tls() == MailSettings.Tls.TLS)
            .setStarttls(
                settings.tls() == MailSettings.Tls.STARTTLS
                    ? StartTLSOptions.REQUIRED
                    : StartTLSOptions.DISABLED)
            .setMaxPoolSize(1)
            .setKeepAlive(false)
            .setLogin(LoginOption.DISABLED);
    present(settings.user())
        .ifPresent(user ->
            config
                .setLogin(LoginOption.REQUIRED)
                .setUsername(user)
                .setPassword(settings.password().orElse("")));
    return config;
  }

  private static Optional<String> present(Optional<String> setting) {
    return setting.map(String::strip).filter(value -> !value.isEmpty());
  }

  void start(@Observes StartupEvent event) {
    if (config == null) {
      LOG.info(
          "No SMTP_HOST: letters are not sent, so forgotten passwords cannot be reset and addresses not proved");
    }
  }

  boolean delivers() {
    return config != null || development;
  }

  void deliver(String address, Letter letter) throws Undelivered {
    if (config == null) {
      LOG.infof("Letter (no SMTP_HOST, development): %s%n%s", letter.subject(), letter.text());
      return;
    }
    MailMessage message =
        new MailMessage()
            .setFrom(from)
            .setTo(address)
            .setSubject(letter.subject())
            .setText(letter.text())
            .setHtml(letter.html())
            .addHeader("Auto-Submitted", "auto-generated");
    // One connection a letter: letters are rare, and nothing is left open that a server may drop.
    MailClient client = MailClient.create(vertx, config);
    try {
      client
          .sendMail(message)
          .toCompletionStage()
          .toCompletableFuture()
          .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      // The server's words may hold the address; the code is enough.
      throw e.getCause() instanceof SMTPException refusal
          ? new Undelivered("SMTP " + refusal.getReplyCode(), refusal.isPermanent())
          : new Undelivered("no connection", false);
    } catch (TimeoutException e) {
      throw new Undelivered("no answer", false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Undelivered("the server stops", false);
    } finally {
      client.close();
    }
  }
}
