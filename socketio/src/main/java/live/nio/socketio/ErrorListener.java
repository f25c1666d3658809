package live.nio.socketio;

import org.jspecify.annotations.Nullable;

/// Hears of exceptions thrown by the application's handlers.
@FunctionalInterface
public interface ErrorListener {

  /// What threw.
  enum Source {
    MIDDLEWARE,
    CONNECTION_HANDLER,
    EVENT_HANDLER,
    DISCONNECT_HANDLER
  }

  /// Takes note of an exception; called on the thread that threw it, must not throw itself.
  ///
  /// @param event name of the event handled, for event handlers
  void onError(
      Source source, String namespace, String socketId, @Nullable String event, Throwable error);

  /// Logs what threw where: never arguments, never messages of exceptions, which may quote them.
  static ErrorListener logging() {
    System.Logger log = System.getLogger("live.nio.socketio");
    return (source, namespace, socketId, event, error) -> {
      StackTraceElement[] trace = error.getStackTrace();
      log.log(
          System.Logger.Level.ERROR,
          "{0} of {1} failed: {2} at {3}",
          source,
          namespace,
          error.getClass().getName(),
          trace.length == 0 ? "?" : trace[0]);
    };
  }
}
