package live.nio.identity.qr;

import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import live.nio.identity.FreshProof;
import live.nio.identity.Identity;
import live.nio.identity.LoginAttempts;
import live.nio.identity.Requester;
import live.nio.identity.SignInMethod;
import live.nio.identity.SignIns;
import live.nio.identity.SignedIn;
import live.nio.identity.Visitor;
import live.nio.platform.Limit;
import live.nio.platform.RateLimits;
import live.nio.platform.Secrets;
import org.jspecify.annotations.Nullable;

/// The one service behind both pairs of calls and the push. The package's description draws the
/// whole way. Virtual threads.
@Singleton
public class QrLogins {

  /// The cookie with the browser secret.
  public static final String COOKIE = "nio_qr";

  /// What the phone has at least once it scanned: to read, to compare, and perhaps to type a
  /// password.
  static final Duration TIME_TO_CONFIRM = Duration.ofMinutes(2);

  /// What the browser has to claim its session.
  static final Duration TIME_TO_CLAIM = Duration.ofMinutes(1);

  /// How long the end of a code is remembered; after that it is unknown.
  static final Duration KEPT = Duration.ofHours(1);

  private static final int MIN_NUMBER = 10;
  private static final int MAX_NUMBER = 99;
  private static final int NUMBERS = 3;

  /// A code just made.
  ///
  /// @param code public: it is in the picture
  /// @param browserSecret for the browser that asked, and nobody else
  /// @param link what the picture says
  /// @param deepLink the same for an app
  record Made(String code, String browserSecret, String link, String deepLink, Instant expiresAt) {}

  /// What the phone is told of whoever wants to be signed in.
  ///
  /// @param confirmation to be sent with the answer; the only time it is known
  /// @param numbers one of them is on the browser's screen
  /// @param reauthenticate whether this session must prove itself before it may agree
  /// @param expiresAt until when it may
  record Scan(
      String confirmation,
      Visitor browser,
      Proximity proximity,
      List<Integer> numbers,
      boolean reauthenticate,
      Instant expiresAt) {}

  private final QrLoginStore store;
  private final QrLinks links;
  private final SignIns signIns;
  private final FreshProof freshProof;
  private final LoginAttempts attempts;
  private final RateLimits limits;
  private final Secrets secrets;
  private final Clock clock;
  private final Event<QrLoginChanged> events;

  QrLogins(
      QrLoginStore store,
      QrLinks links,
      SignIns signIns,
      FreshProof freshProof,
      LoginAttempts attempts,
      RateLimits limits,
      Secrets secrets,
      Clock clock,
      Event<QrLoginChanged> events) {
    this.store = store;
    this.links = links;
    this.signIns = signIns;
    this.freshProof = freshProof;
    this.attempts = attempts;
    this.limits = limits;
    this.secrets = secrets;
    this.clock = clock;
    this.events = events;
  }

  // ---- the browser

  /// Makes a code.
  ///
  /// @param knownSecret what this browser was given with an earlier code, or null. It stays the
  ///   same while its cookie lives: with a new one, a second tab would take the first one's code
  ///   away from it.
  Made create(QrKind kind, Visitor browser, @Nullable String knownSecret) {
    limits.take(Limit.QR_CREATE_NETWORK, browser.requester().network());
    String code = QrToken.CODE.make(secrets);
    String browserSecret =
        knownSecret != null && QrToken.BROWSER_SECRET.hash(knownSecret).isPresent()
            ? knownSecret
            : QrToken.BROWSER_SECRET.make(secrets);
    List<Integer> numbers = numbers();
    store.insert(
        hashOf(QrToken.CODE, code),
        hashOf(QrToken.BROWSER_SECRET, browserSecret),
        kind,
        browser,
        numbers.get(secrets.below(NUMBERS)),
        numbers);
    return new Made(
        code,
        browserSecret,
        links.forCamera(code),
        links.forApp(code),
        clock.instant().plus(kind.lifetime()));
  }

  /// Three different ones; each is as likely as any other to be the right one.
  private List<Integer> numbers() {
    List<Integer> numbers = new ArrayList<>();
    while (numbers.size() < NUMBERS) {
      int number = MIN_NUMBER + secrets.below(MAX_NUMBER - MIN_NUMBER + 1);
      if (!numbers.contains(number)) {
        numbers.add(number);
      }
    }
    return numbers;
  }

