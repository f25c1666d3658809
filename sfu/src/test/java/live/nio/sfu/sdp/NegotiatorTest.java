package live.nio.sfu.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.Random;
import live.nio.sfu.rtp.Codec;
import live.nio.sfu.rtp.CodecParameters;
import live.nio.sfu.rtp.HeaderExtension;
import live.nio.sfu.rtp.MediaKind;
import live.nio.sfu.rtp.MediaParameters;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class NegotiatorTest {
  private static final String CHROMIUM = "chromium-publish-simulcast";
  private static final List<CodecParameters> VP8_AND_OPUS =
      List.of(Offers.opus(111, -1), Offers.video(Codec.VP8, ""));

  private static Negotiated publisher(String offer) throws SdpException {
    return Negotiator.publisher(offer, Offers.LOCAL);
  }

  private static Negotiated viewer(String offer, List<CodecParameters> sources)
      throws SdpException {
    return Negotiator.viewer(offer, Offers.LOCAL, sources, new Random(7));
  }

  private static MediaParameters of(Negotiated negotiated, MediaKind kind) {
    return negotiated.media().stream()
        .filter(one -> one.codec().codec().kind() == kind)
        .findFirst()
        .orElseThrow();
  }

  private static void assertRefused(SdpException.Kind kind, String offer, String because) {
    assertThatExceptionOfType(SdpException.class)
        .isThrownBy(() -> publisher(offer))
        .withMessageContaining(because)
        .matches(e -> e.kind() == kind);
  }

  @Nested
  class EveryAnswer {
    static final List<String> PUBLISHERS = Offers.PUBLISHERS;
    static final List<String> VIEWERS = Offers.VIEWERS;

    @ParameterizedTest
    @FieldSource("PUBLISHERS")
    void toAPublisherHasTheOffersSectionsAndReceivesBoth(String name) throws SdpException {
      Negotiated negotiated = publisher(Offers.read(name));
      assertThat(negotiated.media()).hasSize(2);
      assertFits(Offers.read(name), negotiated, "recvonly");
    }

    @ParameterizedTest
    @FieldSource("VIEWERS")
    void toAViewerHasTheOffersSectionsAndSendsBoth(String name) throws SdpException {
      Negotiated negotiated = viewer(Offers.read(name), VP8_AND_OPUS);
      assertThat(negotiated.media()).hasSize(2);
      assertFits(Offers.read(name), negotiated, "sendonly");
    }

    private void assertFits(String offerText, Negotiated negotiated, String direction)
        throws SdpException {
      SessionDescription offer = SessionDescription.parse(offerText);
      SessionDescription answer = SessionDescription.parse(negotiated.answer());
      assertThat(answer.toString()).isEqualTo(negotiated.answer());
      assertThat(answer.has("ice-lite")).isTrue();
      assertThat(answer.attribute("group")).isEqualTo(offer.attribute("group"));
      assertThat(answer.media()).hasSameSizeAs(offer.media());
      for (int i = 0; i < offer.media().size(); i++) {
        SessionDescription.Media asked = offer.media().get(i);
        SessionDescription.Media given = answer.media().get(i);
        assertThat(given.kind()).isEqualTo(asked.kind());
        assertThat(given.protocol()).isEqualTo(asked.protocol());
        assertThat(given.attribute("mid")).isEqualTo(asked.attribute("mid"));
        assertThat(given.has(direction)).isTrue();
        assertThat(given.has("rtcp-mux")).isTrue();
        assertThat(given.attribute("ice-ufrag")).contains("OurU");
        assertThat(given.attribute("fingerprint")).contains("sha-256 00" + ":1F".repeat(31));
        assertThat(asked.formats()).containsAll(given.formats());
        assertThat(asked.attributes("rtcp-fb").stream().toList())
            .containsAll(given.attributes("rtcp-fb"));
        List<String> asKept =
            asked.attributes("extmap").stream().map(map -> map.replaceAll("/\\w+", "")).toList();
        assertThat(asKept)
            .containsAll(
                given.attributes("extmap").stream()
                    .map(map -> map.replaceAll("/\\w+", ""))
                    .toList());
        assertThat(given.has("end-of-candidates")).isEqualTo(i == 0);
      }
    }
  }

  @Nested
  class Transport {
    @Test
    void isReadFromTheSectionsOfChromium() throws SdpException {
      RemoteTransport remote = publisher(Offers.read(CHROMIUM)).remote();
      assertThat(remote.ufrag()).hasSize(4);
      assertThat(remote.password()).hasSize(24);
      assertThat(remote.fingerprint()).matches("sha-256 [0-9A-F]{2}(:[0-9A-F]{2}){31}");
      assertThat(remote.setup()).isEqualTo(Setup.ACTPASS);
      assertThat(remote.candidates()).hasSize(4);
    }

    @Test
    void isReadFromTheSessionOfObsWhichHasNoCandidates() throws SdpException {
      RemoteTransport remote = publisher(Offers.read("obs-publish")).remote();
      assertThat(remote.ufrag()).isEqualTo("wK6d");
      assertThat(remote.candidates()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"actpass,passive,true", "active,passive,true", "passive,active,false"})
    void theAnswerIsPassiveUnlessTheOfferIs(String offered, String answered, boolean server)
        throws SdpException {
      Negotiated negotiated =
          publisher(Offers.read(CHROMIUM).replace("setup:actpass", "setup:" + offered));
      assertThat(negotiated.answer()).contains("a=setup:" + answered + "\r\n");
      assertThat(negotiated.weAreDtlsServer()).isEqualTo(server);
    }

    @Test
    void withoutASetupTheOtherSideBegins() throws SdpException {
      Negotiated negotiated = publisher(Offers.read(CHROMIUM).replace("a=setup:actpass\r\n", ""));
      assertThat(negotiated.weAreDtlsServer()).isTrue();
    }

    @Test
    void sha256IsTakenWhenSeveralFingerprintsAreGiven() throws SdpException {
      String sha1 = "a=fingerprint:sha-1 00" + ":11".repeat(19) + "\r\n";
      assertThat(
              publisher(Offers.read("obs-publish").replace("a=fingerprint", sha1 + "a=fingerprint"))
                  .remote()
                  .fingerprint())
          .startsWith("sha-256 E4:19");
    }

    @Test
    void whatCannotBeSecuredOrCheckedIsRefused() {
      String offer = Offers.read("obs-publish");
      assertRefused(
          SdpException.Kind.UNSUPPORTED,
          offer.replaceAll("a=fingerprint:.*\r\n", ""),
          "a=fingerprint");
      assertRefused(
          SdpException.Kind.UNSUPPORTED,
          offer.replaceAll("a=fingerprint:.*\r\n", "a=fingerprint:sha-1 00:11\r\n"),
          "sha-256");
      assertRefused(
          SdpException.Kind.MALFORMED,
          offer.replaceAll("a=fingerprint:.*\r\n", "a=fingerprint:sha-256 00:11\r\n"),
          "digest");
      assertRefused(
          SdpException.Kind.UNSUPPORTED, offer.replaceAll("a=ice-pwd:.*\r\n", ""), "a=ice-pwd");
      assertRefused(
          SdpException.Kind.MALFORMED, offer.replace("ice-ufrag:wK6d", "ice-ufrag:w"), "4 to 256");
      assertRefused(
          SdpException.Kind.UNSUPPORTED, offer.replace("t=0 0", "t=0 0\r\na=ice-lite"), "ICE lite");
      assertRefused(SdpException.Kind.UNSUPPORTED, offer.replace("actpass", "holdconn"), "a=setup");
    }

    @Test
    void severalSectionsMustBeBundledAndMultiplexed() {
      String offer = Offers.read("obs-publish");
      assertRefused(
          SdpException.Kind.UNSUPPORTED, offer.replace("a=group:BUNDLE 0 1\r\n", ""), "BUNDLE");
      assertRefused(
          SdpException.Kind.UNSUPPORTED, offer.replace("a=rtcp-mux\r\n", ""), "a=rtcp-mux");
    }

    @Test
    void aSectionOutsideTheBundleIsRefusedAlone() throws SdpException {
      Negotiated negotiated =
          publisher(Offers.read("obs-publish").replace("BUNDLE 0 1", "BUNDLE 1"));
      assertThat(negotiated.media()).extracting(MediaParameters::mid).containsExactly("1");
      assertThat(negotiated.answer()).contains("a=group:BUNDLE 1\r\n", "m=audio 0 ");
    }

    @Test
    void oneSectionNeedsNeitherBundleNorMid() throws SdpException {
      String offer = Offers.read("obs-publish");
      String audio =
          offer
              .substring(0, offer.indexOf("m=video"))
              .replace("a=group:BUNDLE 0 1\r\n", "")
              .replace("a=mid:0\r\n", "");
      Negotiated negotiated = publisher(audio);
      assertThat(negotiated.media()).singleElement().matches(one -> one.mid().isEmpty());
      assertThat(negotiated.answer()).doesNotContain("a=mid", "BUNDLE");
    }

    @Test
    void sectionsWithTheSameMidAreMalformed() {
      assertRefused(
          SdpException.Kind.MALFORMED,
          Offers.read("obs-publish").replace("a=mid:1", "a=mid:0"),
          "same a=mid");
    }
  }

  @Nested
  class Publishing {
    @Test
    void chromiumsSimulcastIsAcceptedByRid() throws SdpException {
      Negotiated negotiated = publisher(Offers.read(CHROMIUM));
      MediaParameters video = of(negotiated, MediaKind.VIDEO);
      assertThat(video.rids()).containsExactly("h", "m", "l");
      assertThat(video.codec())
          .isEqualTo(
              new CodecParameters(Codec.VP8, 96, 0, "", 97, -1, true, true, true, false, true));
      assertThat(video.extensions())
          .containsEntry(HeaderExtension.RID, 10)
          .containsEntry(HeaderExtension.REPAIRED_RID, 11)
          .containsEntry(HeaderExtension.TRANSPORT_CC, 3);
      assertThat(negotiated.answer())
          .contains(
              "a=rid:h recv\r\na=rid:m recv\r\na=rid:l recv\r\na=simulcast:recv h;m;l\r\n",
              "a=extmap-allow-mixed\r\n",
              "a=rtcp-rsize\r\n");
      MediaParameters audio = of(negotiated, MediaKind.AUDIO);
      assertThat(audio.codec().payloadType()).isEqualTo(111);
      assertThat(audio.codec().redPayloadType()).isEqualTo(63);
      assertThat(audio.codec().channels()).isEqualTo(2);
      assertThat(audio.extensions()).containsEntry(HeaderExtension.AUDIO_LEVEL, 1);
      assertThat(negotiated.answer()).contains("m=audio 9 UDP/TLS/RTP/SAVPF 111 63\r\n");
    }

    @Test
    void firefoxNamesSsrcsAndRids() throws SdpException {
      MediaParameters video = of(publisher(Offers.read("firefox-publish")), MediaKind.VIDEO);
      assertThat(video.codec().payloadType()).isEqualTo(120);
      assertThat(video.codec().rtxPayloadType()).isEqualTo(124);
      assertThat(video.rids()).containsExactly("h", "m", "l");
      assertThat(video.ssrcs()).containsExactly(1042278334L, 3377215068L, 712304599L);
      assertThat(video.rtxSsrcs())
          .isEqualTo(
              Map.of(1042278334L, 1850012763L, 3377215068L, 2203456120L, 712304599L, 4021987755L));
    }

    @Test
    void safarisFirstCodecIsTaken() throws SdpException {
      MediaParameters video = of(publisher(Offers.read("safari-publish")), MediaKind.VIDEO);
      assertThat(video.codec().codec()).isEqualTo(Codec.H264);
      assertThat(video.codec().fmtp()).contains("profile-level-id=640c1f");
      assertThat(video.ssrcs()).containsExactly(1618033988L);
    }

    @Test
    void obsGetsItsStereoBackAndEveryLayerItOffers() throws SdpException {
      Negotiated negotiated = publisher(Offers.read("obs-publish-simulcast"));
      assertThat(of(negotiated, MediaKind.VIDEO).rids()).containsExactly("0", "1", "2");
      assertThat(of(negotiated, MediaKind.VIDEO).codec().remb()).isTrue();
      assertThat(of(negotiated, MediaKind.VIDEO).codec().rtxPayloadType()).isEqualTo(-1);
      assertThat(of(negotiated, MediaKind.AUDIO).codec().fmtp())
          .contains("stereo=1", "useinbandfec=1");
    }

    @Test
    void ffmpegWaitsForOurHandshake() throws SdpException {
      Negotiated negotiated = publisher(Offers.read("ffmpeg-publish"));
      assertThat(negotiated.weAreDtlsServer()).isFalse();
      assertThat(of(negotiated, MediaKind.AUDIO).codec().fmtp()).isEqualTo("useinbandfec=1");
    }

    @Test
    void gstreamersBundleOnlySectionIsNoRefusedOne() throws SdpException {
      Negotiated negotiated = publisher(Offers.read("gstreamer-publish"));
      assertThat(negotiated.media())
          .extracting(MediaParameters::mid)
          .containsExactly("video0", "audio1");
    }

    @Test
    void sendrecvIsAnsweredByReceiving() throws SdpException {
      assertThat(publisher(Offers.read("chromium-publish-sendrecv")).answer())
          .contains("a=recvonly")
          .doesNotContain("a=sendrecv");
    }

    @Test
    void aPlainStreamWithSimGroupKeepsTheOrderOfTheGroup() throws SdpException {
      String offer =
          Offers.read("obs-publish")
              .replace("a=ssrc:865214032 cname", "a=ssrc-group:SIM 5 4 3\r\na=ssrc:3 cname");
      assertThat(of(publisher(offer), MediaKind.VIDEO).ssrcs()).startsWith(5L, 4L, 3L);
    }

    @Test
    void onlyOneSectionOfAKindIsTaken() throws SdpException {
      String offer = Offers.read("obs-publish").replace("BUNDLE 0 1", "BUNDLE 0 1 2");
      String second = offer.substring(offer.indexOf("m=video")).replace("a=mid:1", "a=mid:2");
      Negotiated negotiated = publisher(offer + second);
      assertThat(negotiated.media()).hasSize(2);
      assertThat(negotiated.answer())
          .contains("a=group:BUNDLE 0 1\r\n")
          .endsWith(
              "m=video 0 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 0.0.0.0\r\na=mid:2\r\na=inactive\r\n");
    }

    @Test
    void aDataChannelIsRefusedAlone() throws SdpException {
      String offer =
          Offers.read("obs-publish")
              + "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:2\r\n";
      assertThat(publisher(offer).answer())
          .contains("m=application 0 UDP/DTLS/SCTP webrtc-datachannel\r\n");
    }

    @Test
    void nothingToReceiveIsUnsupported() {
      assertRefused(SdpException.Kind.UNSUPPORTED, Offers.read("chromium-view"), "sends nothing");
      assertRefused(
          SdpException.Kind.UNSUPPORTED,
          Offers.read("obs-publish").replace("H264", "H265").replace("opus", "mp4a-latm"),
          "sends nothing");
      assertRefused(
          SdpException.Kind.UNSUPPORTED,
          Offers.read("obs-publish").replace("UDP/TLS/RTP/SAVPF", "RTP/AVP"),
          "sends nothing");
    }
  }

  @Nested
  class Simulcast {
    private MediaParameters video(String simulcast, String... rids) throws SdpException {
      StringBuilder lines = new StringBuilder();
      for (String rid : rids) {
        lines.append("a=rid:").append(rid).append(" send\r\n");
      }
      lines.append("a=simulcast:").append(simulcast).append("\r\n");
      return of(
          publisher(
              Offers.read("obs-publish-simulcast")
                  .replaceAll("a=rid:.*\r\n", "")
                  .replaceAll("a=simulcast:.*\r\n", lines.toString())),
          MediaKind.VIDEO);
    }

    @Test
    void theOrderIsThatOfTheSimulcastLine() throws SdpException {
      assertThat(video("send 2;0;1", "0", "1", "2").rids()).containsExactly("2", "0", "1");
    }

    @Test
    void pausedLayersAndAlternativesAreUnderstood() throws SdpException {
      assertThat(video("recv x send a,b;~c", "a", "b", "c").rids()).containsExactly("a", "c");
    }

    @Test
    void theDraftsFormIsUnderstood() throws SdpException {
      assertThat(video(" send rid=f;h", "f", "h").rids()).containsExactly("f", "h");
    }

    @Test
    void layersWithoutARidLineOrWithAnImpossibleNameAreDropped() throws SdpException {
      assertThat(video("send a;b;" + "c".repeat(17), "a", "c".repeat(17)).rids())
          .containsExactly("a");
    }

    @Test
    void fourLayersAreAcceptedAndNoMore() throws SdpException {
      assertThat(video("send a;b;c;d;e", "a", "b", "c", "d", "e").rids())
          .containsExactly("a", "b", "c", "d");
    }

    @Test
    void withoutItsHeaderExtensionThereIsNone() throws SdpException {
      Negotiated negotiated =
          publisher(Offers.read("obs-publish-simulcast").replaceAll("a=extmap:2 .*\r\n", ""));
      assertThat(of(negotiated, MediaKind.VIDEO).rids()).isEmpty();
      assertThat(negotiated.answer()).doesNotContain("simulcast");
    }
  }

  @Nested
  class Viewing {
    @Test
    void sendsWithTheViewersPayloadTypesAndOurSsrcs() throws SdpException {
      Negotiated negotiated = viewer(Offers.read("firefox-view"), VP8_AND_OPUS);
      MediaParameters video = of(negotiated, MediaKind.VIDEO);
      assertThat(video.codec().payloadType()).isEqualTo(120);
      assertThat(video.codec().rtxPayloadType()).isEqualTo(124);
      assertThat(video.localSsrc()).isBetween(1L, 0xffff_ffffL);
      assertThat(video.localRtxSsrc()).isBetween(1L, 0xffff_ffffL).isNotEqualTo(video.localSsrc());
      assertThat(of(negotiated, MediaKind.AUDIO).localRtxSsrc()).isZero();
      assertThat(negotiated.answer())
          .contains(
              "a=msid:nio audio\r\n",
              "a=msid:nio video\r\n",
              "a=ssrc-group:FID " + video.localSsrc() + " " + video.localRtxSsrc() + "\r\n",
              "a=ssrc:" + video.localSsrc() + " cname:");
    }

    @Test
    void redIsAgreedOnlyWhenTheStreamHasIt() throws SdpException {
      String offer = Offers.read("chromium-view");
      assertThat(of(viewer(offer, VP8_AND_OPUS), MediaKind.AUDIO).codec().redPayloadType())
          .isEqualTo(-1);
      assertThat(
              of(viewer(offer, List.of(Offers.opus(111, 63))), MediaKind.AUDIO)
                  .codec()
                  .redPayloadType())
          .isEqualTo(63);
      assertThat(
              of(
                      viewer(Offers.read("firefox-view"), List.of(Offers.opus(111, 63))),
                      MediaKind.AUDIO)
                  .codec()
                  .redPayloadType())
          .isEqualTo(-1);
    }

    @Test
    void aSectionTheStreamHasNothingForGetsPortZero() throws SdpException {
      Negotiated negotiated = viewer(Offers.read("chromium-view"), List.of(Offers.opus(111, -1)));
      assertThat(negotiated.media()).extracting(MediaParameters::mid).containsExactly("1");
      assertThat(negotiated.answer()).contains("a=group:BUNDLE 1\r\n", "m=video 0 ");
    }

    @Test
    void layersAreNotToldApartTowardAViewer() throws SdpException {
      assertThat(
              of(viewer(Offers.read("chromium-view"), VP8_AND_OPUS), MediaKind.VIDEO).extensions())
          .containsKeys(HeaderExtension.MID, HeaderExtension.PLAYOUT_DELAY)
          .doesNotContainKeys(HeaderExtension.RID, HeaderExtension.REPAIRED_RID);
    }

    @Test
    void aStereoStreamSaysSo() throws SdpException {
      CodecParameters stereo =
          new CodecParameters(
              Codec.OPUS, 111, 2, "stereo=1", -1, -1, false, false, false, false, false);
      assertThat(viewer(Offers.read("chromium-view"), List.of(stereo)).answer())
          .contains("useinbandfec=1;sprop-stereo=1\r\n");
    }

    @ParameterizedTest
    @CsvSource({
      "chromium-view, packetization-mode=1;profile-level-id=42e01f, 108",
      "chromium-view, profile-level-id=42e01f, 114",
      "safari-view, packetization-mode=1;profile-level-id=42e01f, 98",
      "safari-view, packetization-mode=1;profile-level-id=640c1f, 96",
      "safari-view, packetization-mode=1;profile-level-id=4d001f, 96",
      "firefox-view, packetization-mode=1;profile-level-id=42c01f, 126",
      "firefox-view, packetization-mode=1;profile-level-id=640032, 126",
      "firefox-view, profile-level-id=42e01f, 126",
      "gstreamer-view, profile-level-id=42e01f, 97"
    })
    void h264IsMatchedByPacketizationAndProfile(String offer, String stream, int expected)
        throws SdpException {
      List<CodecParameters> sources = List.of(Offers.video(Codec.H264, stream));
      CodecParameters agreed = of(viewer(Offers.read(offer), sources), MediaKind.VIDEO).codec();
      if (expected == 108 || expected == 114) {
        // Chromium lists Baseline (102, 104) before Constrained Baseline (108, 114): one family.
        assertThat(agreed.payloadType()).isIn(expected, expected == 108 ? 102 : 104, 102);
      } else {
        assertThat(agreed.payloadType()).isEqualTo(expected);
      }
    }

    @Test
    void fragmentsAreNotSentToWhoCannotReadThem() {
      String offer =
          Offers.read("gstreamer-view").replace("packetization-mode=1;", "packetization-mode=0;");
      assertThatExceptionOfType(SdpException.class)
          .isThrownBy(() ->
              viewer(
                  offer,
                  List.of(
                      Offers.video(Codec.H264, "packetization-mode=1;profile-level-id=42e01f"))))
          .withMessageContaining("H264");
    }

    @ParameterizedTest
    @CsvSource({"'', 98", "profile-id=0, 98", "profile-id=2, 100"})
    void vp9IsMatchedByProfile(String stream, int expected) throws SdpException {
      assertThat(
              of(
                      viewer(
                          Offers.read("chromium-view"), List.of(Offers.video(Codec.VP9, stream))),
                      MediaKind.VIDEO)
                  .codec()
                  .payloadType())
          .isEqualTo(expected);
    }

    @Test
    void av1IsMatched() throws SdpException {
      MediaParameters video =
          of(
              viewer(Offers.read("chromium-view"), List.of(Offers.video(Codec.AV1, "profile=0"))),
              MediaKind.VIDEO);
      assertThat(video.codec().codec()).isEqualTo(Codec.AV1);
      assertThat(video.codec().fmtp()).contains("profile=0");
    }

    @Test
    void aCodecTheViewerLacksIsUnsupported() {
      assertThatExceptionOfType(SdpException.class)
          .isThrownBy(
              () -> viewer(Offers.read("safari-view"), List.of(Offers.video(Codec.AV1, ""))))
          .withMessageContaining("AV1")
          .matches(e -> e.kind() == SdpException.Kind.UNSUPPORTED);
    }

    @Test
    void whoOnlySendsIsNoViewer() {
      assertThatExceptionOfType(SdpException.class)
          .isThrownBy(() -> viewer(Offers.read("obs-publish"), VP8_AND_OPUS));
    }
  }

  @Nested
  class PayloadTypes {
    @Test
    void mayBeAnyNumberAndNamesAnyCase() throws SdpException {
      String offer =
          Offers.read("chromium-view")
              .replace(" 96 97 98 ", " 3 97 98 ")
              .replace(":96 VP8/", ":3 vp8/")
              .replace("rtcp-fb:96 ", "rtcp-fb:3 ")
              .replace("apt=96", "apt=3");
      CodecParameters codec = of(viewer(offer, VP8_AND_OPUS), MediaKind.VIDEO).codec();
      assertThat(codec.payloadType()).isEqualTo(3);
      assertThat(codec.rtxPayloadType()).isEqualTo(97);
      assertThat(codec.nack()).isTrue();
    }

    @Test
    void feedbackMayBeForAllOfThem() throws SdpException {
      String offer = Offers.read("obs-publish").replace("rtcp-fb:96 nack", "rtcp-fb:* nack");
      CodecParameters codec = of(publisher(offer), MediaKind.VIDEO).codec();
      assertThat(codec.nack()).isTrue();
      assertThat(codec.pli()).isTrue();
      assertThat(codec.fir()).isFalse();
    }

    @Test
    void extensionIdsAboveFourteenNeedTheMixedForm() throws SdpException {
      String offer = Offers.read("gstreamer-publish").replace("a=extmap:1 ", "a=extmap:20 ");
      assertThat(of(publisher(offer), MediaKind.VIDEO).extensions()).isEmpty();
      assertThat(of(publisher(offer), MediaKind.VIDEO).codec().transportCc()).isFalse();
      String mixed = offer.replace("t=0 0", "t=0 0\r\na=extmap-allow-mixed");
      assertThat(of(publisher(mixed), MediaKind.VIDEO).extensions())
          .containsEntry(HeaderExtension.TRANSPORT_CC, 20);
    }
  }
}
