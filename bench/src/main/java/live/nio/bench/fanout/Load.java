package live.nio.bench.fanout;

import java.time.Duration;
import java.util.List;
import live.nio.bench.Spread;

/// So many clients in the room, so many events a second to all of them.
///
/// @param goal the CPU time per delivery to reach, as a multiple of Node's; 0 where none is set
record Load(int clients, int rate, double goal) {
  static final List<Load> ALL =
      List.of(new Load(500, 100, 0), new Load(1_000, 100, 0.4), new Load(100, 1_000, 0.2));

  /// Reads `1000x100`.
  ///
  /// @throws IllegalArgumentException with a sentence for the user
  static Load of(String text) {
    if (!text.matches("[1-9]\\d{0,5}x[1-9]\\d{0,5}")) {
      throw new IllegalArgumentException(
          "A load is CLIENTSxRATE, for example 1000x100, not " + text + ".");
    }
    String[] parts = text.split("x", -1);
    Load asked = new Load(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), 0);
    return ALL.stream()
        .filter(load -> load.clients == asked.clients && load.rate == asked.rate)
        .findFirst()
        .orElse(asked);
  }

  Duration interval() {
    return Duration.ofSeconds(1).dividedBy(rate);
  }

  String title() {
    return "%s clients × %s messages/s"
        .formatted(Spread.number(clients, 0), Spread.number(rate, 0));
  }
}
