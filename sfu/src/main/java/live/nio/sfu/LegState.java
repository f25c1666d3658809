package live.nio.sfu;

/// Where a leg stands. Goes to `DISCONNECTED` and back while the network is away.
public enum LegState {
  /// Answered; nobody has connected yet.
  NEW,
  /// The other side has been reached; keys are being agreed on.
  CONNECTING,
  CONNECTED,
  DISCONNECTED,
  CLOSED
}
