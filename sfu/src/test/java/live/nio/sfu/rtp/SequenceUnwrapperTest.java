package live.nio.sfu.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SequenceUnwrapperTest {
  private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();

  @Test
  void aLateOneBeforeTheFirstStaysPositive() {
    assertThat(unwrapper.unwrap(0)).isEqualTo(65_536);
    assertThat(unwrapper.unwrap(65_535)).isEqualTo(65_535);
    assertThat(unwrapper.highest()).isEqualTo(65_536);
  }

  @Test
  void wrapsForwardAndBack() {
    assertThat(unwrapper.unwrap(65_534)).isEqualTo(131_070);
    assertThat(unwrapper.unwrap(1)).isEqualTo(131_073);
    assertThat(unwrapper.unwrap(65_535)).isEqualTo(131_071);
    assertThat(unwrapper.unwrap(2)).isEqualTo(131_074);
  }

  @Test
  void peekingMovesNothing() {
    unwrapper.unwrap(10);
    assertThat(unwrapper.peek(1_000)).isEqualTo(66_536);
    assertThat(unwrapper.highest()).isEqualTo(65_546);
  }

  @Test
  void followsManyRounds() {
    long expected = 65_536;
    for (int i = 0; i < 200_000; i++, expected++) {
      assertThat(unwrapper.unwrap(i & 0xFFFF)).isEqualTo(expected);
    }
  }

  @Test
  void halfARoundAwayIsOlder() {
    unwrapper.unwrap(40_000);
    assertThat(unwrapper.unwrap(40_000 - 32_768)).isEqualTo(65_536 + 40_000 - 32_768);
  }

  @Test
  void unwrapsNumbersOfFewerBits() {
    SequenceUnwrapper pictureIds = new SequenceUnwrapper(15);
    assertThat(pictureIds.unwrap(32_767)).isEqualTo(65_535);
    assertThat(pictureIds.unwrap(0)).isEqualTo(65_536);
    assertThat(pictureIds.unwrap(32_766)).isEqualTo(65_534);
  }
}
