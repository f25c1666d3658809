package live.nio.realtime;

import java.util.function.Consumer;
import live.nio.platform.Limit;

/// Where a feature declares what clients may send.
public interface SocketEvents {

  /// Answers an event.
  ///
  /// @param <T> the payload
  @FunctionalInterface
  interface Handler<T> {
    /// Does what the event asks for.
    ///
    /// @return a record or map whose members become the acknowledgement
    /// @throws live.nio.platform.DomainError to refuse
    Object handle(Peer peer, T payload);
  }

  /// Declares an event.
  ///
  /// @param event name on the wire
  /// @param payload record the first argument is read into; its validation annotations are checked
  /// @param limit how often one peer may send it
  /// @param throttledCode error code when it does so more often
  <T> void on(
      String event, Class<T> payload, Limit limit, String throttledCode, Handler<T> handler);

  /// As above, with the error code `too_many_requests`.
  default <T> void on(String event, Class<T> payload, Limit limit, Handler<T> handler) {
    on(event, payload, limit, "too_many_requests", handler);
  }

  /// Calls back when a peer is gone, after its last event was handled.
  ///
  /// @param callback gets the peer; [Peer#leftOnPurpose()] tells a farewell from a cut
  void onGone(Consumer<Peer> callback);
}
