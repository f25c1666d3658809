package live.nio.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import live.nio.sfu.VirtualSfu.Peer;
import live.nio.sfu.forward.TestOutbox;
import live.nio.sfu.rtcp.Rtcp;
import live.nio.sfu.rtp.MediaKind;
import live.nio.sfu.rtp.MediaParameters;
import live.nio.sfu.rtp.RtpPacket;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// The SFU as its peers see it, in virtual time.
class LoopTest {
  private static final long LOW = 101;
  private static final long HIGH = 103;
  private static final long SOUND = 1_669_515_535L; // as the offer announces it

  private final VirtualSfu sfu = new VirtualSfu(1);

  private List<TestOutbox.Sent> sent() {
    return sfu.outboxes.getFirst().take();
  }

  @Nested
  class WhoMayConnect {
    @Test
    void mediaOfAnAddressThatWasNotCheckedIsDropped() throws Exception {
      Peer publisher = sfu.publisher("chromium-publish-simulcast");

      publisher.hello(22);
      publisher.frame("h", HIGH, 1, 0, true, 1280);
      sfu.run();

      assertThat(sent()).isEmpty();
      assertThat(publisher.leg.state()).isEqualTo(LegState.NEW);
      assertThat(sfu.loops.getFirst().droppedDatagrams()).isEqualTo(2);
    }

    @Test
    void aCheckForNobodyIsAnsweredWithNothing() throws Exception {
      Peer publisher = sfu.publisher("chromium-publish-simulcast");
      sfu.core.remove(publisher.leg);

      publisher.check();
      sfu.run();

      assertThat(sent()).isEmpty();
    }

    @Test
    void aFailedHandshakeEndsTheLeg() throws Exception {
      Peer publisher = sfu.publisher("chromium-publish-simulcast");
      publisher.check();
      publisher.hello(21);
      sfu.run();

      assertThat(publisher.leg.state()).isEqualTo(LegState.CLOSED);
      assertThat(sfu.core.legCount()).isZero();
      assertThat(sfu.core.existingStream("s")).isNull();
    }

    @Test
    void aLegNobodyConnectsToIsForgotten() throws Exception {
      Peer publisher = sfu.publisher("chromium-publish-simulcast");

      assertThat(publisher.leg.isForgotten(sfu.now)).isFalse();
      sfu.pass(21_000);
      assertThat(publisher.leg.isForgotten(sfu.now)).isTrue();
      publisher.leg.closeSoon();
      sfu.run();

      assertThat(sfu.core.legCount()).isZero();
    }
  }

  @Nested
  class OnceConnected {
    @Test
    void silenceForTenSecondsIsADisconnectionAndForThirtyTheEnd() throws Exception {
      Peer publisher = sfu.publisher("chromium-publish-simulcast").connect();
      assertThat(publisher.leg.state()).isEqualTo(LegState.CONNECTED);

      sfu.pass(11_000);
      assertThat(publisher.leg.state()).isEqualTo(LegState.DISCONNECTED);
      publisher.check();
      assertThat(publisher.leg.state()).isEqualTo(LegState.CONNECTED);
      sfu.pass(31_000);
      assertThat(publisher.leg.state()).isEqualTo(LegState.CLOSED);
      assertThat(sfu.events).containsExactly("publisher connected", "publisher gone");
    }

    @Test
    void aPeerMayMoveToAnotherAddress() throws Exception {
      Peer publisher = sfu.publisher("chromium-publish-simulcast").connect();
      Peer viewer = sfu.viewer("chromium-view").connect();
      publisher.sound(SOUND, 1);
      sfu.run();
      sent();

      viewer.path = TestOutbox.Path.of(9_999);
      viewer.check();
      sfu.pass(3_000);
      viewer.check();
      sent();
      publisher.sound(SOUND, 2);
      sfu.run();

      assertThat(viewer.media(sent())).hasSize(1);
    }
  }

  @Nested
  class APicture {
    /// As senders cut it: a key frame of `sizes`, the later ones a byte longer.
    private void cut(Peer publisher, int... sizes) {
      MediaParameters video = publisher.media(MediaKind.VIDEO);
      for (int i = 0; i < sizes.length; i++) {
        byte[] payload = new byte[sizes[i]];
        System.arraycopy(
            new byte[] {(byte) (i == 0 ? 0x90 : 0x80), (byte) 0xC0, (byte) 0x80, 1, 1, (byte) i},
            0,
            payload,
            0,
            6);
        if (i == 0) {
          System.arraycopy(
              new byte[] {0, 0, 0, (byte) 0x9d, 1, 0x2a, 0, 5, (byte) 0xd0, 2}, 0, payload, 5, 10);
        }
        boolean last = i == sizes.length - 1;
        publisher.rtp(video, video.codec().payloadType(), "h", HIGH, 1 + i, 90_000, last, payload);
      }
    }

