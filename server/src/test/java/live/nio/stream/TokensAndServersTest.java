package live.nio.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import live.nio.platform.Ids;
import live.nio.platform.TestDatabase;
import live.nio.testing.TestClock;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TokensAndServersTest {

  @Nested
  class AResumeToken {

    private final ResumeTokens tokens = new ResumeTokens(TestDatabase.secrets());
    private final UUID stream = Ids.next();
    private final UUID anna = Ids.next();

    @Test
    void namesThePageInItsStreamForItsPerson() {
      String token = tokens.issue("page", stream, anna);
      assertThat(tokens.read(token, stream, anna)).contains("page");
    }

    @Test
    void isWorthNothingElsewhere() {
      String token = tokens.issue("page", stream, anna);
      assertThat(tokens.read(token, Ids.next(), anna)).isEmpty();
      assertThat(tokens.read(token, stream, Ids.next())).isEmpty();
      assertThat(tokens.read(token, stream, null)).isEmpty();
      assertThat(tokens.read(token.replace("page", "pagf"), stream, anna)).isEmpty();
      assertThat(tokens.read("page", stream, anna)).isEmpty();
      assertThat(tokens.read("", stream, anna)).isEmpty();
    }
  }

  @Nested
  class IceServerList {

    private record Settings(
        Optional<List<String>> stunUrls,
        Optional<List<String>> turnUrls,
        Optional<String> turnSecret)
        implements StreamSettings {
      @Override
      public Duration grace() {
        return Duration.ofSeconds(30);
      }

      @Override
      public int p2pMaxViewers() {
        return 3;
      }
    }

    @Test
    void turnCredentialsAreTheOnesAServerWithTheSecretExpects() {
      IceServers servers =
          new IceServers(
              new Settings(
                  Optional.of(List.of("stun:stun.example.com:3478")),
                  Optional.of(List.of("turn:turn.example.com:3478", " ")),
                  Optional.of("north")),
              TestClock.start());
      // 2026-03-01T12:00:00Z + 12 h = 1772409600; printf 1772409600 | openssl dgst -sha1 -hmac
      // north -binary | base64
      assertThat(servers.current())
          .containsExactly(
              new IceServers.IceServer(List.of("stun:stun.example.com:3478"), null, null),
              new IceServers.IceServer(
                  List.of("turn:turn.example.com:3478"),
                  "1772409600",
                  "CJweECDZNOqIDZMYCC/h4RNv6Zs="));
      assertThat(servers.links())
          .containsExactly(
              "<stun:stun.example.com:3478>; rel=\"ice-server\"",
              "<turn:turn.example.com:3478>; rel=\"ice-server\"; username=\"1772409600\";"
                  + " credential=\"CJweECDZNOqIDZMYCC/h4RNv6Zs=\"; credential-type=\"password\"");
    }

    @Test
    void withoutSettingsItIsEmpty() {
      IceServers servers =
          new IceServers(
              new Settings(Optional.empty(), Optional.empty(), Optional.empty()),
              TestClock.start());
      assertThat(servers.current()).isEmpty();
    }
  }
}
