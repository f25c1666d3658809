package live.nio.sfu.forward;

import java.util.ArrayList;
import java.util.List;
import live.nio.sfu.rtp.MediaKind;

/// What has come from a publisher and is handed on together, so that the packets of a picture leave
/// for each viewer as one run. Belongs to the publisher's loop.
public final class Batch {
  private final List<MediaPacket> packets = new ArrayList<>();
  private boolean inPicture;

  public void add(MediaPacket packet) {
    packets.add(packet);
    if (packet.kind == MediaKind.VIDEO) {
      inPicture = !packet.marker;
    }
  }

  public int size() {
    return packets.size();
  }

  public MediaPacket get(int index) {
    return packets.get(index);
  }

  /// Whether the rest of a picture is still to come.
  public boolean isInPicture() {
    return inPicture && !packets.isEmpty();
  }

  /// Gives the packets of a picture equal sizes, where one byte of padding does it: senders cut a
  /// picture into packets of which the later ones are a byte longer, and only equal ones leave as
  /// one message. To be called before anybody else sees the packets.
  public void equalize() {
    MediaPacket after = null;
    int largest = 0;
    for (int i = packets.size() - 1; i >= 0; i--) {
      MediaPacket packet = packets.get(i);
      if (packet.kind != MediaKind.VIDEO) {
        continue;
      }
      boolean together =
          after != null && after.timestamp == packet.timestamp && after.layer == packet.layer;
      if (together && packet.payloadLength == largest - 1) {
        packet.padded = true;
      }
      largest = together ? Math.max(largest, packet.payloadLength) : packet.payloadLength;
      after = packet;
    }
  }

  public void clear() {
    packets.clear();
  }
}