    @Test
    void leavesInDatagramsOfOneSize() throws Exception {
      Peer publisher = sfu.publisher("chromium-publish-simulcast").connect();
      Peer viewer = sfu.viewer("chromium-view").connect();
      sfu.run();
      sent();

      cut(publisher, 900, 900, 901, 901);
      sfu.run();

      List<TestOutbox.Sent> sent = sent();
      List<RtpPacket> seen = viewer.media(sent);
      assertThat(seen).extracting(RtpPacket::payloadLength).containsExactly(900, 900, 901, 901);
      assertThat(seen).extracting(RtpPacket::paddingLength).containsExactly(1, 1, 0, 0);
    }

    @Test
    void isWaitedForAMoment() throws Exception {
      Peer publisher = sfu.publisher("chromium-publish-simulcast").connect();
      Peer viewer = sfu.viewer("chromium-view").connect();
      sfu.run();
      sent();
      Loop loop = sfu.loops.getFirst();
      assertThat(loop.linger(sfu.now)).isZero();

      publisher.frame("h", HIGH, 1, 0, true, 1280);
      assertThat(loop.linger(sfu.now)).as("a picture of one packet is whole").isZero();
      sfu.run();
      MediaParameters video = publisher.media(MediaKind.VIDEO);
      byte[] begins = {(byte) 0x90, (byte) 0xC0, (byte) 0x80, 2, 2, 1, 0, 0};
      publisher.rtp(video, video.codec().payloadType(), "h", HIGH, 2, 9_000, false, begins);

      assertThat(loop.linger(sfu.now)).isEqualTo(Loop.LINGER_NANOS);
      assertThat(loop.linger(sfu.now + 50_000)).isEqualTo(Loop.LINGER_NANOS - 50_000);
      assertThat(loop.linger(sfu.now + Loop.LINGER_NANOS)).isZero();

      sfu.run();
      assertThat(loop.linger(sfu.now)).as("handed on").isZero();
      assertThat(viewer.media(sent())).hasSize(2);
    }
  }

  @Nested
  class Simulcast {
    private Peer publisher;
    private final Peer viewer;

    Simulcast() throws Exception {
      publisher = sfu.publisher("chromium-publish-simulcast").connect();
      viewer = sfu.viewer("chromium-view").connect();
    }

    /// All layers, a key frame first.
    private void frames(int from, int count, boolean key) {
      for (int i = 0; i < count; i++) {
        publisher.frame("l", LOW, from + i, 40L * (from + i), key && i == 0, 320);
        publisher.frame("h", HIGH, 1_000 + from + i, 40L * (from + i), key && i == 0, 1280);
        sfu.pass(40);
        if (i % 50 == 0) {
          publisher.check();
          viewer.check();
        }
      }
    }

    @Test
    void largerLayersThatNeverCameAreNotCounted() {
      for (int i = 1; i <= 60; i++) {
        publisher.frame("l", LOW, i, 40L * i, i == 1, 320);
        publisher.frame("m", HIGH, i, 40L * i, i == 1, 640);
        sfu.pass(40);
      }

      assertThat(viewer.leg.statistics().layers())
          .extracting(LegStatistics.LayerStatistics::rid)
          .containsExactly("l", "m");
    }

    @Test
    void theViewerGetsOneLayerUnderTheSsrcOfItsAnswer() throws Exception {
      frames(1, 20, true);

      MediaParameters video = viewer.media(MediaKind.VIDEO);
      List<RtpPacket> seen =
          viewer.media(sent()).stream().filter(it -> it.ssrc() == video.localSsrc()).toList();
      assertThat(seen).hasSizeBetween(18, 40);
      assertThat(seen).allMatch(it -> it.payloadType() == video.codec().payloadType());
      for (int i = 1; i < seen.size(); i++) {
        assertThat(seen.get(i).sequenceNumber())
            .isEqualTo((seen.get(i - 1).sequenceNumber() + 1) & 0xffff);
      }
    }

