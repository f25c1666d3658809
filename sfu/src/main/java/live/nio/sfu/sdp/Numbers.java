package live.nio.sfu.sdp;

/// Decimal numbers of SDP lines.
final class Numbers {
  private Numbers() {}

  /// The number, or -1 when the text is no plain decimal number between the bounds.
  static long parse(String text, long min, long max) {
    if (text.isEmpty() || text.length() > 18) {
      return -1;
    }
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      value = value * 10 + (c - '0');
    }
    return value < min || value > max ? -1 : value;
  }
}
