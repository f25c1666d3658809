package live.nio.identity;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import live.nio.identity.MailLinks.Link;
import live.nio.identity.MailLinks.Purpose;
import live.nio.mail.Letter;
import live.nio.mail.LetterWriter;
import live.nio.mail.Outbox;
import live.nio.platform.Language;
import live.nio.platform.PlatformConfig;
import org.jspecify.annotations.Nullable;

/// The letters of this feature. Their texts are in `letters_en.properties` and
/// `letters_ru.properties`.
@Singleton
class Letters implements LetterWriter {

  /// A letter: who gets it, and the link it carries.
  ///
  /// Members of the data: `account` (id) always; `email`, the address it is about, or `notice`
  /// (id).
  enum Kind {
    /// Prove the address typed at registration.
    VERIFY_EMAIL(Purpose.VERIFY_EMAIL),
    /// To the owner of an address somebody registered with once more.
    ACCOUNT_EXISTS(null),
    /// Prove the address to change to.
    CHANGE_EMAIL(Purpose.CHANGE_EMAIL),
    /// To the address that is being, or has been, left.
    EMAIL_LEFT(null),
    /// To an address somebody wants to change to although it has an account.
    EMAIL_IN_USE(null),
    RESET_PASSWORD(Purpose.RESET_PASSWORD),
    NEW_LOGIN(Purpose.NOT_ME),
    PASSWORD_CHANGED(null),
    IDENTITY_LINKED(null),
    IDENTITY_UNLINKED(null);

    private final @Nullable Purpose link;

    Kind(@Nullable Purpose link) {
      this.link = link;
    }

    private String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    private static Kind ofCode(String code) {
      return valueOf(code.toUpperCase(Locale.ROOT));
    }
  }

  private static final Map<Notice.Kind, Kind> OF_NOTICES =
      Map.of(
          Notice.Kind.NEW_LOGIN, Kind.NEW_LOGIN,
          Notice.Kind.PASSWORD_CHANGED, Kind.PASSWORD_CHANGED,
          Notice.Kind.IDENTITY_LINKED, Kind.IDENTITY_LINKED,
          Notice.Kind.IDENTITY_UNLINKED, Kind.IDENTITY_UNLINKED);

  private static final String SECURITY_PAGE = "/dashboard/settings/security";

  private final Outbox outbox;
  private final AccountStore accounts;
  private final Notices notices;
  private final MailLinks links;
  private final PlatformConfig config;

  Letters(
      Outbox outbox,
      AccountStore accounts,
      Notices notices,
      MailLinks links,
      PlatformConfig config) {
    this.outbox = outbox;
    this.accounts = accounts;
    this.notices = notices;
    this.links = links;
    this.config = config;
  }

  /// Sends a letter about an account, after the commit of what it tells of.
  ///
  /// @param to where; also the address the letter is about
  void send(Kind kind, Account account, String to) {
    outbox.send(
        kind.code(),
        to,
        account.language(),
        Map.of("account", account.id().toString(), "email", to));
  }

  /// Notices are mailed to proved addresses only: the others may be somebody else's.
  void mail(@Observes NoticeRaised event) {
    Kind kind = OF_NOTICES.get(event.notice().kind());
    Optional<Account> account =
        accounts.byId(event.accountId()).filter(it -> it.emailVerifiedAt() != null);
    if (kind != null && account.isPresent() && account.get().email() != null) {
      outbox.send(
          kind.code(),
          account.get().email(),
          account.get().language(),
          Map.of(
              "account", event.accountId().toString(), "notice", event.notice().id().toString()));
    }
  }

  @Override
  public Set<String> kinds() {
    return Arrays.stream(Kind.values()).map(Kind::code).collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Optional<Letter> write(String code, Map<String, String> data, Language language) {
    Kind kind = Kind.ofCode(code);
    UUID accountId = UUID.fromString(required(data, "account"));
    Optional<Account> account = accounts.byId(accountId);
    if (account.isEmpty()) {
      return Optional.empty();
    }
    if (!data.containsKey("notice")) {
      String email = required(data, "email");
      String url =
          kind.link == null
              ? config.publicUrl() + (kind == Kind.ACCOUNT_EXISTS ? "/login" : SECURITY_PAGE)
              : links.make(new Link(kind.link, accountId, email, null));
      return Optional.of(compose(kind, language, url, account.get().nickname(), email));
    }
    return notices
        .find(UUID.fromString(required(data, "notice")), language)
        .map(notice ->
            compose(
                kind,
                language,
                kind.link == null
                    ? config.publicUrl() + SECURITY_PAGE
                    : links.make(new Link(kind.link, accountId, null, notice.sessionId())),
                account.get().nickname(),
                describe(notice, language)));
  }

  /// `Chrome 140 · Windows PC · Berlin, Germany · 203.0.113.7`, or the provider of a link.
  private static String describe(Notice notice, Language language) {
    if (notice.detail() != null) {
      return notice.detail();
    }
    String known =
        Stream.of(notice.browser(), notice.device(), notice.location(), notice.ipAddress())
            .filter(part -> part != null && !part.isBlank())
            .collect(Collectors.joining(" · "));
    return known.isEmpty() ? text(language, "unknown_device") : known;
  }

  private static Letter compose(
      Kind kind, Language language, String url, String nickname, String about) {
    String key = kind.code() + ".";
    return new Letter(
        text(language, key + "subject"),
        List.of(
            text(language, "greeting", nickname), text(language, key + "text", nickname, about)),
        new Letter.Action(text(language, key + "action"), url),
        text(language, "footer"));
  }

  private static String text(Language language, String key, String... arguments) {
    String pattern =
        ResourceBundle.getBundle("live.nio.identity.letters", language.locale()).getString(key);
    return new MessageFormat(pattern, language.locale()).format(arguments);
  }

  private static String required(Map<String, String> data, String key) {
    String value = data.get(key);
    if (value == null) {
      throw new IllegalStateException("a letter without " + key);
    }
    return value;
  }
}