    @Test
    void aPersonsChoiceOfTheSmallestIsFollowed() throws Exception {
      frames(1, 30, true);
      ((ViewerLeg) viewer.leg).choose(LayerChoice.LOW);
      frames(31, 10, false);
      sent();
      frames(41, 30, true);

      assertThat(viewer.leg.statistics().layer()).isZero();
    }

    @Nested
    class LayersNobodyWatches {
      private int at = 1;

      /// The publisher sends these layers.
      private void sends(int seconds, String... rids) {
        for (int i = 0; i < 25 * seconds; i++, at++) {
          for (String rid : rids) {
            boolean high = rid.equals("h");
            publisher.frame(rid, high ? HIGH : LOW, at, 40L * at, i == 0, high ? 1280 : 320);
          }
          sfu.pass(40);
          if (i % 25 == 0) {
            publisher.check();
            viewer.check();
          }
        }
      }

      private List<String> told() {
        List<String> told =
            sfu.events.stream().filter(event -> event.startsWith("wanted")).toList();
        sfu.events.clear();
        return told;
      }

      private void chooses(LayerChoice choice) {
        ((ViewerLeg) viewer.leg).choose(choice);
      }

      /// The viewer has the smallest layer, and the publisher has switched the other one off.
      private void rest() {
        sends(2, "l", "h");
        chooses(LayerChoice.LOW);
        sends(8, "l", "h");
        told();
        sends(3, "l");
      }

      @Test
      void areSwitchedOffAfterAWhile() {
        sends(2, "l", "h");
        chooses(LayerChoice.LOW);
        sends(4, "l", "h");
        assertThat(told()).isEmpty();
        sends(4, "l", "h");
        // The layer in the middle, which was never sent, is not switched off.
        assertThat(told()).containsExactly("wanted [m, l]");
        sends(10, "l");
        assertThat(told()).isEmpty();
      }

      @Test
      void areNotAskedForKeyFramesThatCannotCome() {
        sends(2, "l", "h");
        chooses(LayerChoice.LOW);
        sends(4, "l", "h");
        // Lost for good shortly before it is switched off.
        at++;
        for (int i = 0; i < 75; i++, at++) {
          publisher.frame("l", LOW, at, 40L * at, false, 320);
          publisher.frame("h", HIGH, at, 40L * at, false, 1280);
          sfu.pass(40);
        }
        assertThat(told()).containsExactly("wanted [m, l]");
        assertThat(askedOf(HIGH)).isNotEmpty();
        sends(2, "l");
        sent();
        sends(4, "l");
        assertThat(askedOf(HIGH)).isEmpty();
      }

      /// The requests for key frames of a layer since the last call.
      private List<Rtcp> askedOf(long ssrc) {
        return publisher.rtcp(sent()).stream()
            .filter(it -> it instanceof Rtcp.Pli pli && pli.mediaSsrc() == ssrc)
            .toList();
      }

      @Test
      void areNotSwitchedOffForAShortAbsence() {
        sends(2, "l", "h");
        for (int i = 0; i < 3; i++) {
          chooses(LayerChoice.LOW);
          sends(4, "l", "h");
          chooses(LayerChoice.HIGH);
          sends(1, "l", "h");
        }
        assertThat(told()).isEmpty();
      }

      @Test
      void areSwitchedOnAtOnceAndTheViewerSeesTheOtherMeanwhile() {
        rest();
        chooses(LayerChoice.HIGH);
        sfu.pass(200);
        assertThat(told()).containsExactly("wanted [h, m, l]");
        sent();
        sends(1, "l");
        assertThat(viewer.media(sent())).hasSizeGreaterThan(20);
        sends(2, "l", "h");
        assertThat(viewer.leg.statistics().layer()).isEqualTo(2);
        assertThat(told()).isEmpty();
      }

      @Test
      void thatDoNotComeBackAreGivenUp() {
        rest();
        chooses(LayerChoice.HIGH);
        sends(20, "l");
        assertThat(told()).containsExactly("wanted [h, m, l]");
        assertThat(viewer.leg.statistics().layer()).isZero();
        assertThat(viewer.leg.statistics().targetLayer()).isZero();
      }

