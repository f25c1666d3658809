package live.nio.sfu.net;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Sends with `sendmmsg`, and runs of equal size to one peer as one message with UDP_SEGMENT.
///
/// A slot is committed in place, and its I/O vector points to it, so nothing is copied: a run of
/// slots is a run of vectors. In a run all datagrams have the size of the first, only the last may
/// be shorter. Where segmentation is refused (no checksum offload, a packet longer than the path
/// takes) the run is sent as single datagrams.
final class LinuxOutbox implements Outbox {
  private static final int SLOTS = 256;

  // struct iovec, msghdr, mmsghdr, cmsghdr of 64-bit Linux.
  private static final int IOVEC = 16;
  private static final int MESSAGE = 64;
  private static final int NAME = 0;
  private static final int NAME_LENGTH = 8;
  private static final int VECTORS = 16;
  private static final int VECTOR_COUNT = 24;
  private static final int CONTROL = 32;
  private static final int CONTROL_LENGTH = 40;
  private static final int CONTROL_SIZE = 24;
  private static final int CONTROL_USED = 18;

  /// UDP_MAX_SEGMENTS of kernels before 6.9.
  private static final int MAX_SEGMENTS = 64;

  private static final int MAX_RUN_BYTES = 65_000;
  private static final int MAX_REFUSALS = 16;

  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT;

  private final int fd;
  private final int family;
  private final MemorySegment state = Libc.newState();
  private final MemorySegment slots;
  private final MemorySegment vectors;
  private final MemorySegment messages;
  private final MemorySegment names;
  private final MemorySegment controls;
  private final @Nullable UdpPath[] paths = new @Nullable UdpPath[SLOTS];
  private final int[] lengths = new int[SLOTS];
  private final int[] firstSlots = new int[SLOTS];
  private final int[] runLengths = new int[SLOTS];
  private int committed;
  private boolean segmenting;
  private int refusals;

  // Written by the owner, read by whoever asks for counters.
  private long sent;
  private long sentBytes;
  private long sendCalls;
  private long segmented;
  private long dropped;
  private long failed;

  LinuxOutbox(int fd, int family, boolean segmenting) {
    this.fd = fd;
    this.family = family;
    this.segmenting = segmenting;
    Arena arena = Arena.ofAuto();
    slots = arena.allocate((long) SLOTS * SLOT_BYTES, 64);
    vectors = arena.allocate((long) SLOTS * IOVEC, 64);
    messages = arena.allocate((long) SLOTS * MESSAGE, 64);
    names = arena.allocate((long) SLOTS * SocketAddresses.SIZE, 64);
    controls = arena.allocate((long) SLOTS * CONTROL_SIZE, 64);
    for (int i = 0; i < SLOTS; i++) {
      vectors.set(LONG, (long) i * IOVEC, slots.address() + (long) i * SLOT_BYTES);
      long message = (long) i * MESSAGE;
      messages.set(LONG, message + NAME, names.address() + (long) i * SocketAddresses.SIZE);
      messages.set(LONG, message + CONTROL, controls.address() + (long) i * CONTROL_SIZE);
      long control = (long) i * CONTROL_SIZE;
      controls.set(LONG, control, CONTROL_USED);
      controls.set(INT, control + 8, Libc.SOL_UDP);
      controls.set(INT, control + 12, Libc.UDP_SEGMENT);
    }
  }

  @Override
  public boolean joins() {
    return segmenting;
  }

  @Override
  public MemorySegment memory() {
    return slots;
  }

  @Override
  public int reserve() {
    if (committed == SLOTS) {
      flush();
    }
    return committed * SLOT_BYTES;
  }

  @Override
  public void commit(NetworkPath path, int length) {
    if (length <= 0 || length > SLOT_BYTES) {
      throw new IllegalArgumentException("datagram of " + length + " bytes");
    }
    if (path instanceof TcpPath tcp) {
      tcp.send(slots, (long) committed * SLOT_BYTES, length);
      return;
    }
    UdpPath udp = path instanceof UdpPath own ? own : UdpPath.of(path);
    if (family == Libc.AF_INET && !udp.isIpv4()) {
      failed++;
      return;
    }
    paths[committed] = udp;
    lengths[committed] = length;
    vectors.set(LONG, (long) committed * IOVEC + 8, length);
    committed++;
  }

