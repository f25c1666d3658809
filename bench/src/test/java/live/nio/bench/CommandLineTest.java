package live.nio.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) {
    return Bench.run(
        args,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @Test
  void fiveRunsOfFiveSecondsUnlessAskedOtherwise() {
    assertThat(CommandLine.parse("fanout"))
        .isEqualTo(new CommandLine("fanout", 5, 5, false, Optional.empty()));
    assertThat(CommandLine.parse("--quick", "fanout"))
        .isEqualTo(new CommandLine("fanout", 1, 2, true, Optional.empty()));
    assertThat(CommandLine.parse("fanout", "--runs", "7", "--seconds", "3", "--load", "10x20"))
        .isEqualTo(new CommandLine("fanout", 7, 3, false, Optional.of("10x20")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          fanout --runs 0      | --runs needs a positive number, not 0.
          fanout --runs many   | --runs needs a positive number, not many.
          fanout --seconds     | --seconds needs a value.
          fanout --fast        | There is no option --fast.
          fanout gifts         | One benchmark at a time, please.
          """)
  void nonsenseIsRefusedInASentence(String line, String sentence) {
    assertThatThrownBy(() -> CommandLine.parse(line.split(" ", -1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(sentence);
  }

  @Test
  void withoutANameTheBenchmarksAreListed() {
    assertThat(run()).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("fanout  ");
  }

  @Test
  void anUnknownNameEndsWithTwo() {
    assertThat(run("fanin")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("There is no benchmark \"fanin\".")
        .contains("Usage");
  }

  @Test
  void anUnknownLoadEndsWithTwo() {
    assertThat(run("fanout", "--load", "1000")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("A load is CLIENTSxRATE");
  }
}
