package live.nio.publisher.peer;

import org.jspecify.annotations.Nullable;

/// The packets of one stream that can still be sent again.
final class SentPackets {
  private static final int SIZE = 1024;

  private final @Nullable Sent[] packets = new Sent[SIZE];

  /// What a retransmission needs.
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Sent(int sequence, long timestamp, boolean marker, byte[] payload) {}

  void add(Sent packet) {
    packets[packet.sequence() % SIZE] = packet;
  }

  @Nullable Sent find(int sequence) {
    Sent packet = packets[sequence % SIZE];
    return packet != null && packet.sequence() == sequence ? packet : null;
  }
}
