package live.nio.bench;

import java.util.List;
import java.util.Locale;

/// The middle and the ends of several runs.
///
/// @param median of an even number of runs, the mean of the middle two
public record Spread(double median, double min, double max) {

  /// Sums up at least one run.
  public static Spread of(List<Double> runs) {
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("no runs");
    }
    double[] sorted = runs.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1]);
  }

  /// Such as `2.31 (2.20–2.55)`.
  public String text(int decimals) {
    return "%s (%s–%s)"
        .formatted(number(median, decimals), number(min, decimals), number(max, decimals));
  }

  /// A number as people read it: `104,512.3`.
  public static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
