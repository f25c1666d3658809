package live.nio.realtime;

import jakarta.inject.Singleton;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.Optional;
import java.util.UUID;
import live.nio.identity.BrowserCookies;
import live.nio.identity.qr.QrLogins;
import live.nio.identity.qr.QrStatus;
import live.nio.platform.Limit;
import org.jspecify.annotations.Nullable;

/// `qr_watch` on `/account`: a browser that is not signed in yet waits for its QR login. Only who
/// has the secret of the browser that made the code is let into the code's room, so everything may
/// be said in it. A socket waits for one code at a time.
@Singleton
class QrWatch {

  /// Client → server.
  ///
  /// @param secret for clients without cookies; browsers bring it with the handshake
  record Watch(
      @NotBlank @Size(max = MAX_TOKEN) String code,
      @Nullable @Size(max = MAX_TOKEN) String secret) {}

  private static final int MAX_TOKEN = 64;

  private record Watched(String room) {}

  private final QrLogins logins;
  private final BrowserCookies cookies;

  QrWatch(QrLogins logins, BrowserCookies cookies) {
    this.logins = logins;
    this.cookies = cookies;
  }

  void register(SocketEvents events) {
    events.on("qr_watch", Watch.class, Limit.QR_WATCH, this::watch);
  }

  private QrStatus watch(Peer peer, Watch request) {
    String secret =
        Optional.ofNullable(request.secret())
            .or(() -> cookies.read(peer.header("Cookie").orElse(null), QrLogins.COOKIE))
            .orElse(null);
    UUID id = logins.watch(request.code(), secret);
    Watched before = peer.get(Watched.class);
    if (before != null) {
      peer.leave(before.room());
    }
    peer.join(room(id));
    peer.set(Watched.class, new Watched(room(id)));
    // Read when already in the room: nothing can happen unheard in between.
    return logins.statusForHolder(id);
  }

  static String room(UUID id) {
    return "qr:" + id;
  }
}
