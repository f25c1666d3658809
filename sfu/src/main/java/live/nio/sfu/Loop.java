package live.nio.sfu;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import live.nio.sfu.forward.MediaPacket;
import live.nio.sfu.net.NetworkPath;
import live.nio.sfu.net.Outbox;
import live.nio.sfu.stun.StunBudget;
import live.nio.sfu.stun.StunMessage;
import org.jspecify.annotations.Nullable;

/// One thread's share of the SFU: the legs whose datagrams its socket gets, and what is due for
/// them. Knows time only as an argument, and the network only as an [Outbox].
///
/// Called by its thread alone, except for [#execute] and [#offer].
final class Loop {
  private record Delivery(Stream stream, MediaPacket packet) {}

  /// Publishers and viewers held back by the pacer are looked at so often.
  static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /// What has come of a picture waits so long for the rest, from its first packet on: senders hand
  /// a picture to the network at once, and it costs least to send it on at once. Well above what
  /// lies between two packets of a burst, well below what anybody notices.
  static final long LINGER_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

  /// All legs are looked at so often, a part of them at each tick.
  static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /// STUN that belongs to nobody is looked at so often a second, and no more.
  private static final int STRANGERS_PER_SECOND = 20_000;

  private final int index;
  private final StunBudget strangers = new StunBudget(STRANGERS_PER_SECOND);
  private final Outbox outbox;
  private final Core core;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Queue<Delivery> packets = new ConcurrentLinkedQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private final Map<NetworkPath, Leg> paths = new HashMap<>();
  private final List<Leg> legs = new ArrayList<>();
  private final List<PublisherLeg> publishers = new ArrayList<>();
  private final List<PublisherLeg> arrived = new ArrayList<>();
  private final List<Replica> fresh = new ArrayList<>();
  private List<ViewerLeg> heldBack = new ArrayList<>();
  private List<ViewerLeg> heldBackBefore = new ArrayList<>();
  private volatile boolean sleeping;
  private Runnable waker = () -> {};
  private long nextTick = Long.MIN_VALUE;
  private long now;
  private long arrivedAt;
  private int roundAt;
  private long droppedDatagrams;
  private final AtomicLong droppedPackets = new AtomicLong();

  Loop(int index, Outbox outbox, Core core) {
    this.index = index;
    this.outbox = outbox;
    this.core = core;
  }

  int index() {
    return index;
  }

  Outbox outbox() {
    return outbox;
  }

  /// @param waker ends the thread's wait for datagrams
  void waker(Runnable waker) {
    this.waker = waker;
  }

  // ---- from other threads

  /// Has something done by the loop's thread, soon.
  void execute(Runnable task) {
    tasks.add(task);
    wake();
  }

  /// Hands over a packet that another loop has decrypted.
  ///
  /// @param urgent whether somebody waits for it here
  void offer(Stream stream, MediaPacket packet, boolean urgent) {
    if (queued.incrementAndGet() > SfuLimits.QUEUED.most()) {
      queued.decrementAndGet();
      droppedPackets.incrementAndGet();
      return;
    }
    packets.add(new Delivery(stream, packet));
    if (urgent) {
      wake();
    }
  }

  private void wake() {
    if (sleeping) {
      waker.run();
    }
  }

  // ---- from its own thread

  /// How long the thread may wait for datagrams. Call [#awake] when it does no more.
  long sleep(long nowNanos) {
    sleeping = true;
    if (!tasks.isEmpty() || !packets.isEmpty()) {
      sleeping = false;
      return 0;
    }
    return Math.max(0, nextTick - nowNanos);
  }

  void awake() {
    sleeping = false;
  }

  /// How long the thread may wait for the rest of a picture before it calls [#run]; 0 when no rest
  /// is to come.
  long linger(long nowNanos) {
    for (int i = 0; i < arrived.size(); i++) {
      if (arrived.get(i).isInPicture()) {
        return Math.max(0, arrivedAt + LINGER_NANOS - nowNanos);
      }
    }
    return 0;
  }

  /// Takes a datagram in.
  void datagram(long nowNanos, NetworkPath path, byte[] buffer, int offset, int length) {
    now = nowNanos;
    if (length < 1) {
      return;
    }
    int first = buffer[offset] & 0xff;
    if (first >= 128 && first < 192) {
      Leg leg = paths.get(path);
      if (leg == null) {
        droppedDatagrams++;
      } else if (leg.loop() != this) {
        handOver(leg, path, buffer, offset, length);
      } else {
        leg.media(nowNanos, path, buffer, offset, length);
      }
    } else if (first < 4) {
      stun(nowNanos, path, buffer, offset, length);
    } else if (first >= 20 && first < 64) {
      Leg leg = paths.get(path);
      if (leg == null) {
        droppedDatagrams++;
      } else if (leg.loop() != this) {
        handOver(leg, path, buffer, offset, length);
      } else {
        leg.handshake(path, buffer, offset, length);
      }
    } else {
      droppedDatagrams++;
    }
  }

