package live.nio.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LaunchOptionsTest {

  @Test
  void theCommandLineNamesPortAndFolder() {
    LaunchOptions options =
        LaunchOptions.parse("--port", "3100", "--data", "/tmp/somewhere/../nio");
    assertThat(options.port()).isEqualTo(3100);
    assertThat(options.data()).isEqualTo(Path.of("/tmp/nio"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "-1", "http", "30 00"})
  void aWrongPortIsToldInASentence(String port) {
    assertThatThrownBy(() -> LaunchOptions.parse("--port", port))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("1 to 65535")
        .hasMessageContaining(port);
  }

  @ParameterizedTest
  @CsvSource({"--prot, Unknown option --prot", "--port, --port needs a value"})
  void aWrongOptionShowsTheUsage(String argument, String message) {
    assertThatThrownBy(() -> LaunchOptions.parse(argument))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining(message)
        .hasMessageContaining("Usage:");
  }
}
