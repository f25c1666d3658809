package live.nio.sfu.net;

import org.jspecify.annotations.Nullable;

/// Remembers the paths of a socket, so that a datagram of a known address makes no garbage.
/// Bounded: within a set of [#WAYS] the oldest entry makes room, so a flood of forged addresses
/// costs a little garbage and no memory.
final class PathCache {
  private static final int SETS = 2_048;
  private static final int WAYS = 8;

  private final @Nullable UdpPath[] entries = new @Nullable UdpPath[SETS * WAYS];
  private int next;

  UdpPath get(long high, long low, int port, int scope) {
    int hash = UdpPath.hash(high, low, port);
    int set = (hash & (SETS - 1)) * WAYS;
    for (int way = 0; way < WAYS; way++) {
      UdpPath entry = entries[set + way];
      if (entry == null) {
        return put(set + way, UdpPath.of(high, low, port, scope));
      }
      if (entry.is(high, low, port, scope)) {
        return entry;
      }
    }
    next = (next + 1) & (WAYS - 1);
    return put(set + next, UdpPath.of(high, low, port, scope));
  }

  private UdpPath put(int at, UdpPath path) {
    entries[at] = path;
    return path;
  }
}
