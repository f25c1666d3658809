package live.nio.realtime;

/// A feature that takes part in the namespace `/live`. Implementations are CDI beans, found at
/// start.
public interface LiveFeature {

  /// Declares the feature's events. Called once, before the first connection.
  void register(SocketEvents events);
}
