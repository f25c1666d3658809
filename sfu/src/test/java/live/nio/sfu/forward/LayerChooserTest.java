package live.nio.sfu.forward;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LayerChooserTest {
  private static final long MS = 1_000_000;
  private static final long[] LAYERS = {150_000, 500_000, 1_500_000, 0};

  private final LayerChooser chooser = new LayerChooser();

  private int at(long ms, long availableBps) {
    return chooser.choose(ms * MS, LAYERS, 3, availableBps, LayerChooser.AUTO);
  }

  @Test
  void beginsWithTheLargestThatFits() {
    assertThat(at(0, 1_000_000)).isEqualTo(1);
  }

  @Test
  void sendsTheSmallestWhenNoneFits() {
    assertThat(at(0, 50_000)).isZero();
  }

  @Test
  void comesDownAtOnce() {
    at(0, 3_000_000);
    assertThat(at(100, 600_000)).isEqualTo(1);
    assertThat(at(200, 200_000)).isZero();
  }

  @Test
  void goesUpOnlyWhenThereHasBeenRoomForAWhile() {
    at(0, 600_000);
    assertThat(at(100, 3_000_000)).isEqualTo(1);
    assertThat(at(900, 3_000_000)).isEqualTo(1);
    assertThat(at(1_200, 3_000_000)).isEqualTo(2);
  }

  @Test
  void roomThatVanishesMeanwhileDoesNotCount() {
    at(0, 600_000);
    at(100, 3_000_000);
    at(500, 700_000);
    assertThat(at(1_200, 3_000_000)).isEqualTo(1);
  }

  @Test
  void waitsLongerAfterATryThatFailed() {
    at(0, 600_000);
    at(100, 3_000_000);
    assertThat(at(1_200, 3_000_000)).isEqualTo(2);
    assertThat(at(2_000, 600_000)).isEqualTo(1);
    at(2_100, 3_000_000);
    assertThat(at(3_200, 3_000_000)).isEqualTo(1);
    assertThat(at(4_200, 3_000_000)).isEqualTo(2);
  }

  @Test
  void aPersonsChoiceIsNotQuestioned() {
    assertThat(chooser.choose(0, LAYERS, 3, 10_000, 2)).isEqualTo(2);
  }

  @Test
  void aLayerThatIsNotSentIsNotChosen() {
    long[] onlyMiddle = {0, 500_000, 0, 0};
    assertThat(chooser.choose(0, onlyMiddle, 3, 10_000_000, LayerChooser.AUTO)).isEqualTo(1);
    assertThat(chooser.choose(0, onlyMiddle, 3, 10_000_000, 0)).isEqualTo(1);
    assertThat(chooser.choose(0, new long[4], 3, 10_000_000, LayerChooser.AUTO)).isEqualTo(-1);
  }

  @Test
  void aProbeShouldShowRoomForTheNextLayer() {
    at(0, 600_000);
    assertThat(chooser.wantedBps(LAYERS, 3)).isGreaterThan(1_500_000);
    at(100, 5_000_000);
    at(1_200, 5_000_000);
    assertThat(chooser.wantedBps(LAYERS, 3)).isZero();
  }
}
