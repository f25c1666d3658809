package live.nio.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageTest {

  @ParameterizedTest
  @CsvSource(
      value = {
        "ru | RU",
        "ru-RU,ru;q=0.9,en;q=0.8 | RU",
        "de-DE,de;q=0.9,ru;q=0.5 | RU",
        "en-GB,ru;q=0.9 | EN",
        "fr | EN",
        "* | EN",
        ";;; | EN",
      },
      delimiter = '|')
  void theBestOfWhatWeSpeakIsTaken(String header, String language) {
    assertThat(Language.ofHeader(header)).hasToString(language);
  }
}