      @Test
      void doNotKeepANewcomerWaiting() throws Exception {
        rest();
        // Longer ago than what a newcomer is given at once.
        for (int i = 0; i < 200; i++, at++) {
          publisher.frame("l", LOW, at, 40L * at, false, 320);
          sfu.pass(40);
          if (i % 25 == 0) {
            publisher.check();
            viewer.check();
          }
        }
        Peer late = sfu.viewer("chromium-view").connect();
        ((ViewerLeg) late.leg).choose(LayerChoice.HIGH);
        publisher.frame("l", LOW, at, 40L * at++, false, 320);
        sfu.pass(50);
        assertThat(publisher.rtcp(sent()))
            .filteredOn(it -> it instanceof Rtcp.Pli pli && pli.mediaSsrc() == LOW)
            .isNotEmpty();
        publisher.frame("l", LOW, at, 40L * at++, true, 320);
        sfu.pass(50);
        assertThat(late.media(sent())).isNotEmpty();
        assertThat(told()).contains("wanted [h, m, l]");
      }

      @Test
      void areAllButTheSmallestWhenNobodyWatchesAtAll() {
        sends(2, "l", "h");
        viewer.leg.closeSoon();
        sends(8, "l", "h");
        assertThat(told()).containsExactly("wanted [m, l]");
      }

      @Test
      void areThereAgainWhenAPausedPublisherBegins() {
        rest();
        sfu.pass(2_000);
        assertThat(told()).containsExactly("wanted [h, m, l]");
      }

      @Test
      void areTheNextPublishersToSendToo() throws Exception {
        rest();
        publisher = sfu.publisher("chromium-publish-simulcast").connect();
        at = 1;
        // A key frame for the viewer to change at comes with each.
        sends(4, "l", "h");
        assertThat(told()).isEmpty();
        sends(4, "l", "h");
        sends(4, "l", "h");
        assertThat(told()).containsExactly("wanted [m, l]");
      }
    }

    @Test
    void aPublisherThatComesBackTakesOverAndTheViewerStays() throws Exception {
      frames(1, 10, true);
      sent();
      publisher = sfu.publisher("chromium-publish-simulcast").connect();
      frames(1, 10, true);

      assertThat(viewer.media(sent())).isNotEmpty();
      assertThat(viewer.leg.state()).isEqualTo(LegState.CONNECTED);
      assertThat(sfu.events).contains("publisher gone");
    }
  }

  @Nested
  class AnotherPublisher {
    @Test
    void takesOverOnlyWhenItsMediaPathIsUp() throws Exception {
      Peer first = sfu.publisher("chromium-publish-simulcast").connect();
      Peer second = sfu.publisher("chromium-publish-simulcast");
      sfu.run();
      assertThat(first.leg.state()).isEqualTo(LegState.CONNECTED);

      second.connect();

      assertThat(first.leg.state()).isEqualTo(LegState.CLOSED);
      assertThat(second.leg.state()).isEqualTo(LegState.CONNECTED);
    }

    @Test
    void withAnotherCodecSendsViewersAwayThatCannotReadIt() throws Exception {
      sfu.publisher("chromium-publish-simulcast").connect();
      Peer viewer = sfu.viewer("chromium-view").connect();

      sfu.publisher("safari-publish").connect();
      sfu.run();

      assertThat(viewer.leg.state()).isEqualTo(LegState.CLOSED);
    }
  }

  @Nested
  class WhatIsLost {
    @Test
    void isAskedForAtThePublisherAndItsAnswerGoesOn() throws Exception {
      Peer publisher = sfu.publisher("chromium-publish-simulcast").connect();
      Peer viewer = sfu.viewer("chromium-view").connect();
      for (int i : new int[] {1, 2, 3, 5, 6, 7, 8}) {
        publisher.frame("h", HIGH, i, 40L * i, i == 1, 1280);
        sfu.pass(40);
      }

      List<TestOutbox.Sent> sent = sent();
      assertThat(publisher.rtcp(sent))
          .filteredOn(Rtcp.Nack.class::isInstance)
          .first()
          .satisfies(it -> assertThat(((Rtcp.Nack) it).lost()).containsExactly(4));
      List<RtpPacket> before = viewer.media(sent);
      MediaParameters video = publisher.media(MediaKind.VIDEO);
      byte[] again = {0, 4, (byte) 0x90, (byte) 0xC0, (byte) 0x80, 4, 4, 1, 0, 0, 0, 0, 0, 0, 0};
      publisher.rtp(video, video.codec().rtxPayloadType(), "", 777, 1, 160 * 90, true, again);
      sfu.run();
      assertThat(viewer.media(sent())).isEmpty(); // RTX of an unknown layer is nobody's

      byte[] plain = java.util.Arrays.copyOfRange(again, 2, again.length);
      publisher.rtp(video, video.codec().payloadType(), "h", HIGH, 4, 160 * 90, true, plain);
      sfu.run();

      List<RtpPacket> late = viewer.media(sent());
      assertThat(late).hasSize(1);
      int first = before.getFirst().sequenceNumber();
      assertThat(late.getFirst().sequenceNumber()).isEqualTo((first + 3) & 0xffff);
    }

