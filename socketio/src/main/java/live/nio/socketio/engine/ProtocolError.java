package live.nio.socketio.engine;

/// Why a request was refused: the codes, texts and HTTP statuses of the reference implementation.
///
///     HTTP/1.1 400 Bad Request
///     {"code":1,"message":"Session ID unknown"}
enum ProtocolError {
  UNKNOWN_TRANSPORT(400, 0, "Transport unknown"),
  UNKNOWN_SID(400, 1, "Session ID unknown"),
  BAD_HANDSHAKE_METHOD(400, 2, "Bad handshake method"),
  BAD_REQUEST(400, 3, "Bad request"),
  FORBIDDEN(403, 4, "Forbidden"),
  UNSUPPORTED_VERSION(400, 5, "Unsupported protocol version"),
  /// Not of the reference implementation: the server is full or going down.
  UNAVAILABLE(503, 4, "Forbidden");

  final int status;
  final String body;

  ProtocolError(int status, int code, String message) {
    this.status = status;
    this.body = "{\"code\":" + code + ",\"message\":\"" + message + "\"}";
  }
}
