package live.nio.identity.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NextPathTest {

  @ParameterizedTest
  @CsvSource({
    "/, /",
    "/live/42, /live/42",
    "/live/42?tab=chat&x=%2F#end, /live/42?tab=chat&x=%2F#end",
    "/a/../b, /b",
    "/profile/имя, /profile/%D0%B8%D0%BC%D1%8F",
    "/?next=https://evil.example, /?next=https://evil.example",
  })
  void aPathOfThisSiteStays(String next, String stays) {
    assertThat(NextPath.safe(next, "/elsewhere")).isEqualTo(stays);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "live",
        "https://evil.example/",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/.//evil.example",
        "/x/..//evil.example",
        "/%zz",
        "javascript:alert(1)",
        " //evil.example",
        "/live\r\nSet-Cookie: a=b",
      })
  void everythingElseIsTheFallback(String next) {
    assertThat(NextPath.safe(next, "/")).isEqualTo("/");
  }

  @Test
  void noPathAndOneTooLongAreTheFallback() {
    assertThat(NextPath.safe(null, "/")).isEqualTo("/");
    assertThat(NextPath.safe("/" + "a".repeat(600), "/")).isEqualTo("/");
  }
}
