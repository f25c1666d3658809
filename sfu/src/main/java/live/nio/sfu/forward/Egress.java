package live.nio.sfu.forward;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import live.nio.sfu.bwe.BandwidthEstimator;
import live.nio.sfu.bwe.PacerBudget;
import live.nio.sfu.net.NetworkPath;
import live.nio.sfu.net.Outbox;
import live.nio.sfu.rtp.MediaKind;
import live.nio.sfu.rtp.RtpHeader;
import live.nio.sfu.srtp.SrtpSender;
import org.jspecify.annotations.Nullable;

/// The way out to one viewer: encrypts, counts, paces. Shared by the viewer's tracks; belongs to
/// the viewer's loop.
public final class Egress {
  private final Outbox outbox;
  private final MemorySegment memory;
  private final SrtpSender srtp;
  private final BandwidthEstimator estimator;
  private final PacerBudget pacer;
  private final RateMeter rate = new RateMeter();
  private @Nullable NetworkPath path;
  private int probeCluster = NO_PROBE;
  private long packets;
  private long bytes;

  /// For [#probing]: packets belong to no probe.
  public static final int NO_PROBE = -1;

  public Egress(Outbox outbox, SrtpSender srtp, BandwidthEstimator estimator, PacerBudget pacer) {
    this.outbox = outbox;
    this.memory = outbox.memory();
    this.srtp = srtp;
    this.estimator = estimator;
    this.pacer = pacer;
  }

  /// Where packets go from now on; null while there is no usable path, then they are dropped.
  public void path(@Nullable NetworkPath path) {
    this.path = path;
  }

  public @Nullable NetworkPath path() {
    return path;
  }

  /// What is sent from now on belongs to this probe, until the next call.
  public void probing(int cluster) {
    probeCluster = cluster;
  }

  boolean maySend(long nowNanos) {
    return pacer.maySend(nowNanos);
  }

  int nextTransportSequence() {
    return estimator.nextTransportSequence();
  }

  /// Encrypts a packet into the outbox.
  ///
  /// @param header fixed header, extension block, and what else comes before the payload
  /// @param rtpHeaderLength how much of it is RTP header, which is not encrypted
  /// @param from where the payload begins in the packet's data
  /// @param pictures what the picture id and TL0PICIDX become, see [VideoForwarder#pictures]
  /// @param transportSequence as written into the header, or -1
  void transmit(
      long nowNanos,
      byte[] header,
      int headerLength,
      int rtpHeaderLength,
      MediaPacket packet,
      int from,
      int pictures,
      int transportSequence) {
    NetworkPath to = path;
    if (to == null) {
      return;
    }
    int at = outbox.reserve();
    int length = packet.payloadLength - from;
    MemorySegment.copy(header, 0, memory, ValueLayout.JAVA_BYTE, at, headerLength);
    long payloadAt = (long) at + headerLength;
    MemorySegment.copy(packet.data, from, memory, ValueLayout.JAVA_BYTE, payloadAt, length);
    if (packet.pictureIdBits == 15) {
      int id = pictures >>> 8;
      memory.set(
          ValueLayout.JAVA_BYTE, payloadAt + packet.pictureIdOffset, (byte) (0x80 | id >>> 8));
      memory.set(ValueLayout.JAVA_BYTE, payloadAt + packet.pictureIdOffset + 1, (byte) id);
    } else if (packet.pictureIdBits == 7) {
      memory.set(
          ValueLayout.JAVA_BYTE,
          payloadAt + packet.pictureIdOffset,
          (byte) (pictures >>> 8 & 0x7f));
    }
    if (packet.tl0PicIdxOffset >= 0) {
      memory.set(ValueLayout.JAVA_BYTE, payloadAt + packet.tl0PicIdxOffset, (byte) pictures);
    }
    int plainLength = headerLength + length;
    if (packet.padded) {
      memory.set(ValueLayout.JAVA_BYTE, at, (byte) (header[0] | RtpHeader.PADDING));
      memory.set(ValueLayout.JAVA_BYTE, (long) at + plainLength, (byte) 1);
      plainLength++;
    }
    finish(nowNanos, to, at, rtpHeaderLength, plainLength, transportSequence);
    if (packet.kind == MediaKind.VIDEO) {
      pacer.sent(nowNanos, plainLength);
    }
  }

  /// Sends a packet of padding alone ([RFC 3550
  /// §5.1](https://www.rfc-editor.org/rfc/rfc3550#section-5.1)).
  ///
  /// @param header of `headerLength` bytes, with the padding bit set
  /// @param padding 1–255 bytes
  void transmitPadding(
      long nowNanos, byte[] header, int headerLength, int padding, int transportSequence) {
    NetworkPath to = path;
    if (to == null) {
      return;
    }
    int at = outbox.reserve();
    MemorySegment.copy(header, 0, memory, ValueLayout.JAVA_BYTE, at, headerLength);
    memory.asSlice((long) at + headerLength, padding - 1).fill((byte) 0);
    memory.set(ValueLayout.JAVA_BYTE, (long) at + headerLength + padding - 1, (byte) padding);
    finish(nowNanos, to, at, headerLength, headerLength + padding, transportSequence);
    pacer.sent(nowNanos, headerLength + padding);
  }

  private void finish(
      long nowNanos,
      NetworkPath to,
      int at,
      int rtpHeaderLength,
      int plainLength,
      int transportSequence) {
    int length = srtp.protectRtp(memory, at, rtpHeaderLength, plainLength);
    if (length < 0) {
      // A number that was used before: with GCM it must not be encrypted twice.
      return;
    }
    outbox.commit(to, length);
    if (transportSequence >= 0) {
      estimator.sent(nowNanos, transportSequence, length, probeCluster);
    }
    packets++;
    bytes += length;
    rate.add(nowNanos, length);
  }

  public long packets() {
    return packets;
  }

  public long bytes() {
    return bytes;
  }

  public long bps(long nowNanos) {
    return rate.bps(nowNanos);
  }
}
