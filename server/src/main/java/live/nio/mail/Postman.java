package live.nio.mail;

import io.quarkus.runtime.ShutdownEvent;
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
  private static final int MAX_CONNECTIONS = 4;

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

  private final @Nullable MailClient client;
  private final String from;
  private final boolean development;

  @Inject
  Postman(Vertx vertx, MailSettings settings, PlatformConfig config) {
    this(
        present(settings.host())
            .map(host -> MailClient.create(vertx, mailConfig(host, settings)))
            .orElse(null),
        present(settings.from())
            .orElseGet(() -> "NIO <noreply@" + URI.create(config.publicUrl()).getHost() + ">"),
        config.mode() == PlatformConfig.Mode.DEVELOPMENT);
  }

  /// @param client null for none
  Postman(@Nullable MailClient client, String from, boolean development) {
    this.client = client;
    this.from = from;
    this.development = development;
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
            .setMaxPoolSize(MAX_CONNECTIONS)
            // Letters are rare, and servers drop idle connections without a word.
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
    if (client == null) {
      LOG.info(
          "No SMTP_HOST: letters are not sent, so forgotten passwords cannot be reset and addresses not proved");
    }
  }

  boolean delivers() {
    return client != null || development;
  }

  void deliver(String address, Letter letter) throws Undelivered {
    if (client == null) {
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
    }
  }

  void stop(@Observes ShutdownEvent event) {
    if (client != null) {
      client.close();
    }
  }
}
