package live.nio.identity.qr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import live.nio.platform.StartupFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QrLinksTest {

  private static final String PUBLIC_URL = "https://live.example.com";

  @ParameterizedTest
  @CsvSource({
    "'', https://live.example.com/qr-login?code=abc",
    "'{PUBLIC_URL}/q/{code}', https://live.example.com/q/abc",
    "' https://go.example.com/?c={code}&from=picture ', https://go.example.com/?c=abc&from=picture",
    "'ospabhost://qr-login?code={code}', ospabhost://qr-login?code=abc",
  })
  void theTemplateSaysWhatThePictureHolds(String template, String link) {
    assertThat(new QrLinks(template, PUBLIC_URL).forCamera("abc")).isEqualTo(link);
  }

  @Test
  void appsHaveALinkOfTheirOwn() {
    assertThat(new QrLinks("", PUBLIC_URL).forApp("abc"))
        .isEqualTo("ospabhost://qr-login?code=abc");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://live.example.com/qr-login",
        "/qr-login?code={code}",
        "{code}",
        "mailto:{code}",
        "https://live.example.com/a b?code={code}",
        "{PUBLIC_URL}/qr-login?code={CODE}",
      })
  void aTemplateThatMakesNoLinkStopsTheStart(String template) {
    assertThatThrownBy(() -> new QrLinks(template, PUBLIC_URL))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("QR_LINK_TEMPLATE");
  }

  @Test
  void soDoesOneTooLongForAPicture() {
    assertThatThrownBy(
            () -> new QrLinks("{PUBLIC_URL}/" + "x".repeat(300) + "?c={code}", PUBLIC_URL))
        .isInstanceOf(StartupFailure.class);
  }
}
