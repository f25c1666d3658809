package live.nio.socketio.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PacketEncoderTest {
  private final PacketEncoder encoder = new PacketEncoder(new ObjectMapper());

  @SuppressWarnings("ArrayRecordComponent")
  private record Message(String text, byte @org.jspecify.annotations.Nullable [] photo) {}

  private String json(PacketEncoder.Args args) {
    return new String(args.json(), UTF_8);
  }

  @Test
  void argumentsAreConvertedByTheObjectMapper() {
    assertThat(
            json(
                encoder.args(
                    "e", 1, "2", null, true, Map.of("a", List.of(1.5)), new Message("t", null))))
        .isEqualTo("[\"e\",1,\"2\",null,true,{\"a\":[1.5]},{\"text\":\"t\",\"photo\":null}]");
  }

  @Test
  void acknowledgementsHaveNoName() {
    assertThat(json(encoder.args(null))).isEqualTo("[]");
    assertThat(json(encoder.args(null, "ok"))).isEqualTo("[\"ok\"]");
  }

  @Test
  void binaryValuesAtAnyDepthBecomeAttachmentsInOrder() {
    PacketEncoder.Args args =
        encoder.args(
            "e", new byte[] {1}, Buffer.buffer(new byte[] {2}), new Message("t", new byte[] {3}));
    assertThat(json(args))
        .isEqualTo(
            "[\"e\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1},"
                + "{\"text\":\"t\",\"photo\":{\"_placeholder\":true,\"num\":2}}]");
    assertThat(args.attachments()).containsExactly(new byte[] {1}, new byte[] {2}, new byte[] {3});
  }

  @Test
  void treesOfTheCallerAreNotChanged() {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.set("photo", BinaryNode.valueOf(new byte[] {1}));
    encoder.args("e", tree);
    assertThat(tree.get("photo").isBinary()).isTrue();
  }

  private static String text(live.nio.socketio.engine.EncodedMessage message) {
    return new String(live.nio.socketio.engine.Wire.polling(message), UTF_8);
  }

  @Test
  void everyFormIsWritten() {
    PacketEncoder.Args foo = encoder.args("foo");
    PacketEncoder.Args photo = encoder.args("baz", new byte[] {1, 2, 3, 4});
    assertThat(text(encoder.connect("/", "abc", null))).isEqualTo("40{\"sid\":\"abc\"}");
    assertThat(text(encoder.connect("/admin", "abc", "def")))
        .isEqualTo("40/admin,{\"sid\":\"abc\",\"pid\":\"def\"}");
    assertThat(text(encoder.connectError("/random", "Invalid namespace", null)))
        .isEqualTo("44/random,{\"message\":\"Invalid namespace\"}");
    assertThat(text(encoder.connectError("/", "no", Map.of("code", 7))))
        .isEqualTo("44{\"message\":\"no\",\"data\":{\"code\":7}}");
    assertThat(text(encoder.disconnect("/"))).isEqualTo("41");
    assertThat(text(encoder.disconnect("/admin"))).isEqualTo("41/admin,");
    assertThat(text(encoder.event("/", Packet.NO_ID, foo, null, false))).isEqualTo("42[\"foo\"]");
    assertThat(text(encoder.event("/admin", 12, foo, null, false)))
        .isEqualTo("42/admin,12[\"foo\"]");
    assertThat(text(encoder.event("/", Packet.NO_ID, photo, null, true)))
        .isEqualTo("451-[\"baz\",{\"_placeholder\":true,\"num\":0}]\u001ebAQIDBA==");
    assertThat(text(encoder.ack("/admin", 13, encoder.args(null, "bar"))))
        .isEqualTo("43/admin,13[\"bar\"]");
    assertThat(text(encoder.ack("/", 15, encoder.args(null, new byte[] {1}))))
        .isEqualTo("461-15[{\"_placeholder\":true,\"num\":0}]\u001ebAQ==");
  }

  @Test
  void anOffsetBecomesTheLastArgument() {
    assertThat(text(encoder.event("/", Packet.NO_ID, encoder.args("e", 1), "x-1", true)))
        .isEqualTo("42[\"e\",1,\"x-1\"]");
  }
}
