package live.nio.sfu.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import live.nio.sfu.codec.FrameInfo;
import live.nio.sfu.rtp.MediaKind;
import live.nio.sfu.rtp.RtpHeader;
import live.nio.sfu.rtp.RtpPacket;
import org.junit.jupiter.api.Test;

class BatchTest {
  private final Batch batch = new Batch();
  private long sequence;

  @Test
  void laterPacketsOfAPictureMayBeAByteLonger() {
    picture(0, 3000, 1000, 1000, 1001, 1001, 1001);

    assertThat(padded()).containsExactly(true, true, false, false, false);
  }

  @Test
  void alsoWhenTheLastIsTheOnlyLongerOne() {
    picture(0, 3000, 900, 900, 901);

    assertThat(padded()).containsExactly(true, true, false);
  }

  @Test
  void aShorterLastPacketNeedsNothing() {
    picture(0, 3000, 1000, 1000, 400);

    assertThat(padded()).containsOnly(false);
  }

  @Test
  void moreThanAByteIsNotFilled() {
    picture(0, 3000, 998, 1000, 1000);

    assertThat(padded()).containsOnly(false);
  }

  @Test
  void picturesAndLayersAreNotMixed() {
    picture(0, 3000, 1000, 1000);
    picture(0, 6000, 1001, 1001);
    picture(1, 6000, 1002, 1002);

    assertThat(padded()).containsOnly(false);
  }

  @Test
  void isInAPictureUntilItsMarker() {
    assertThat(batch.isInPicture()).isFalse();
    batch.add(packet(0, 3000, 1000, false));
    assertThat(batch.isInPicture()).isTrue();
    batch.add(packet(0, 3000, 1000, true));
    assertThat(batch.isInPicture()).isFalse();
  }

  private void picture(int layer, int timestamp, int... sizes) {
    for (int i = 0; i < sizes.length; i++) {
      batch.add(packet(layer, timestamp, sizes[i], i == sizes.length - 1));
    }
  }

  private MediaPacket packet(int layer, int timestamp, int payloadLength, boolean marker) {
    byte[] buffer = new byte[12 + payloadLength];
    RtpHeader.write(buffer, 0, false, marker, 96, (int) ++sequence, timestamp, 7);
    RtpPacket rtp = new RtpPacket();
    assertThat(rtp.parse(buffer, 0, buffer.length)).isTrue();
    return new MediaPacket(
        buffer,
        rtp,
        sequence,
        MediaKind.VIDEO,
        layer,
        0,
        false,
        new FrameInfo(),
        new ExtensionIds(Map.of()),
        0);
  }

  private List<Boolean> padded() {
    batch.equalize();
    return IntStream.range(0, batch.size()).mapToObj(i -> batch.get(i).padded).toList();
  }
}
