package live.nio.socketio.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Random;
import java.util.stream.Stream;
import live.nio.socketio.engine.MalformedPacketException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacketDecoderTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PacketDecoder decoder = newDecoder();

  private static PacketDecoder newDecoder() {
    return new PacketDecoder(PacketDecoder.readerOf(JSON), new PacketDecoder.Limits(10, 1_000));
  }

  private static ArrayNode array(String json) {
    try {
      return (ArrayNode) JSON.readTree(json);
    } catch (Exception e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static ObjectNode object(String json) {
    try {
      return (ObjectNode) JSON.readTree(json);
    } catch (Exception e) {
      throw new IllegalArgumentException(e);
    }
  }

  static Stream<Arguments> packets() {
    return Stream.of(
        arguments("0", new Packet.Connect("/", null)),
        arguments("0{\"token\":\"123\"}", new Packet.Connect("/", object("{\"token\":\"123\"}"))),
        arguments("0/admin", new Packet.Connect("/admin", null)),
        arguments("0/admin,", new Packet.Connect("/admin", null)),
        arguments(
            "0/admin,{\"sid\":\"oSO0\"}",
            new Packet.Connect("/admin", object("{\"sid\":\"oSO0\"}"))),
        arguments("1", new Packet.Disconnect("/")),
        arguments("1/admin", new Packet.Disconnect("/admin")),
        arguments("1/admin,", new Packet.Disconnect("/admin")),
        arguments("2[\"foo\"]", new Packet.Event("/", Packet.NO_ID, array("[\"foo\"]"))),
        arguments(
            "2/admin,[\"bar\"]", new Packet.Event("/admin", Packet.NO_ID, array("[\"bar\"]"))),
        arguments("212[\"foo\"]", new Packet.Event("/", 12, array("[\"foo\"]"))),
        arguments(
            "2/admin,0[\"a\",{\"b\":[1]}]",
            new Packet.Event("/admin", 0, array("[\"a\",{\"b\":[1]}]"))),
        arguments("2[7]", new Packet.Event("/", Packet.NO_ID, array("[7]"))),
        arguments("50-[\"none\"]", new Packet.Event("/", Packet.NO_ID, array("[\"none\"]"))),
        arguments("312[]", new Packet.Ack("/", 12, array("[]"))),
        arguments("3/admin,13[\"bar\"]", new Packet.Ack("/admin", 13, array("[\"bar\"]"))),
        arguments(
            "4{\"message\":\"Not authorized\"}",
            new Packet.ConnectError("/", object("{\"message\":\"Not authorized\"}"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("packets")
  void everyFormIsRead(String text, Packet packet) throws Exception {
    assertThat(decoder.onText(text)).isEqualTo(packet);
  }

  @ParameterizedTest(name = "''{0}''")
  @ValueSource(
      strings = {
        "", // no type
        "7[]", // unknown type
        "abc",
        "0[]", // CONNECT takes an object
        "0\"token\"",
        "0null",
        "1{}", // DISCONNECT takes nothing
        "2", // EVENT takes an array …
        "2{}",
        "2\"a\"",
        "2[]", // … with a name
        "2[{}]",
        "2[null]",
        "2[\"connect\"]", // reserved
        "2[\"connect_error\"]",
        "2[\"disconnect\"]",
        "2[\"disconnecting\"]",
        "2[\"newListener\"]",
        "2[\"removeListener\"]",
        "2abc[\"a\"]", // not an id
        "29999999999999999[\"a\"]", // not a JavaScript integer
        "2[\"a\"", // not JSON
        "2[\"a\"]x",
        "2[\"a\"][\"b\"]",
        "2[NaN]",
        "3[]", // ACK without id
        "31{}",
        "4", // CONNECT_ERROR without message
        "4[]",
        "5[\"a\"]", // no number of attachments
        "5-[\"a\"]",
        "51[\"a\"]",
        "5x-[\"a\"]",
        "511-[\"a\"]", // more than 10
        "59999999999-[\"a\"]",
        "6-1[]"
      })
  void whatIsNoPacketIsRefused(String text) {
    assertThatExceptionOfType(MalformedPacketException.class)
        .isThrownBy(() -> decoder.onText(text));
  }

  @Test
  void aNamespaceHasABoundedLength() {
    assertThatExceptionOfType(MalformedPacketException.class)
        .isThrownBy(() -> decoder.onText("0/" + "n".repeat(300)));
  }

  @Test
  void nestingIsBounded() {
    assertThatExceptionOfType(MalformedPacketException.class)
        .isThrownBy(() -> decoder.onText("2[\"a\"," + "[".repeat(5_000) + "]".repeat(5_001)));
  }

  @Nested
  class WithAttachments {
    @Test
    void anEventIsCompleteAfterTheLast() throws Exception {
      assertThat(
              decoder.onText(
                  "52-/admin,[\"baz\",{\"_placeholder\":true,\"num\":0},{\"x\":[{\"_placeholder\":true,\"num\":1}]}]"))
          .isNull();
      assertThat(decoder.onBinary(new byte[] {1, 2})).isNull();
      Packet.Event event = (Packet.Event) complete(new byte[] {3, 4});
      assertThat(event.namespace()).isEqualTo("/admin");
      assertThat(event.args().get(1).binaryValue()).containsExactly(1, 2);
      assertThat(event.args().at("/2/x/0").binaryValue()).containsExactly(3, 4);
    }

    @Test
    void anAckKeepsItsId() throws Exception {
      decoder.onText("61-15[\"bar\",{\"num\":0,\"_placeholder\":true}]");
      Packet.Ack ack = (Packet.Ack) complete(new byte[] {1});
      assertThat(ack.id()).isEqualTo(15);
      assertThat(ack.args().get(1).isBinary()).isTrue();
    }

    @Test
    void theNextPacketStartsAfresh() throws Exception {
      decoder.onText("51-[\"a\",{\"_placeholder\":true,\"num\":0}]");
      complete(new byte[900]);
      decoder.onText("51-[\"a\",{\"_placeholder\":true,\"num\":0}]");
      complete(new byte[900]);
      assertThat(decoder.onText("2[\"b\"]")).isNotNull();
    }

    private Packet complete(byte[] last) throws MalformedPacketException {
      Packet packet = decoder.onBinary(last);
      assertThat(packet).isNotNull();
      return java.util.Objects.requireNonNull(packet);
    }

    @Test
    void textInBetweenIsRefused() throws Exception {
      decoder.onText("51-[\"a\",{\"_placeholder\":true,\"num\":0}]");
      assertThatExceptionOfType(MalformedPacketException.class)
          .isThrownBy(() -> decoder.onText("2[\"b\"]"));
    }

    @Test
    void oneNobodyAnnouncedIsRefused() {
      assertThatExceptionOfType(MalformedPacketException.class)
          .isThrownBy(() -> decoder.onBinary(new byte[1]));
    }

    @Test
    void togetherTheyAreBounded() throws Exception {
      decoder.onText("52-[\"a\",{\"_placeholder\":true,\"num\":0}]");
      decoder.onBinary(new byte[600]);
      assertThatExceptionOfType(MalformedPacketException.class)
          .isThrownBy(() -> decoder.onBinary(new byte[600]));
    }

    @ParameterizedTest(name = "num: {0}")
    @ValueSource(strings = {"1", "-1", "1.5", "\"0\"", "null", "99999999999"})
    void aPlaceholderMustNameOne(String num) throws Exception {
      decoder.onText("51-[\"a\",{\"_placeholder\":true,\"num\":" + num + "}]");
      assertThatExceptionOfType(MalformedPacketException.class)
          .isThrownBy(() -> decoder.onBinary(new byte[1]));
    }

    @Test
    void aPlaceholderInAPlainPacketIsJustAnObject() throws Exception {
      Packet.Event event =
          (Packet.Event)
              java.util.Objects.requireNonNull(
                  decoder.onText("2[\"a\",{\"_placeholder\":true,\"num\":0}]"));
      assertThat(event.args().get(1).isObject()).isTrue();
    }
  }

  @Test
  void randomInputIsReadOrRefusedNeverElse() {
    Random random = new Random(5);
    String[] pieces = {
      "0",
      "1",
      "2",
      "3",
      "4",
      "5",
      "6",
      "7",
      "-",
      "/",
      "/a",
      ",",
      "[",
      "]",
      "{",
      "}",
      "\"",
      "\"a\"",
      ":",
      "12",
      "[\"a\"]",
      "{\"_placeholder\":true,\"num\":0}",
      "null",
      "1e999",
      "\\u",
      "€",
      "\0"
    };
    for (int i = 0; i < 30_000; i++) {
      PacketDecoder fresh = newDecoder();
      try {
        for (int message = 0; message < 3; message++) {
          StringBuilder text = new StringBuilder();
          for (int n = random.nextInt(8); n > 0; n--) {
            text.append(pieces[random.nextInt(pieces.length)]);
          }
          @Nullable Packet packet = fresh.onText(text.toString());
          if (packet == null) {
            fresh.onBinary(new byte[random.nextInt(4)]);
          }
        }
      } catch (MalformedPacketException expected) {
        // The only way out.
      }
    }
  }
}
