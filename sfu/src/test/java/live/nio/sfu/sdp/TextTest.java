package live.nio.sfu.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
  @Test
  void wordsStandBetweenSpaces() {
    assertThat(Text.words("a  bc d", 8)).containsExactly("a", "bc", "d");
    assertThat(Text.words("  a b ", 8)).containsExactly("a", "b");
    assertThat(Text.words("a", 8)).containsExactly("a");
    assertThat(Text.words("", 8)).containsExactly("");
    assertThat(Text.words("   ", 8)).containsExactly("");
  }

  @Test
  void theLastWordHasTheRest() {
    assertThat(Text.words("a b  c d ", 3)).containsExactly("a", "b", "c d");
    assertThat(Text.words("a b", 1)).containsExactly("a b");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "127, 127",
    "007, 7",
    "128, -1",
    "-1, -1",
    "+1, -1",
    "1x, -1",
    "'', -1",
    "' 1', -1",
    "99999999999999999999, -1"
  })
  void numbersAreDecimalAndWithinBounds(String text, long number) {
    assertThat(Text.number(text, 0, 127)).isEqualTo(number);
  }
}
