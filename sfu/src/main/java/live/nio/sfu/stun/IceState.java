package live.nio.sfu.stun;

/// How a leg's connectivity stands.
public enum IceState {
  /// No path was nominated yet.
  NEW,
  /// A path is selected and its peer was heard of lately.
  CONNECTED,
  /// Nothing was heard for a while; the next check makes it connected again.
  DISCONNECTED,
  /// Nothing was heard for so long that consent is gone ([RFC
  /// 7675](https://www.rfc-editor.org/rfc/rfc7675)). Only a restart leads out.
  FAILED,
  CLOSED
}
