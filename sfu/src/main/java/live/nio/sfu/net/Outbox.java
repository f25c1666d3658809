package live.nio.sfu.net;

import java.lang.foreign.MemorySegment;

/// Collects a loop's datagrams and sends them in batches. Belongs to one thread.
///
/// A packet is written into a slot of native memory and committed: `int at = outbox.reserve();`
/// write at most [#SLOT_BYTES] at `outbox.memory()` from `at` on, `outbox.commit(path, length)`.
/// Order per path is kept. Consecutive datagrams of one path and equal size may leave in one system
/// call with segmentation offload, so write a path's packets one after another.
public interface Outbox {
  /// Room for one datagram: an MTU of 1,500 less IP and UDP headers, rounded up to cache lines.
  int SLOT_BYTES = 1536;

  /// All slots; the same object for the life of the outbox.
  MemorySegment memory();

  /// Where the next datagram is to be written. Flushes first when every slot is taken.
  int reserve();

  /// Sends what was written at the last [#reserve], with the next flush at the latest.
  void commit(NetworkPath path, int length);

  /// Copies a datagram and commits it; for what is rare (STUN, DTLS, RTCP).
  void send(NetworkPath path, byte[] buffer, int offset, int length);

  /// Whether consecutive datagrams of one path and equal size leave as one, so that it pays to wait
  /// for them.
  default boolean joins() {
    return false;
  }

  /// Hands everything committed to the system. What its buffers do not take is dropped and counted.
  void flush();
}
