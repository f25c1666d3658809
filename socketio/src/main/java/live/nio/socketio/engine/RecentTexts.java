package live.nio.socketio.engine;

import org.jspecify.annotations.Nullable;

/// Lets equal texts share one object: most clients of a site send the same headers.
///
/// Remembers a fixed number of texts, the latest of those with the same hash. Thread-safe: a lost
/// update costs a copy.
final class RecentTexts {
  private static final int SLOTS = 256;

  private final @Nullable String[] slots = new String[SLOTS];

  String same(String text) {
    int hash = text.hashCode();
    int slot = (hash ^ hash >>> 16) & SLOTS - 1;
    String known = slots[slot];
    if (known != null && known.equals(text)) {
      return known;
    }
    slots[slot] = text;
    return text;
  }
}
