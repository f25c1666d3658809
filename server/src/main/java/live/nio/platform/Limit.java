package live.nio.platform;

import java.time.Duration;

/// Every rate limit of the product, one a line: burst, and how long it takes to refill the whole of
/// it.
public enum Limit {
  /// Registrations from one network.
  REGISTER_NETWORK(20, Duration.ofHours(1)),
  /// Login attempts from one network, right or wrong.
  LOGIN_NETWORK(60, Duration.ofMinutes(5)),
  /// Refreshes from one network; a whole office reloads its tabs at nine.
  REFRESH_NETWORK(600, Duration.ofMinutes(1)),
  /// Streams started by one account.
  STREAM_CREATE(10, Duration.ofMinutes(10)),
  /// Edits of a stream by one account.
  STREAM_EDIT(30, Duration.ofMinutes(1)),
  /// Rooms joined by one socket.
  STREAM_JOIN(20, Duration.ofSeconds(20)),
  /// Messages of one person in one room.
  CHAT_MESSAGE(8, Duration.ofSeconds(8)),
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
  /// Any event of one socket that has no limit of its own.
  SOCKET_EVENT(100, Duration.ofSeconds(10)),
  /// Socket handshakes from one network.
  SOCKET_CONNECT(600, Duration.ofMinutes(1));

  private final int burst;
  private final Duration refill;

  Limit(int burst, Duration refill) {
    this.burst = burst;
    this.refill = refill;
  }

  int burst() {
    return burst;
  }

  Duration refill() {
    return refill;
  }
}