  @Override
  public void send(NetworkPath path, byte[] buffer, int offset, int length) {
    if (length > SLOT_BYTES) {
      throw new IllegalArgumentException("datagram of " + length + " bytes");
    }
    int at = reserve();
    MemorySegment.copy(buffer, offset, slots, ValueLayout.JAVA_BYTE, at, length);
    commit(path, length);
  }

  @Override
  public void flush() {
    if (committed == 0) {
      return;
    }
    int runs = 0;
    for (int slot = 0; slot < committed; slot += runLengths[runs++]) {
      firstSlots[runs] = slot;
      runLengths[runs] = segmenting ? runFrom(slot) : 1;
      prepare(runs, slot, runLengths[runs]);
    }
    transmit(runs);
    Arrays.fill(paths, 0, committed, null);
    committed = 0;
  }

  /// How many slots from this one on may leave as one message.
  private int runFrom(int first) {
    UdpPath path = paths[first];
    int size = lengths[first];
    int end = Math.min(committed, first + Math.min(MAX_SEGMENTS, MAX_RUN_BYTES / size));
    int slot = first + 1;
    while (slot < end && samePath(paths[slot], path) && lengths[slot] == size) {
      slot++;
    }
    if (slot < end && samePath(paths[slot], path) && lengths[slot] < size) {
      slot++;
    }
    return slot - first;
  }

  @SuppressWarnings("ReferenceEquality") // The hot case first.
  private static boolean samePath(@Nullable UdpPath one, @Nullable UdpPath other) {
    return one == other || (one != null && one.equals(other));
  }

  private void prepare(int number, int first, int count) {
    long message = (long) number * MESSAGE;
    UdpPath path = paths[first];
    if (path == null) {
      throw new IllegalStateException();
    }
    int nameLength =
        SocketAddresses.write(names, (long) number * SocketAddresses.SIZE, family, path);
    messages.set(INT, message + NAME_LENGTH, nameLength);
    messages.set(LONG, message + VECTORS, vectors.address() + (long) first * IOVEC);
    messages.set(LONG, message + VECTOR_COUNT, count);
    messages.set(LONG, message + CONTROL_LENGTH, count > 1 ? CONTROL_SIZE : 0);
    if (count > 1) {
      controls.set(SHORT, (long) number * CONTROL_SIZE + 16, (short) lengths[first]);
    }
  }

  private void transmit(int runs) {
    int done = 0;
    while (done < runs) {
      int result =
          Libc.sendmmsg(state, fd, messages.address() + (long) done * MESSAGE, runs - done);
      sendCalls++;
      if (result > 0) {
        for (int i = 0; i < result; i++) {
          count(firstSlots[done + i], runLengths[done + i]);
        }
        done += result;
        continue;
      }
      int errno = Libc.errno(state);
      if (errno == Libc.EINTR) {
        continue;
      }
      if (errno == Libc.EAGAIN || errno == Libc.ENOBUFS) {
        for (int i = done; i < runs; i++) {
          dropped += runLengths[i];
        }
        return;
      }
      refused(done, errno);
      done++;
    }
  }

  private void count(int first, int run) {
    sent += run;
    if (run > 1) {
      segmented += run;
      refusals = 0;
    }
    for (int slot = first; slot < first + run; slot++) {
      sentBytes += lengths[slot];
    }
  }

  /// One message failed. A run is tried again as single datagrams, each with its own fate.
  private void refused(int number, int errno) {
    int run = runLengths[number];
    if (run == 1) {
      failed++;
      return;
    }
    refusals++;
    if (errno == Libc.EIO || errno == Libc.EOPNOTSUPP || refusals >= MAX_REFUSALS) {
      segmenting = false;
    }
    int first = firstSlots[number];
    for (int slot = first; slot < first + run; slot++) {
      prepare(number, slot, 1);
      int result = Libc.sendmmsg(state, fd, messages.address() + (long) number * MESSAGE, 1);
      sendCalls++;
      if (result == 1) {
        count(slot, 1);
      } else {
        int again = Libc.errno(state);
        if (again == Libc.EAGAIN || again == Libc.ENOBUFS) {
          dropped++;
        } else {
          failed++;
        }
      }
    }
  }

  SocketCounters counters(long received, long receivedBytes, long truncated) {
    return new SocketCounters(
        received, receivedBytes, truncated, sent, sentBytes, sendCalls, segmented, dropped, failed);
  }
}