  /// What has become of a code. To strangers this is one word, and unknown codes are expired ones.
  ///
  /// @throws live.nio.platform.DomainError `qr_gone` once it was used
  QrStatus status(String code, @Nullable String browserSecret, Requester requester) {
    limits.take(Limit.QR_STATUS_NETWORK, requester.network());
    return held(code, browserSecret)
        .map(this::statusForHolder)
        .orElseGet(() ->
            QrToken.CODE
                .hash(code)
                .flatMap(store::byCode)
                .map(it -> QrStatus.bare(word(it)))
                .orElseGet(() -> QrStatus.bare(QrStatus.Word.EXPIRED)));
  }

  /// Finds the attempt a browser waits for.
  ///
  /// @return its id, for [#statusForHolder]
  /// @throws live.nio.platform.DomainError `qr_not_yours`
  public UUID watch(String code, @Nullable String browserSecret) {
    return held(code, browserSecret).map(QrLogin::id).orElseThrow(QrErrors.NotYours::new);
  }

  /// What the browser that made a code is told of it, number and person included; for whoever has
  /// shown by [#watch] to be it.
  ///
  /// @throws live.nio.platform.DomainError `qr_gone` once it was used
  public QrStatus statusForHolder(UUID id) {
    return store
        .byId(id)
        .map(this::statusForHolder)
        .orElseGet(() -> QrStatus.bare(QrStatus.Word.EXPIRED));
  }

  /// As the other, to be pushed; empty once it was used: by its use everything is told.
  public Optional<QrStatus> newsForHolder(UUID id) {
    return store
        .byId(id)
        .filter(login -> login.state() != QrState.CONSUMED)
        .map(this::statusForHolder);
  }

  private QrStatus statusForHolder(QrLogin login) {
    QrStatus.Word word = word(login);
    boolean scanned = word == QrStatus.Word.SCANNED;
    Instant now = clock.instant();
    return new QrStatus(
        word,
        scanned ? login.number() : null,
        scanned ? login.scannedBy().person() : null,
        login.isOpen(now) ? Duration.between(now, login.expiresAt()).toSeconds() : null);
  }

  private QrStatus.Word word(QrLogin login) {
    boolean open = login.isOpen(clock.instant());
    return switch (login.state()) {
      case CREATED -> open ? QrStatus.Word.PENDING : QrStatus.Word.EXPIRED;
      case SCANNED -> open ? QrStatus.Word.SCANNED : QrStatus.Word.EXPIRED;
      case CONFIRMED -> open ? QrStatus.Word.CONFIRMED : QrStatus.Word.EXPIRED;
      case REJECTED -> QrStatus.Word.REJECTED;
      case EXPIRED -> QrStatus.Word.EXPIRED;
      case CONSUMED -> throw new QrErrors.Gone();
    };
  }

  /// Opens the session the phone agreed to, on the device that asks now. Once.
  ///
  /// @throws live.nio.platform.DomainError `qr_not_yours`, `qr_not_confirmed`, `qr_gone`,
  ///   `account_disabled`
  SignedIn claim(String code, @Nullable String browserSecret, Requester requester) {
    limits.take(Limit.QR_STATUS_NETWORK, requester.network());
    QrLogin found = held(code, browserSecret).orElseThrow(QrErrors.NotYours::new);
    if (!found.isOpen(clock.instant())) {
      throw new QrErrors.Gone();
    }
    if (found.state() != QrState.CONFIRMED) {
      throw new QrErrors.NotConfirmed();
    }
    QrLogin consumed = store.consume(found.id()).orElseThrow(QrErrors.Gone::new);
    changed(consumed);
    return signIns.signIn(consumed.scannedBy().person().id(), SignInMethod.QR, requester);
  }

  private Optional<QrLogin> held(String code, @Nullable String browserSecret) {
    return QrToken.CODE
        .hash(code)
        .flatMap(codeHash ->
            QrToken.BROWSER_SECRET
                .hash(browserSecret)
                .flatMap(secretHash -> store.byCodeAndBrowser(codeHash, secretHash)));
  }

  // ---- the phone

