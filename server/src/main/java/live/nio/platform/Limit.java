package live.nio.platform;

import java.time.Duration;
import java.util.List;

/// Every rate limit of the product, one a line: burst, and how long it takes to refill the whole of
/// it. Several rates on one line make a delay that grows: who has used up the first waits for it,
/// who goes on at its pace uses up the next, slower one.
public enum Limit {
  /// Registrations from one network.
  REGISTER_NETWORK(20, Duration.ofHours(1)),
  /// Login attempts from one network, right or wrong.
  LOGIN_NETWORK(60, Duration.ofMinutes(5)),
  /// Wrong passwords of one account from one network, or from one device it knows.
  LOGIN_FAILURES(
      new Rate(5, Duration.ofMinutes(1)),
      new Rate(15, Duration.ofMinutes(15)),
      new Rate(40, Duration.ofHours(6))),
  /// Wrong passwords of one account from all devices it does not know together; at most 100 in a
  /// day (NIST 800-63B-4 §3.2.2).
  LOGIN_FAILURES_ACCOUNT(
      new Rate(30, Duration.ofMinutes(10)),
      new Rate(60, Duration.ofHours(2)),
      new Rate(100, Duration.ofHours(24))),
  /// Proofs of a signed-in person's password.
  REAUTHENTICATE(
      new Rate(5, Duration.ofMinutes(1)),
      new Rate(15, Duration.ofMinutes(15)),
      new Rate(40, Duration.ofHours(6))),
  /// Letters asked for from one network.
  MAIL_NETWORK(20, Duration.ofMinutes(10)),
  /// Letters asked for to one address.
  MAIL_ADDRESS(new Rate(3, Duration.ofMinutes(10)), new Rate(10, Duration.ofHours(24))),
  /// Links from letters tried from one network.
  MAIL_LINK_NETWORK(60, Duration.ofMinutes(10)),
  /// Changes to an account's security settings by its owner.
  ACCOUNT_EDIT(30, Duration.ofMinutes(10)),
  /// QR codes made for one network; each page makes one a minute.
  QR_CREATE_NETWORK(120, Duration.ofMinutes(5)),
  /// Questions for the state of QR codes from one network; each page asks every two seconds.
  QR_STATUS_NETWORK(1_200, Duration.ofMinutes(1)),
  /// QR codes watched by one socket.
  QR_WATCH(20, Duration.ofSeconds(20)),
  /// Codes scanned, confirmed and refused by one account.
  QR_ANSWER(30, Duration.ofMinutes(5)),
  /// Sign-ins through a provider begun and finished from one network.
  OAUTH_NETWORK(120, Duration.ofMinutes(5)),
  /// Refreshes from one network; a whole office reloads its tabs at nine.
  REFRESH_NETWORK(600, Duration.ofMinutes(1)),
  /// Streams started by one account.
  STREAM_CREATE(10, Duration.ofMinutes(10)),
  /// Edits of a stream by one account.
  STREAM_EDIT(30, Duration.ofMinutes(1)),
  /// Pictures of a live stream by its streamer.
  STREAM_SCREENSHOT(6, Duration.ofMinutes(1)),
  /// Changes of one's profile.
  PROFILE_EDIT(30, Duration.ofMinutes(10)),
  /// Nicknames taken by one account; the one before is free for others at once.
  NICKNAME_EDIT(3, Duration.ofHours(24)),
  /// Pictures of oneself.
  AVATAR_EDIT(20, Duration.ofMinutes(10)),
  /// Searches from one network; a page asks while somebody types.
  SEARCH_NETWORK(300, Duration.ofMinutes(1)),
  /// Notifications marked as read by one account.
  NOTIFICATIONS_READ(60, Duration.ofMinutes(1)),
  /// Banners seen and clicked from one network; a whole school behind one address.
  BANNER_NETWORK(1_200, Duration.ofMinutes(1)),
  /// Follows, blocks and their ends by one account.
  FOLLOW(60, Duration.ofMinutes(10)),
  /// Rooms joined by one socket.
  STREAM_JOIN(20, Duration.ofSeconds(20)),
  /// Messages of one person in one room.
  CHAT_MESSAGE(8, Duration.ofSeconds(8)),
  /// Reactions of one person.
  REACTION(20, Duration.ofSeconds(5)),
  /// What one person does to keep order in rooms: messages deleted, people banned, rules changed.
  MODERATE(60, Duration.ofMinutes(1)),
  /// Gifts of one person, counted by sendings; a combo is tapped fast.
  GIFT_SEND(60, Duration.ofSeconds(10)),
  /// Requests of one person to be paid out, and changes to them.
  WITHDRAWAL(20, Duration.ofMinutes(10)),
  /// Exports of a wallet by one person.
  WALLET_EXPORT(6, Duration.ofMinutes(1)),
  /// Changes of the streamer's mind about peer to peer.
  TOPOLOGY_PREFER(20, Duration.ofSeconds(20)),
  /// Media sessions one account publishes: reloads, reconnecting encoders.
  MEDIA_PUBLISH(60, Duration.ofMinutes(5)),
  /// Media sessions opened to watch from one network; a whole school behind one address.
  MEDIA_VIEW_NETWORK(1_200, Duration.ofMinutes(1)),
  /// Stream keys presented from one network, right or wrong.
  STREAM_KEY_NETWORK(300, Duration.ofMinutes(5)),
  /// Stream keys made, and what is saved with them, by one account.
  STREAM_KEY_EDIT(30, Duration.ofMinutes(10)),
  /// Patches, layer choices and questions for statistics of one media session.
  MEDIA_SESSION(240, Duration.ofMinutes(1)),
  /// Signaling of one socket; a streamer negotiates with thirty viewers at once, each with a dozen
  /// candidates.
  RTC_SIGNAL(1_500, Duration.ofSeconds(30)),
  /// Payments begun by one account.
  PAYMENT_CREATE(new Rate(20, Duration.ofMinutes(10)), new Rate(100, Duration.ofHours(24))),
  /// Payments captured by one account.
  PAYMENT_CAPTURE(60, Duration.ofMinutes(10)),
  /// What payment providers tell, and what pretends to be told by them, from one network.
  PAYMENT_WEBHOOK_NETWORK(1_200, Duration.ofMinutes(1)),
  /// Any event of one socket that has no limit of its own.
  SOCKET_EVENT(100, Duration.ofSeconds(10)),
  /// Socket handshakes from one network.
  SOCKET_CONNECT(600, Duration.ofMinutes(1));

  // A copy that cannot be changed; the check knows only Guava's lists.
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Rate> rates;

  Limit(int burst, Duration refill) {
    this(new Rate(burst, refill));
  }

  Limit(Rate... rates) {
    this.rates = List.of(rates);
  }

  List<Rate> rates() {
    return rates;
  }

  /// @param burst what may be taken at once
  /// @param refill how long it takes to refill the whole of it
  record Rate(int burst, Duration refill) {}
}
