package live.nio.socketio.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncodedMessageTest {

  private static byte[] hex(String spaced) {
    return HexFormat.of().parseHex(spaced.replaceAll("#.*", "").replaceAll("\\s", ""));
  }

  @Nested
  class OnAWebSocket {
    @Test
    void textIsOneUnmaskedFinalFrameBeginningWithTheMessageType() {
      assertThat(EncodedMessage.text("hello€").frames())
          .isEqualTo(
              hex(
                  "81" // final, text
                      + " 09" // 9 bytes, not masked
                      + " 34" // '4' message
                      + " 68 65 6c 6c 6f" // hello
                      + " e2 82 ac")); // €
    }

    @Test
    void binaryIsOneFrameWithoutAType() {
      assertThat(EncodedMessage.binary(new byte[] {1, 2, 3, 4}).frames())
          .isEqualTo(hex("82 04 01 02 03 04"));
    }

    @Test
    void attachmentsFollowTheirTextInTheSameBytes() {
      EncodedMessage message =
          EncodedMessage.text(
              "51-[{}]".getBytes(UTF_8), List.of(new byte[] {1, 2}, new byte[0]), true);
      assertThat(message.frames())
          .isEqualTo(
              hex(
                  "81 08 34 35 31 2d 5b 7b 7d 5d" // 451-[{}]
                      + " 82 02 01 02"
                      + " 82 00")); // an empty attachment
    }

    @ParameterizedTest(name = "{0} bytes of payload: {1}")
    @CsvSource({
      "125, 82 7d",
      "126, 82 7e 00 7e",
      "65535, 82 7e ff ff",
      "65536, 82 7f 00 00 00 00 00 01 00 00",
    })
    void lengthsTakeTheShortestForm(int length, String head) {
      byte[] frames = EncodedMessage.binary(new byte[length]).frames();
      byte[] expected = hex(head);
      assertThat(Arrays.copyOf(frames, expected.length)).isEqualTo(expected);
      assertThat(frames).hasSize(expected.length + length);
    }
  }

  @Nested
  class InAPollingPayload {
    @Test
    void textStandsAsItIs() {
      assertThat(EncodedMessage.text("hello").polling()).isEqualTo("4hello".getBytes(UTF_8));
    }

    @Test
    void binaryIsBase64BehindAB() {
      assertThat(EncodedMessage.binary(new byte[] {1, 2, 3, 4}).polling())
          .isEqualTo("bAQIDBA==".getBytes(UTF_8));
    }

    @Test
    void attachmentsAreSeparated() {
      EncodedMessage message =
          EncodedMessage.text(
              "52-[]".getBytes(UTF_8), List.of(new byte[] {1, 2}, new byte[300]), false);
      assertThat(new String(message.polling(), UTF_8))
          .isEqualTo("452-[]\u001ebAQI=\u001eb" + "A".repeat(400));
    }

    @Test
    void longTextIsCutOutOfItsFrameWhole() {
      for (int length : new int[] {124, 125, 65534, 65535, 100_000}) {
        assertThat(new String(EncodedMessage.text("x".repeat(length)).polling(), UTF_8))
            .isEqualTo("4" + "x".repeat(length));
      }
    }
  }
}