  private void stun(long nowNanos, NetworkPath path, byte[] buffer, int offset, int length) {
    Leg leg = paths.get(path);
    if (leg == null && !strangers.take(nowNanos)) {
      droppedDatagrams++;
      return;
    }
    StunMessage message = StunMessage.parse(buffer, offset, length);
    if (message == null) {
      droppedDatagrams++;
      return;
    }
    String username = message.username();
    int colon = username.indexOf(':');
    Leg addressed = colon < 0 ? null : core.legByUfrag(username.substring(0, colon));
    if (addressed == null) {
      droppedDatagrams++;
      return;
    }
    if (!addressed.claim(this)) {
      handOver(addressed, path, buffer, offset, length);
      return;
    }
    addressed.check(nowNanos, path, message);
  }

  /// The kernel gives datagrams of a new address to any socket; the leg stays with its loop.
  private static void handOver(Leg leg, NetworkPath path, byte[] buffer, int offset, int length) {
    Loop owner = leg.loop();
    if (owner != null && owner.queued.get() < SfuLimits.QUEUED.most()) {
      byte[] copy = java.util.Arrays.copyOfRange(buffer, offset, offset + length);
      owner.execute(() -> owner.datagram(owner.now, path, copy, 0, copy.length));
    }
  }

  /// Does what has come from other threads and what is due; to be called after each batch of
  /// datagrams.
  void run(long nowNanos) {
    now = nowNanos;
    handOn(nowNanos);
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
    for (Delivery it = packets.poll(); it != null; it = packets.poll()) {
      queued.decrementAndGet();
      it.stream().replica(this).take(it.packet(), nowNanos);
    }
    if (nextTick == Long.MIN_VALUE) {
      nextTick = nowNanos;
    }
    if (nowNanos >= nextTick) {
      tick(nowNanos);
      nextTick = Math.max(nextTick + TICK_NANOS, nowNanos + TICK_NANOS / 2);
    }
    handOn(nowNanos); // What came over TCP, as a task.
    for (int i = 0; i < fresh.size(); i++) {
      fresh.get(i).deliver(nowNanos);
    }
    fresh.clear();
    outbox.flush();
  }

  private void handOn(long nowNanos) {
    for (int i = 0; i < arrived.size(); i++) {
      arrived.get(i).handOn(nowNanos);
    }
    arrived.clear();
  }

  private void tick(long nowNanos) {
    List<ViewerLeg> due = heldBack;
    heldBack = heldBackBefore;
    heldBackBefore = due;
    for (int i = 0; i < due.size(); i++) {
      due.get(i).released(nowNanos);
    }
    due.clear();
    for (int i = 0; i < publishers.size(); i++) {
      publishers.get(i).often(nowNanos);
    }
    int steps = (int) (ROUND_NANOS / TICK_NANOS);
    int share = (legs.size() + steps - 1) / steps;
    for (int i = 0; i < share && !legs.isEmpty(); i++) {
      roundAt = roundAt + 1 < legs.size() ? roundAt + 1 : 0;
      legs.get(roundAt).now(nowNanos);
    }
  }

  /// The time of the call that is being handled.
  long now() {
    return now;
  }

  void add(Leg leg) {
    legs.add(leg);
    if (leg instanceof PublisherLeg publisher) {
      publishers.add(publisher);
    }
  }

  void remove(Leg leg) {
    legs.remove(leg);
    if (leg instanceof PublisherLeg publisher) {
      publishers.remove(publisher);
    }
    paths.values().removeIf(it -> it == leg);
  }

  /// From now on what comes over `path` is this leg's.
  void route(NetworkPath path, Leg leg) {
    paths.put(path, leg);
  }

  void unroute(NetworkPath path, Leg leg) {
    paths.remove(path, leg);
  }

  /// A publisher has packets to hand on with the next [#run].
  void arrived(PublisherLeg publisher) {
    if (arrived.isEmpty()) {
      arrivedAt = now;
    }
    arrived.add(publisher);
  }

  /// A replica has packets to deliver at the end of this call.
  void fresh(Replica replica) {
    fresh.add(replica);
  }

  /// The pacer holds something back for this viewer.
  void heldBack(ViewerLeg viewer) {
    heldBack.add(viewer);
  }

  @Nullable Leg legOn(NetworkPath path) {
    return paths.get(path);
  }

  long droppedDatagrams() {
    return droppedDatagrams;
  }

  long droppedPackets() {
    return droppedPackets.get();
  }
}
