package live.nio.publisher.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import live.nio.publisher.pattern.TestPattern;
import live.nio.publisher.vp8.Vp8Encoder;
import live.nio.sfu.codec.FrameInfo;
import live.nio.sfu.codec.PayloadParser;
import live.nio.sfu.rtp.Codec;
import org.junit.jupiter.api.Test;

class Vp8PacketizerTest {
  private final PayloadParser parser = PayloadParser.of(Codec.VP8);
  private final FrameInfo info = new FrameInfo();

  private static List<byte[]> cut(Vp8Packetizer packetizer, byte[] frame, int maxPayload) {
    List<byte[]> payloads = new ArrayList<>();
    packetizer.begin(frame, maxPayload);
    while (packetizer.hasNext()) {
      payloads.add(packetizer.next());
    }
    return payloads;
  }

  private static byte[] picture() {
    ZonedDateTime noon = ZonedDateTime.of(2026, 1, 1, 12, 0, 0, 0, ZoneOffset.UTC);
    return new Vp8Encoder(320, 180, 30, 500_000)
        .encode(new TestPattern(320, 180).draw(1, noon), true)
        .data();
  }

  @Test
  void partsAreEqual_orLargerByOneAtTheEnd_andGiveTheFrameAgain() {
    byte[] frame = new byte[3_001];
    for (int i = 0; i < frame.length; i++) {
      frame[i] = (byte) (i * 31);
    }
    List<byte[]> payloads = cut(new Vp8Packetizer(0), frame, 1_006);
    assertThat(payloads).extracting(p -> p.length).containsExactly(756, 756, 756, 757);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    payloads.forEach(p -> whole.write(p, 6, p.length - 6));
    assertThat(whole.toByteArray()).isEqualTo(frame);
  }

  @Test
  void onlyTheFirstPartBeginsTheFrame() {
    byte[] frame = picture();
    List<byte[]> payloads = cut(new Vp8Packetizer(41), frame, 200);
    assertThat(payloads).hasSizeGreaterThan(1);
    assertThat(parser.parse(payloads.getFirst(), 0, payloads.getFirst().length, false, info))
        .isTrue();
    assertThat(info.keyFrame).isTrue();
    assertThat(info.frameStart).isTrue();
    assertThat(info.pictureId).isEqualTo(42);
    assertThat(info.pictureIdBits).isEqualTo(15);
    assertThat(info.tl0PicIdx).isEqualTo(1);
    assertThat(info.width).isEqualTo(320);
    assertThat(info.height).isEqualTo(180);
    byte[] second = payloads.get(1);
    assertThat(parser.parse(second, 0, second.length, false, info)).isTrue();
    assertThat(info.frameStart).isFalse();
    assertThat(info.pictureId).isEqualTo(42);
  }

  @Test
  void pictureIdsWrapAroundAfterFifteenBits() {
    Vp8Packetizer packetizer = new Vp8Packetizer(0x7ffe);
    List<Integer> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      byte[] payload = cut(packetizer, new byte[100], 1_000).getFirst();
      assertThat(parser.parse(payload, 0, payload.length, true, info)).isTrue();
      ids.add(info.pictureId);
    }
    assertThat(ids).containsExactly(0x7fff, 0, 1);
  }
}
