package live.nio.bench;

import java.util.Optional;

/// What was asked for.
///
/// @param name the benchmark; empty asks for their list
/// @param runs measured runs of each side
/// @param seconds measured time of a run
/// @param quick whether figures do not matter, only that everything works
/// @param only the one load to measure
public record CommandLine(
    String name, int runs, int seconds, boolean quick, Optional<String> only) {

  /// Reads the arguments of [Bench].
  ///
  /// @throws IllegalArgumentException with a sentence for the user
  public static CommandLine parse(String... args) {
    String name = "";
    int runs = 0;
    int seconds = 0;
    boolean quick = false;
    Optional<String> only = Optional.empty();
    for (int i = 0; i < args.length; i++) {
      String arg = args[i];
      switch (arg) {
        case "--quick" -> quick = true;
        case "--runs" -> runs = positive(arg, args, ++i);
        case "--seconds" -> seconds = positive(arg, args, ++i);
        case "--load" -> only = Optional.of(value(arg, args, ++i));
        default -> {
          if (arg.startsWith("-")) {
            throw new IllegalArgumentException("There is no option " + arg + ".");
          }
          if (!name.isEmpty()) {
            throw new IllegalArgumentException("One benchmark at a time, please.");
          }
          name = arg;
        }
      }
    }
    return new CommandLine(
        name, runs > 0 ? runs : quick ? 1 : 5, seconds > 0 ? seconds : quick ? 2 : 5, quick, only);
  }

  private static String value(String option, String[] args, int at) {
    if (at >= args.length) {
      throw new IllegalArgumentException(option + " needs a value.");
    }
    return args[at];
  }

  private static int positive(String option, String[] args, int at) {
    String value = value(option, args, at);
    try {
      int number = Integer.parseInt(value);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Says the same below.
    }
    throw new IllegalArgumentException(option + " needs a positive number, not " + value + ".");
  }
}
