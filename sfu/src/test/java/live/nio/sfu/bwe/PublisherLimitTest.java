package live.nio.sfu.bwe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PublisherLimitTest {
  private final PublisherLimit limit = new PublisherLimit();

  @Test
  void leavesRoomAboveWhatArrives() {
    assertThat(limit.update(0, 6_000_000)).isEqualTo(9_000_000);
  }

  @Test
  void growsSlowlyBeyondThat() {
    assertThat(limit.update(0, 100_000)).isEqualTo(2_700_000);
  }

  @Test
  void staysWhileSomeIsLost() {
    assertThat(limit.update(0.05, 6_000_000)).isEqualTo(2_500_000);
  }

  @Test
  void fallsByHalfOfWhatIsLost() {
    assertThat(limit.update(0.20, 2_000_000)).isEqualTo(2_250_000);
    assertThat(limit.update(0.20, 2_000_000)).isEqualTo(2_025_000);
  }

  @Test
  void hasALeastAndAMost() {
    for (int i = 0; i < 20; i++) {
      limit.update(1, 0);
    }
    assertThat(limit.update(1, 0)).isEqualTo(150_000);
    assertThat(limit.update(0, Long.MAX_VALUE)).isEqualTo(30_000_000);
  }
}