    @Test
    void byTheViewerIsSentAgain() throws Exception {
      Peer publisher = sfu.publisher("chromium-publish-simulcast").connect();
      Peer viewer = sfu.viewer("chromium-view").connect();
      for (int i = 1; i < 6; i++) {
        publisher.frame("h", HIGH, i, 40L * i, i == 1, 1280);
        sfu.pass(40);
      }
      MediaParameters video = viewer.media(MediaKind.VIDEO);
      List<RtpPacket> got = viewer.media(sent());
      int lost = got.get(2).sequenceNumber();

      viewer.rtcp(writer -> writer.nack(1, video.localSsrc(), new int[] {lost}, 1));
      sfu.run();

      List<RtpPacket> again = viewer.media(sent());
      assertThat(again).hasSize(1);
      assertThat(again.getFirst().payloadType()).isEqualTo(video.codec().rtxPayloadType());
      assertThat(again.getFirst().ssrc()).isEqualTo(video.localRtxSsrc());
    }
  }

  @Nested
  class KeyFrames {
    @Test
    void manyViewersThatNeedOneAskThePublisherOnce() throws Exception {
      Peer publisher = sfu.publisher("chromium-publish-simulcast").connect();
      for (int i = 1; i < 4; i++) {
        publisher.frame("h", HIGH, i, 40L * i, false, 1280);
        sfu.pass(40);
      }
      for (int i = 0; i < 20; i++) {
        sfu.viewer("chromium-view").connect();
      }
      publisher.frame("h", HIGH, 4, 160, false, 1280);
      sfu.pass(250);

      assertThat(publisher.rtcp(sent())).filteredOn(Rtcp.Pli.class::isInstance).hasSize(1);
    }

    @Test
    void theRequestIsRepeatedUntilOneComesAndThenNoMore() throws Exception {
      Peer publisher = sfu.publisher("chromium-publish-simulcast").connect();
      publisher.frame("h", HIGH, 1, 40, false, 1280);
      Peer viewer = sfu.viewer("chromium-view").connect();
      publisher.frame("h", HIGH, 2, 80, false, 1280);
      sfu.pass(1_000);
      assertThat(publisher.rtcp(sent()))
          .filteredOn(Rtcp.Pli.class::isInstance)
          .hasSizeBetween(3, 4);

      publisher.frame("h", HIGH, 3, 1_000, true, 1280);
      sfu.pass(2_000);

      List<TestOutbox.Sent> sent = sent();
      assertThat(publisher.rtcp(sent)).filteredOn(Rtcp.Pli.class::isInstance).isEmpty();
      assertThat(viewer.media(sent)).isNotEmpty();
    }

    @Test
    void oneWhoComesLaterGetsTheLastGroupWithoutAsking() throws Exception {
      Peer publisher = sfu.publisher("chromium-publish-simulcast").connect();
      for (int i = 1; i < 20; i++) {
        publisher.frame("h", HIGH, i, 40L * i, i == 1, 1280);
        sfu.pass(40);
      }
      sent();

      Peer viewer = sfu.viewer("chromium-view").connect();
      sfu.pass(20);

      List<TestOutbox.Sent> sent = sent();
      assertThat(viewer.media(sent)).hasSize(19);
      assertThat(publisher.rtcp(sent)).filteredOn(Rtcp.Pli.class::isInstance).isEmpty();
    }
  }

  @Nested
  class Reports {
    @Test
    void thePublisherIsToldWhatArrivedPacketByPacketAndInSum() throws Exception {
      Peer publisher = sfu.publisher("chromium-publish-simulcast").connect();
      for (int i = 1; i < 50; i++) {
        publisher.frame("h", HIGH, i, 40L * i, i == 1, 1280);
        sfu.pass(40);
      }

      List<Rtcp> told = publisher.rtcp(sent());
      assertThat(told).filteredOn(Rtcp.TransportFeedback.class::isInstance).hasSizeGreaterThan(10);
      assertThat(told)
          .filteredOn(Rtcp.ReceiverReport.class::isInstance)
          .last()
          .satisfies(it ->
              assertThat(((Rtcp.ReceiverReport) it).reports())
                  .anyMatch(block -> block.ssrc() == HIGH && block.fractionLost() == 0));
    }

