package live.nio.testing;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A real SMTP server that keeps what it gets, and the settings that lead the server to it.
public final class MailServer implements QuarkusTestResourceLifecycleManager {

  private static final Pattern TOKEN = Pattern.compile("#token=([A-Za-z0-9_-]{43})");

  private static @Nullable GreenMail running;

  /// A letter as its reader sees it.
  public record Received(String to, String subject, String text, String html) {

    /// The token of its link.
    public String token() {
      Matcher matcher = TOKEN.matcher(text);
      if (!matcher.find()) {
        throw new AssertionError("no link in: " + text);
      }
      return matcher.group(1);
    }
  }

  @Override
  public Map<String, String> start() {
    GreenMail server = new GreenMail(ServerSetup.SMTP.dynamicPort());
    server.start();
    running = server;
    return Map.of(
        "nio.smtp.host",
        "127.0.0.1",
        "nio.smtp.port",
        Integer.toString(server.getSmtp().getPort()),
        "nio.smtp.tls",
        "none");
  }

  /// The letters to an address, oldest first.
  public static List<Received> to(String address) {
    if (running == null) {
      throw new AssertionError("the mail server does not run");
    }
    return Arrays.stream(running.getReceivedMessages())
        .map(MailServer::read)
        .filter(letter -> letter.to().equals(address))
        .toList();
  }

  /// Waits for a letter to an address with this in its subject; the newest of several.
  public static Received await(String address, String subject) {
    return Eventually.holds(() ->
        to(address).stream()
            .filter(letter -> letter.subject().contains(subject))
            .reduce((_, newer) -> newer)
            .orElseThrow(() -> new AssertionError("no such letter among " + to(address))));
  }

  /// A message in its parts.
  public static Received read(MimeMessage message) {
    try {
      Multipart parts = (Multipart) message.getContent();
      return new Received(
          message.getAllRecipients()[0].toString(),
          message.getSubject(),
          part(parts, "text/plain"),
          part(parts, "text/html"));
    } catch (MessagingException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String part(Multipart parts, String type) throws MessagingException, IOException {
    for (int i = 0; i < parts.getCount(); i++) {
      BodyPart part = parts.getBodyPart(i);
      if (part.isMimeType(type)) {
        return (String) part.getContent();
      }
    }
    throw new AssertionError("no " + type);
  }

  @Override
  public void stop() {
    if (running != null) {
      running.stop();
      running = null;
    }
  }
}
