package live.nio.sfu;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import live.nio.sfu.srtp.SrtpCrypto;
import org.jspecify.annotations.Nullable;

/// What the loops share: who is where. Thread-safe.
final class Core {
  private final Map<String, Leg> byUfrag = new ConcurrentHashMap<>();
  private final Map<String, Leg> byId = new ConcurrentHashMap<>();
  private final Map<String, Stream> streams = new ConcurrentHashMap<>();
  private final AtomicInteger pending = new AtomicInteger();
  private final Secure secure;
  private final SrtpCrypto crypto;
  private final RandomGenerator random;
  private final SfuListener listener;
  private final long wallOffsetNanos;
  private volatile List<Loop> loops = List.of();

  /// @param wallOffsetNanos Unix time less the monotonic time the loops are given, in nanoseconds
  Core(
      Secure secure,
      SrtpCrypto crypto,
      RandomGenerator random,
      SfuListener listener,
      long wallOffsetNanos) {
    this.secure = secure;
    this.crypto = crypto;
    this.random = random;
    this.listener = listener;
    this.wallOffsetNanos = wallOffsetNanos;
  }

  void loops(List<Loop> all) {
    loops = List.copyOf(all);
  }

  List<Loop> loops() {
    return loops;
  }

  Secure secure() {
    return secure;
  }

  SrtpCrypto crypto() {
    return crypto;
  }

  RandomGenerator random() {
    return random;
  }

  SfuListener listener() {
    return listener;
  }

  /// Unix time in nanoseconds at a moment of the monotonic clock.
  long wallNanos(long nowNanos) {
    return nowNanos + wallOffsetNanos;
  }

  // ---- legs

  void register(Leg leg) throws SfuFull {
    if (byId.size() >= SfuLimits.LEGS.most() || pending.get() >= SfuLimits.PENDING_LEGS.most()) {
      throw new SfuFull();
    }
    pending.incrementAndGet();
    byId.put(leg.id(), leg);
    byUfrag.put(leg.ufrag(), leg);
  }

  /// Somebody has connected to a leg, or it is given up before.
  void settled() {
    pending.decrementAndGet();
  }

  void addUfrag(String ufrag, Leg leg) {
    byUfrag.put(ufrag, leg);
  }

  void removeUfrag(String ufrag, Leg leg) {
    byUfrag.remove(ufrag, leg);
  }

  void remove(Leg leg) {
    byId.remove(leg.id(), leg);
    byUfrag.values().removeIf(it -> it == leg);
  }

  @Nullable Leg legByUfrag(String ufrag) {
    return byUfrag.get(ufrag);
  }

  @Nullable Leg leg(String id) {
    return byId.get(id);
  }

  Iterable<Leg> legs() {
    return byId.values();
  }

  int legCount() {
    return byId.size();
  }

  // ---- streams

  Stream stream(String id) throws SfuFull {
    if (streams.size() >= SfuLimits.STREAMS.most() && !streams.containsKey(id)) {
      throw new SfuFull();
    }
    return streams.computeIfAbsent(id, it -> new Stream(it, this));
  }

  @Nullable Stream existingStream(String id) {
    return streams.get(id);
  }

  /// Forgets a stream when nobody publishes or views it.
  void dropIfIdle(Stream stream) {
    streams.computeIfPresent(stream.id(), (_, it) -> it == stream && it.isIdle() ? null : it);
  }
}
