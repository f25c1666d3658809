package live.nio.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import live.nio.platform.TestDatabase;
import live.nio.testing.Api;
import live.nio.testing.LiveClient;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;

/// How often one person may do what, with the limits of the product.
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@TestProfile(RoomLimitsTest.AsShipped.class)
class RoomLimitsTest {

  public static final class AsShipped implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("nio.rate-limit-factor", "1");
    }
  }

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @Test
  void moreTabsAreNotMoreMessagesOrReactions() {
    Api.Person anna = Api.register();
    String stream = Api.goLive(anna, "busy");
    Api.Person boris = Api.register();
    try (LiveClient one = LiveClient.connect(port, boris);
        LiveClient two = LiveClient.connect(port, boris)) {
      one.succeed("stream_join", Map.of("streamId", stream));
      two.succeed("stream_join", Map.of("streamId", stream));
      assertThat(
              refusals(
                  one,
                  two,
                  "chat_message",
                  40,
                  i -> Map.of("clientMessageId", "m" + i, "text", "hi")))
          .contains("slow_down");
      assertThat(refusals(one, two, "reaction", 80, _ -> Map.of("emoji", "🔥")))
          .contains("slow_down");
      assertThat(refusals(one, two, "user_ban", 150, _ -> Map.of("userId", anna.id())))
          .contains("forbidden", "too_many_requests");
    }
  }

  private static List<String> refusals(
      LiveClient one,
      LiveClient two,
      String event,
      int times,
      IntFunction<Map<String, ?>> payload) {
    return IntStream.range(0, times)
        .mapToObj(i -> (i % 2 == 0 ? one : two).ask(event, payload.apply(i)))
        .filter(answer -> !answer.optBoolean("ok"))
        .map((JSONObject answer) -> answer.optString("error"))
        .distinct()
        .toList();
  }
}
