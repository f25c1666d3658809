package live.nio.platform;

/// The server cannot start, for a reason the person at the terminal can remove. The message says
/// how; it is printed without a stack trace.
public final class StartupFailure extends RuntimeException {

  /// @param message what is wrong and what to do, in whole sentences
  public StartupFailure(String message) {
    super(message, null, false, false);
  }
}