  /// Binds a code to the phone that scanned it. Scanned again by the same session it gives a new
  /// confirmation in place of the first.
  ///
  /// @throws live.nio.platform.DomainError `qr_gone`; `qr_taken` when another session was first
  Scan scan(Identity phone, Visitor phoneVisitor, String code) {
    QrLogin found = openFor(phone, code);
    if (found.state() == QrState.CONFIRMED) {
      throw new QrErrors.Gone();
    }
    String confirmation = QrToken.CONFIRMATION.make(secrets);
    Proximity proximity = Proximity.between(found.browser(), phoneVisitor);
    QrLogin scanned =
        store
            .scan(
                found.id(),
                phone,
                hashOf(QrToken.CONFIRMATION, confirmation),
                proximity,
                TIME_TO_CONFIRM)
            .orElseThrow(QrErrors.Taken::new);
    changed(scanned);
    return new Scan(
        confirmation,
        scanned.browser(),
        proximity,
        scanned.numbers(),
        proximity.wantsProof() && !freshProof.isFresh(phone),
        scanned.expiresAt());
  }

  /// The phone agrees. A wrong number ends the code: it was not this screen that the person looked
  /// at.
  ///
  /// @throws live.nio.platform.DomainError `number_required`, `qr_gone`, `qr_not_scanned`,
  ///   `reauthentication_required`, `qr_wrong_number`
  void confirm(
      Identity phone, String code, @Nullable String confirmation, @Nullable Integer number) {
    if (number == null) {
      throw new QrErrors.NumberRequired();
    }
    QrLogin found = openFor(phone, code);
    if (found.state() == QrState.CONFIRMED) {
      throw new QrErrors.Gone();
    }
    byte[] confirmationHash =
        QrToken.CONFIRMATION.hash(confirmation).orElseThrow(QrErrors.NotScanned::new);
    if (!store.isScannedBy(found.id(), phone.sessionId(), confirmationHash)) {
      throw new QrErrors.NotScanned();
    }
    if (found.scannedBy().proximity().wantsProof()) {
      freshProof.require(phone);
    }
    if (number != found.number()) {
      refuse(found, phone);
      throw new QrErrors.WrongNumber();
    }
    changed(
        store
            .confirm(found.id(), phone.sessionId(), confirmationHash, number, TIME_TO_CLAIM)
            .orElseThrow(QrErrors.Gone::new));
  }

  /// The phone refuses: as easy as it can be, at any moment before the browser has its session. A
  /// code nobody scanned may be refused by anybody who sees it.
  ///
  /// @throws live.nio.platform.DomainError `qr_gone`; `qr_taken` when another account scanned it
  void reject(Identity phone, String code) {
    refuse(openFor(phone, code), phone);
  }

  private void refuse(QrLogin login, Identity phone) {
    QrLogin refused = store.reject(login.id(), phone.accountId()).orElseThrow(QrErrors.Gone::new);
    if (refused.phone() != null) {
      attempts.failed(
          phone.accountId(), refused.browser(), SignInMethod.QR, LoginAttempts.Failure.QR_REJECTED);
    }
    changed(refused);
  }

  private QrLogin openFor(Identity phone, String code) {
    limits.take(Limit.QR_ANSWER, phone.accountId().toString());
    QrLogin found =
        QrToken.CODE
            .hash(code)
            .flatMap(store::byCode)
            .filter(it -> it.isOpen(clock.instant()))
            .orElseThrow(QrErrors.Gone::new);
    if (!found.isFreeFor(phone.accountId())) {
      throw new QrErrors.Taken();
    }
    return found;
  }

  // ---- time

  /// Ends what nobody went on with in time, and tells the browsers that wait.
  void expire() {
    store.expire().forEach(id -> events.fire(new QrLoginChanged(id, QrState.EXPIRED)));
  }

  int deleteOld() {
    return store.deleteEndedBefore(clock.instant().minus(KEPT));
  }

  private void changed(QrLogin login) {
    events.fire(new QrLoginChanged(login.id(), login.state()));
  }

  private static byte[] hashOf(QrToken token, String ours) {
    return token
        .hash(ours)
        .orElseThrow(() -> new IllegalStateException("it has just been made or checked"));
  }
}
