package live.nio.sfu.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionDescriptionTest {
  private static final String HEAD = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n";

  static Stream<String> fixtures() {
    return Stream.concat(Offers.PUBLISHERS.stream(), Offers.VIEWERS.stream());
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void whatIsReadIsWrittenAsItWas(String name) throws SdpException {
    String text = Offers.read(name);
    assertThat(SessionDescription.parse(text)).hasToString(text);
  }

  @Test
  void linesMayEndInLineFeedsAlone() throws SdpException {
    String text = Offers.read("obs-publish");
    assertThat(SessionDescription.parse(text.replace("\r\n", "\n")))
        .isEqualTo(SessionDescription.parse(text));
  }

  @Test
  void attributesAreFoundByTheirWholeName() throws SdpException {
    SessionDescription.Media section =
        SessionDescription.parse(
                HEAD + "m=audio 9 RTP/SAVPF 0\r\na=midi:x\r\na=mid:7\r\na=rtcp-mux")
            .media()
            .getFirst();
    assertThat(section.attribute("mid")).contains("7");
    assertThat(section.attribute("rtcp-mux")).contains("");
    assertThat(section.attributes("rtcp")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "{\"type\":\"offer\"}",
        "v=1\r\nm=audio 9 RTP/SAVPF 0",
        "m=audio 9 RTP/SAVPF 0\r\nv=0",
        "v=0\r\n",
        "v=0\r\nm=audio 9 RTP/SAVPF",
        "v=0\r\nm=audio -1 RTP/SAVPF 0",
        "v=0\r\nm=audio 65536 RTP/SAVPF 0",
        "v=0\r\nm=audio 9 RTP/SAVPF 0\r\nA=mid:0",
        "v=0\r\nm=audio 9 RTP/SAVPF 0\r\na=mid:0\u0000"
      })
  void whatIsNoSessionDescriptionIsMalformed(String text) {
    assertMalformed(text);
  }

  @Test
  void sizesAreBounded() {
    assertMalformed(HEAD + "m=audio 9 RTP/SAVPF 0\r\n".repeat(33));
    assertMalformed(HEAD + "m=audio 9 RTP/SAVPF" + " 0".repeat(129));
    assertMalformed(HEAD + "m=audio 9 RTP/SAVPF 0\r\na=x:" + "y".repeat(4096));
    assertMalformed(HEAD + "m=audio 9 RTP/SAVPF 0\r\n" + "a=x\r\n".repeat(60_000));
  }

  private static void assertMalformed(String text) {
    assertThatExceptionOfType(SdpException.class)
        .isThrownBy(() -> SessionDescription.parse(text))
        .satisfies(e -> {
          assertThat(e.kind()).isEqualTo(SdpException.Kind.MALFORMED);
          assertThat(e.reason()).isNotBlank().hasSizeLessThan(120).doesNotContain("\n");
        });
  }

  @Test
  void sectionsAreBoundedInWhatTheyKeep() throws SdpException {
    SessionDescription read = SessionDescription.parse(HEAD + "m=audio 9/2 RTP/SAVPF 0 8");
    assertThat(read.media())
        .containsExactly(
            new SessionDescription.Media("audio", 9, "RTP/SAVPF", List.of("0", "8"), List.of()));
  }
}