    @Test
    void aPublisherWithoutTransportWideFeedbackIsToldWhatItMaySend() throws Exception {
      Peer publisher = sfu.publisher("obs-publish").connect();
      for (int i = 1; i < 50; i++) {
        publisher.frame("", HIGH, i, 40L * i, i == 1, 1280);
        sfu.pass(40);
      }

      assertThat(publisher.rtcp(sent()))
          .noneMatch(Rtcp.TransportFeedback.class::isInstance)
          .filteredOn(Rtcp.Remb.class::isInstance)
          .last()
          .satisfies(it -> {
            assertThat(((Rtcp.Remb) it).ssrcs()).containsExactly(HIGH);
            assertThat(((Rtcp.Remb) it).bitrateBps()).isGreaterThan(2_500_000);
          });
    }

    @Test
    void theViewerGetsSenderReportsThatKeepPictureAndSoundTogether() throws Exception {
      Peer publisher = sfu.publisher("chromium-publish-simulcast").connect();
      Peer viewer = sfu.viewer("chromium-view").connect();
      publisher.sound(SOUND, 1);
      publisher.frame("h", HIGH, 1, 40, true, 1280);
      // Both tracks began at the same moment of the publisher's clock.
      long ntp = 4_000_000_000L << 32;
      publisher.rtcp(writer -> writer.senderReport(HIGH, ntp, 40 * 90, 1, 10, List.of()));
      publisher.rtcp(writer -> writer.senderReport(SOUND, ntp, 960, 1, 10, List.of()));
      sfu.run();
      List<RtpPacket> media = viewer.media(sent());
      sfu.pass(1_200);

      List<Rtcp.SenderReport> reports =
          viewer.rtcp(sent()).stream()
              .filter(Rtcp.SenderReport.class::isInstance)
              .map(Rtcp.SenderReport.class::cast)
              .toList();
      long video = viewer.media(MediaKind.VIDEO).localSsrc();
      long audio = viewer.media(MediaKind.AUDIO).localSsrc();
      Rtcp.SenderReport ofVideo =
          reports.stream().filter(it -> it.ssrc() == video).findFirst().orElseThrow();
      Rtcp.SenderReport ofAudio =
          reports.stream().filter(it -> it.ssrc() == audio).findFirst().orElseThrow();
      assertThat(ofVideo.ntp()).isEqualTo(ofAudio.ntp());
      // Since those first packets both clocks went on by the same time.
      long videoTicks = ofVideo.rtpTimestamp() - first(media, video).timestamp();
      long audioTicks = ofAudio.rtpTimestamp() - first(media, audio).timestamp();
      assertThat(videoTicks / 90.0).isCloseTo(audioTicks / 48.0, within(1.0));
      assertThat(videoTicks).isPositive();
    }

    private static RtpPacket first(List<RtpPacket> media, long ssrc) {
      return media.stream().filter(it -> it.ssrc() == ssrc).findFirst().orElseThrow();
    }

    private static org.assertj.core.data.Offset<Double> within(double ms) {
      return org.assertj.core.data.Offset.offset(ms);
    }
  }

  @Nested
  class SeveralLoops {
    private final VirtualSfu two = new VirtualSfu(2);

    @Test
    void aStreamsViewersAreServedByAnyOfThem() throws Exception {
      Peer publisher = two.publisher("chromium-publish-simulcast").connect();
      Peer here = two.viewer("chromium-view").connect();
      Peer there = two.viewer("chromium-view").on(two.loops.get(1)).connect();
      publisher.frame("h", HIGH, 1, 40, true, 1280);
      two.run();

      assertThat(here.media(two.outboxes.get(0).take())).hasSize(1);
      assertThat(there.media(two.outboxes.get(1).take())).hasSize(1);
    }

    @Test
    void aDatagramThatComesToAnotherLoopIsHandedOver() throws Exception {
      Peer publisher = two.publisher("chromium-publish-simulcast").connect();
      Peer viewer = two.viewer("chromium-view").on(two.loops.get(1)).connect();
      viewer.on(two.loops.get(0)).path = TestOutbox.Path.of(7_777);
      viewer.check();
      two.run();

      assertThat(viewer.leg.loop()).isSameAs(two.loops.get(1));
      assertThat(two.outboxes.get(1).take()).anyMatch(viewer::gets);
      assertThat(publisher.leg.loop()).isSameAs(two.loops.get(0));
    }
  }
}
