package live.nio.sfu.forward;

import live.nio.sfu.codec.FrameInfo;
import live.nio.sfu.rtp.HeaderExtension;
import live.nio.sfu.rtp.MediaKind;
import live.nio.sfu.rtp.RtpPacket;

/// One decrypted RTP packet of a publisher, with what forwarding needs to know of it. Made once per
/// received packet, read by every loop that has viewers, not changed any more then.
public final class MediaPacket {
  /// The payload, and behind it the dependency descriptor, the one extension of variable size that
  /// is passed on.
  final byte[] data;

  final int payloadLength;
  final int descriptorLength;
  final long sequence;
  final long timestamp;
  final boolean marker;
  final MediaKind kind;
  final int layer;
  final int generation;
  final boolean red;
  final boolean keyFrame;
  final boolean frameStart;
  final boolean frameEnd;
  final int spatialId;
  final int pictureId;
  final int pictureIdBits;
  final int pictureIdOffset;
  final int tl0PicIdx;
  final int tl0PicIdxOffset;
  final int audioLevel;
  final int orientation;

  /// Least and most playout delay, 12 bits each in 10 ms; -1 without.
  final int playoutDelay;

  final long arrivalNanos;

  /// Whether a byte of padding is sent behind the payload, see [Batch#equalize].
  boolean padded;

  /// Copies a packet out of a receive buffer.
  ///
  /// @param rtp parsed over `buffer`
  /// @param sequence unwrapped
  /// @param layer index of the simulcast layer, 0 the smallest; 0 for audio
  /// @param generation grows when a publisher is replaced: sequences and timestamps begin anew
  /// @param red whether the payload is RED (RFC 2198)
  /// @param frame parsed from the payload in `buffer`
  /// @param extensions ids of the publisher's header extensions
  public MediaPacket(
      byte[] buffer,
      RtpPacket rtp,
      long sequence,
      MediaKind kind,
      int layer,
      int generation,
      boolean red,
      FrameInfo frame,
      ExtensionIds extensions,
      long arrivalNanos) {
    this.sequence = sequence;
    this.timestamp = rtp.timestamp();
    this.marker = rtp.marker();
    this.kind = kind;
    this.layer = layer;
    this.generation = generation;
    this.red = red;
    this.arrivalNanos = arrivalNanos;
    int level = rtp.extensionOffset(extensions.id(HeaderExtension.AUDIO_LEVEL));
    this.audioLevel = level < 0 ? -1 : buffer[level] & 0xff;
    int turned = rtp.extensionOffset(extensions.id(HeaderExtension.VIDEO_ORIENTATION));
    this.orientation = turned < 0 ? -1 : buffer[turned] & 0xff;
    int delay = rtp.extensionOffset(extensions.id(HeaderExtension.PLAYOUT_DELAY));
    this.playoutDelay =
        delay < 0 || rtp.extensionLength(extensions.id(HeaderExtension.PLAYOUT_DELAY)) != 3
            ? -1
            : (buffer[delay] & 0xff) << 16
                | (buffer[delay + 1] & 0xff) << 8
                | (buffer[delay + 2] & 0xff);
    int descriptorId = extensions.id(HeaderExtension.DEPENDENCY_DESCRIPTOR);
    int descriptor = rtp.extensionOffset(descriptorId);
    this.payloadLength = rtp.payloadLength();
    this.descriptorLength = descriptor < 0 ? 0 : rtp.extensionLength(descriptorId);
    this.data = new byte[payloadLength + descriptorLength];
    System.arraycopy(buffer, rtp.payloadOffset(), data, 0, payloadLength);
    if (descriptor >= 0) {
      System.arraycopy(buffer, descriptor, data, payloadLength, descriptorLength);
    }
    this.keyFrame = frame.keyFrame;
    this.frameStart = frame.frameStart;
    this.frameEnd = frame.frameEnd;
    this.spatialId = frame.spatialId;
    this.pictureId = frame.pictureId;
    this.pictureIdBits = frame.pictureIdBits;
    this.pictureIdOffset = frame.pictureIdOffset - rtp.payloadOffset();
    this.tl0PicIdx = frame.tl0PicIdx;
    this.tl0PicIdxOffset =
        frame.tl0PicIdxOffset < 0 ? -1 : frame.tl0PicIdxOffset - rtp.payloadOffset();
  }

  public long sequence() {
    return sequence;
  }

  public int payloadLength() {
    return payloadLength;
  }

  public MediaKind kind() {
    return kind;
  }

  public int layer() {
    return layer;
  }

  public int generation() {
    return generation;
  }

  public long arrivalNanos() {
    return arrivalNanos;
  }

  /// Where the newest sound begins in a RED payload ([RFC 2198
  /// §3](https://www.rfc-editor.org/rfc/rfc2198#section-3)): behind the headers of all blocks and
  /// the redundant blocks. The whole length when malformed, so that nothing is sent.
  int primaryOffset() {
    int at = 0;
    int redundant = 0;
    while (at + 4 <= payloadLength && (data[at] & 0x80) != 0) {
      redundant += (data[at + 2] & 0x03) << 8 | (data[at + 3] & 0xff);
      at += 4;
    }
    return Math.min(payloadLength, at + 1 + redundant);
  }

  /// Whether a viewer may begin, or change layers, with this packet.
  public boolean startsKeyFrame() {
    return keyFrame && spatialId <= 0;
  }
}
