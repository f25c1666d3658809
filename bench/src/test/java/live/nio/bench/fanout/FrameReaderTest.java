package live.nio.bench.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
  private final List<String> frames = new ArrayList<>();

  private void read(ByteBuffer in) {
    FrameReader.read(
        in,
        (opcode, buffer, start, length) -> {
          byte[] payload = new byte[length];
          buffer.get(start, payload);
          frames.add(
              opcode
                  + ":"
                  + (length > 20 ? length : new String(payload, StandardCharsets.US_ASCII)));
        });
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  @Test
  void severalFramesOfOneReadComeOneByOne() {
    ByteBuffer in = ByteBuffer.wrap(hex("81 02 34 30  81 01 32  82 00  88 02 03 e8"));
    read(in);
    assertThat(frames).containsExactly("1:40", "1:2", "2:", "8:\u0003\ufffd");
    assertThat(in.hasRemaining()).isFalse();
  }

  @Test
  void allThreeFormsOfTheLengthAreRead() {
    for (int length : new int[] {125, 126, 65_535, 65_536}) {
      ByteBuffer in = ByteBuffer.allocate(length + 10).put((byte) 0x81);
      if (length < 126) {
        in.put((byte) length);
      } else if (length < 65_536) {
        in.put((byte) 126).putShort((short) length);
      } else {
        in.put((byte) 127).putLong(length);
      }
      in.position(in.position() + length).flip();
      read(in);
      assertThat(in.hasRemaining()).isFalse();
    }
    assertThat(frames).containsExactly("1:125", "1:126", "1:65535", "1:65536");
  }

  @Test
  void aFrameCutAnywhereIsLeftForTheNextRead() {
    byte[] bytes = new byte[3 + 4 + 200];
    System.arraycopy(hex("81 01 32 81 7e 00 c8"), 0, bytes, 0, 7);
    for (int cut = 3; cut < bytes.length; cut++) {
      frames.clear();
      ByteBuffer in = ByteBuffer.wrap(bytes).limit(cut);
      read(in);
      assertThat(frames).containsExactly("1:2");
      assertThat(in.position()).isEqualTo(3);
      read(in.limit(bytes.length));
      assertThat(frames).containsExactly("1:2", "1:200");
    }
  }

  @Test
  void whatNoServerMaySendIsRefused() {
    // Masked, not final, compressed, absurdly long.
    for (String frame :
        List.of("81 81 00 00 00 00 32", "01 01 32", "c1 01 32", "81 7f ff ff ff ff ff ff ff ff")) {
      assertThatThrownBy(() -> read(ByteBuffer.wrap(hex(frame))))
          .as(frame)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
