package live.nio.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Role × action × role of whom it is done to.
class RoomActionTest {

  /// Columns: to whom each role may do it; S streamer, T staff, M moderator, V viewer.
  @ParameterizedTest
  @CsvSource({
    //                streamer, staff, moderator, viewer
    "DELETE_MESSAGE,  STMV,     STMV,  V,         -",
    "CLEAR_MESSAGES,  STMV,     STMV,  V,         -",
    "BAN,             MV,       MV,    V,         -",
    "UNBAN,           STMV,     STMV,  V,         -",
    "PIN,             STMV,     STMV,  STMV,      -",
    "CHANGE_RULES,    V,        V,     V,         -",
    "SEE_ROOM,        V,        V,     V,         -",
    "NAME_MODERATORS, TMV,      -,     -,         -",
    "WRITE_FREELY,    V,        V,     V,         -",
  })
  void whoMayDoWhatToWhom(
      RoomAction action, String streamer, String staff, String moderator, String viewer) {
    assertThat(targets(action, RoomRole.STREAMER)).isEqualTo(streamer);
    assertThat(targets(action, RoomRole.STAFF)).isEqualTo(staff);
    assertThat(targets(action, RoomRole.MODERATOR)).isEqualTo(moderator);
    assertThat(targets(action, RoomRole.VIEWER)).isEqualTo(viewer);
  }

  private static String targets(RoomAction action, RoomRole role) {
    String targets =
        Arrays.stream(RoomRole.values())
            .filter(target -> action.on(role, target))
            .map(target ->
                switch (target) {
                  case STREAMER -> "S";
                  case STAFF -> "T";
                  case MODERATOR -> "M";
                  case VIEWER -> "V";
                })
            .collect(Collectors.joining());
    return targets.isEmpty() ? "-" : targets;
  }

  @ParameterizedTest
  @EnumSource(RoomRole.class)
  void nobodyBansTheirEquals(RoomRole role) {
    assertThat(RoomAction.BAN.on(role, role)).isFalse();
  }
}
