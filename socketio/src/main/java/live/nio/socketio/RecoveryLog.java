package live.nio.socketio;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import live.nio.socketio.engine.EncodedMessage;
import org.jspecify.annotations.Nullable;

/// What one namespace keeps for clients whose connection was cut: the packets sent of late, and the
/// sockets that ended.
///
/// Every kept packet has an *offset*, sent as the event's last argument. A client comes back with
/// its private id and the last offset it saw, and gets what follows. The offset is one per
/// broadcast, so the bytes stay shared.
///
/// Guarded by the namespace's lock. Times are milliseconds of the server's clock.
final class RecoveryLog {
  private final Recovery limits;
  private final String epoch;
  private final ArrayDeque<Stored> packets = new ArrayDeque<>();
  private final LinkedHashMap<String, EndedSocket> ended = new LinkedHashMap<>();
  private long lastSequence;
  private long bytes;

  /// A packet that was sent.
  private record Stored(
      long sequence, EncodedMessage message, ClusterMessage.Target target, long atMs) {}

  /// A socket that may come back.
  ///
  /// @param pid known to its client only
  /// @param connectedAt the last sequence number before it connected
  record EndedSocket(
      String id,
      String pid,
      Set<String> rooms,
      Map<AttributeKey<?>, Object> attributes,
      long connectedAt,
      long atMs) {}

  /// A socket that came back.
  ///
  /// @param missed what it missed until it was claimed
  /// @param until the last sequence number considered for `missed`
  record Claim(EndedSocket socket, List<EncodedMessage> missed, long until) {}

  /// Makes an empty log.
  ///
  /// @param epoch tells offsets of this log from those before a restart
  RecoveryLog(Recovery limits, String epoch) {
    this.limits = limits;
    this.epoch = epoch;
  }

  int packets() {
    return packets.size();
  }

  int sockets() {
    return ended.size();
  }

  boolean isEmpty() {
    return packets.isEmpty() && ended.isEmpty();
  }

  long lastSequence() {
    return lastSequence;
  }

  /// The offset of the packet that will be stored next.
  String nextOffset() {
    return offset(lastSequence + 1);
  }

  /// The offset of the packet stored last.
  String lastOffset() {
    return offset(lastSequence);
  }

  private String offset(long sequence) {
    return epoch + Long.toString(sequence, 36);
  }

  /// Keeps the packet that was given [#nextOffset].
  void store(EncodedMessage message, ClusterMessage.Target target, long nowMs) {
    packets.add(new Stored(++lastSequence, message, target, nowMs));
    bytes += message.length();
    while (packets.size() > limits.maxPackets()
        || (bytes > limits.maxBytes() && packets.size() > 1)) {
      dropOldest();
    }
  }

  private void dropOldest() {
    bytes -= packets.remove().message.length();
  }

  void keep(EndedSocket socket) {
    ended.put(socket.pid(), socket);
    if (ended.size() > limits.maxSockets()) {
      Iterator<EndedSocket> oldest = ended.values().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /// Forgets what is too old.
  void prune(long nowMs) {
    long before = nowMs - limits.maxDisconnection().toMillis();
    ended.values().removeIf(socket -> socket.atMs() <= before);
    while (!packets.isEmpty() && packets.element().atMs <= before) {
      dropOldest();
    }
  }

  /// Takes an ended socket out, if it can be continued without a gap.
  ///
  /// @param offset the last one the client saw; null when it saw none
  @Nullable Claim claim(String pid, @Nullable String offset, long nowMs) {
    prune(nowMs);
    EndedSocket socket = ended.remove(pid);
    if (socket == null) {
      return null;
    }
    long seen = offset == null ? socket.connectedAt() : sequence(offset);
    if (seen < 0 || seen > lastSequence || hasGapAfter(seen)) {
      return null;
    }
    Predicate<String> isIn = room -> socket.rooms().contains(room) || socket.id().equals(room);
    return new Claim(socket, since(seen, isIn), lastSequence);
  }

  /// Whether packets after this one have been dropped.
  boolean hasGapAfter(long sequence) {
    long oldest = packets.isEmpty() ? lastSequence + 1 : packets.element().sequence;
    return sequence + 1 < oldest;
  }

  /// The packets after a sequence number that were meant for a socket in these rooms.
  List<EncodedMessage> since(long sequence, Predicate<String> isIn) {
    List<EncodedMessage> found = new ArrayList<>();
    Iterator<Stored> newestFirst = packets.descendingIterator();
    while (newestFirst.hasNext()) {
      Stored packet = newestFirst.next();
      if (packet.sequence <= sequence) {
        break;
      }
      Set<String> rooms = packet.target.rooms();
      if ((rooms.isEmpty() || rooms.stream().anyMatch(isIn))
          && packet.target.except().stream().noneMatch(isIn)) {
        found.add(packet.message);
      }
    }
    return found.reversed();
  }

  private long sequence(String offset) {
    if (!offset.startsWith(epoch) || offset.length() > epoch.length() + 12) {
      return -1;
    }
    try {
      return Long.parseLong(offset.substring(epoch.length()), 36);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
