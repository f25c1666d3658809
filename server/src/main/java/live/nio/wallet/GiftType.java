package live.nio.wallet;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The gifts there are: what one costs, and what its streamer gets.
enum GiftType {
  ROSE(10, 5),
  HEART(20, 10),
  DIAMOND(50, 25),
  ROCKET(100, 50),
  CROWN(200, 100),
  STAR(500, 250),
  FIRE(1_000, 500),
  RAINBOW(2_000, 1_000);

  private final int coins;
  private final int beans;

  GiftType(int coins, int beans) {
    this.coins = coins;
    this.beans = beans;
  }

  int coins() {
    return coins;
  }

  int beans() {
    return beans;
  }

  /// On the wire and in the database.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<GiftType> ofWord(String word) {
    return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
  }
}
