package live.nio.stream;

import static live.nio.realtime.TestPeers.guest;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import live.nio.platform.Ids;
import live.nio.realtime.Peer;
import live.nio.stream.PublisherChanged.Leg;
import live.nio.stream.TopologyRule.Mode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LiveRoomTest {

  private static final UUID ANNA = Ids.next();

  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private LiveRoom room = new LiveRoom(Ids.next(), 2, 2, Leg.NONE, null);

  private void enter(String peerId, Peer peer) {
    room.enterViewer(peerId, peer, null, now);
    room.turn(now);
  }

  private void enter(String peerId) {
    enter(peerId, guest(peerId));
  }

  private void after(int seconds) {
    now = now.plusSeconds(seconds);
    room.turn(now);
  }

  /// What was said since the last call, one a line: receiver, event and what matters of it.
  private List<String> said() {
    return room.takeMessages().stream()
        .map(message ->
            (message.to() == null ? "all" : message.to().id())
                + " "
                + switch (message.event()) {
                  case "rtc_peer" ->
                      message.payload().get("action") + " " + message.payload().get("peerId");
                  case "topology" -> Objects.toString(message.payload().get("mode"));
                  case "publish" ->
                      (Objects.equals(message.payload().get("active"), true) ? "publish" : "pause")
                          + (message.payload().get("rids") instanceof List<?> rids
                              ? " " + String.join(" ", rids.stream().map(String::valueOf).toList())
                              : "");
                  default -> message.event();
                })
        .toList();
  }

  @Nested
  class Counting {

    @Test
    void anAccountCountsOnceHoweverManyPagesItHas() {
      Peer laptop = guest("laptop");
      room.enterViewer("page1", laptop, ANNA, now);
      room.enterViewer("page2", guest("phone"), ANNA, now);
      assertThat(room.count()).isEqualTo(1);
      room.leaveViewer("page1", laptop, null);
      assertThat(room.count()).isEqualTo(1);
    }

    @Test
    void eachGuestCountsAndTheStreamerDoesNot() {
      room.enterStreamer("s", guest("streamer"));
      enter("page1");
      enter("page2");
      assertThat(room.count()).isEqualTo(2);
    }

    @Test
    void aPageThatReturnsUnderItsNameCountsOnce() {
      Peer before = guest("before");
      Peer after = guest("after");
      enter("page", before);
      enter("page", after);
      assertThat(room.count()).isEqualTo(1);
      // The old connection's end, noticed late, must not take the new one out.
      room.leaveViewer("page", before, null);
      assertThat(room.count()).isEqualTo(1);
      room.leaveViewer("page", after, null);
      assertThat(room.count()).isZero();
      assertThat(room.isEmpty()).isTrue();
    }

    @Test
    void aChangeIsAnnouncedOnce() {
      assertThat(room.takeChangedCount()).isEmpty();
      Peer peer = guest("a");
      enter("page", peer);
      assertThat(room.takeChangedCount()).contains(1);
      assertThat(room.takeChangedCount()).isEmpty();
      room.leaveViewer("page", peer, null);
      assertThat(room.takeChangedCount()).contains(0);
    }
  }

  @Nested
  class WhenAViewerIsCutOff {

    private final Peer cut = guest("cut");

    @BeforeEach
    void aViewerThatWasCutOff() {
      room.enterStreamer("s", guest("streamer"));
      enter("page", cut);
      room.leaveViewer("page", cut, now.plusSeconds(10));
      assertThat(said()).containsExactly("streamer join page");
    }

    @Test
    void itStopsCountingAtOnceAndTheStreamerHearsLater() {
      assertThat(room.count()).isZero();
      after(9);
      assertThat(said()).isEmpty();
      after(1);
      assertThat(said()).containsExactly("streamer leave page");
      after(1);
      assertThat(said()).isEmpty();
    }

    @Test
    void itsPlaceIsKeptAndTheStreamerDoesNotHearThatItLeft() {
      enter("other1");
      enter("other2");
      assertThat(room.wayTo("other2")).isEqualTo("full");
      said();
      enter("page", guest("again"));
      after(11);
      assertThat(said()).containsExactly("streamer join page");
      assertThat(room.wayTo("page")).isEqualTo("p2p");
    }
  }

  @Nested
  class WithoutTheSfuMoreViewersThanOneStreamerCanServe {

    private final Peer first = guest("page1");

    @BeforeEach
    void fourOfThem() {
      room.enterStreamer("s", guest("streamer"));
      enter("page1", first);
      enter("page2");
      enter("page3");
      enter("page4");
      said();
    }

    @Test
    void waitAndTheLongestWaitingIsNext() {
      assertThat(room.count()).isEqualTo(4);
      assertThat(room.servedViewers()).containsExactly("page1", "page2");
      assertThat(room.servedViewer("page3")).isEmpty();
      assertThat(room.wayTo("page3")).isEqualTo("full");

      room.leaveViewer("page1", first, null);
      room.turn(now);
      assertThat(said())
          .containsExactly("streamer leave page1", "streamer join page3", "page3 p2p");
      assertThat(room.servedViewers()).containsExactly("page2", "page3");
    }

    @Test
    void areAllServedOnceTheSfuHasTheMedia() {
      room.publisher(Leg.PAGE);
      room.turn(now);
      assertThat(said()).containsExactly("streamer publish", "all sfu");
      assertThat(room.wayTo("page4")).isEqualTo("sfu");
    }

    @Test
    void waitAgainWhenTheSfuHasLostIt() {
      room.publisher(Leg.PAGE);
      room.turn(now);
      List.of("page1", "page2", "page3", "page4").forEach(it -> room.ready(it, Mode.SFU));
      room.turn(now);
      said();
      room.publisher(Leg.NONE);
      room.turn(now);
      assertThat(said()).as("the publisher may just be reconnecting").isEmpty();
      after(3);
      assertThat(said())
          .containsExactly(
              "all p2p", "streamer join page1", "streamer join page2", "page3 full", "page4 full");
    }

    @Test
    void thatWaitAndLeaveAreNoNewsForTheStreamer() {
      room.leaveViewer("page3", guest("page3"), null);
      room.turn(now);
      assertThat(said()).isEmpty();
      assertThat(room.count()).isEqualTo(3);
    }
  }

  @Nested
  class WithTheSfu {

    private final Peer third = guest("page3");

    @BeforeEach
    void twoViewersAndAWarmLeg() {
      room = new LiveRoom(Ids.next(), 2, 30, Leg.PAGE, null);
      room.enterStreamer("s", guest("streamer"));
      enter("page1");
      enter("page2");
      said();
    }

    private void thirdComes() {
      enter("page3", third);
    }

    private void everyonePlays(Mode mode) {
      List.of("page1", "page2", "page3").forEach(it -> room.ready(it, mode));
      room.turn(now);
    }

    @Test
    void fewViewersAreServedByTheStreamer() {
      assertThat(room.mode()).isEqualTo(Mode.P2P);
      assertThat(room.servedViewers()).containsExactly("page1", "page2");
      assertThat(room.publishing()).isFalse();
    }

    @Test
    void oneMoreSendsEveryoneThereAndTheMediaFirst() {
      thirdComes();
      assertThat(said()).containsExactly("streamer publish", "all sfu");
      assertThat(room.wayTo("page3")).isEqualTo("sfu");
      assertThat(room.publishing()).isTrue();
      enter("page4");
      assertThat(room.wayTo("page4")).isEqualTo("sfu");
      assertThat(said()).isEmpty();
    }

    @Test
    void theStreamerServesAViewerUntilItPlaysTheOtherWay() {
      thirdComes();
      said();
      assertThat(room.servedViewers()).containsExactly("page1", "page2");
      room.ready("page2", Mode.SFU);
      room.turn(now);
      assertThat(said()).containsExactly("streamer leave page2");
      after(9);
      assertThat(said()).isEmpty();
      after(1);
      assertThat(said())
          .as("nobody keeps the streamer longer than the deadline, and is told once more")
          .containsExactly("streamer leave page1", "page1 sfu", "page3 sfu");
      after(10);
      assertThat(said()).isEmpty();
    }

    @Test
    void comingBackTakesFiveSecondsOfFewViewers() {
      thirdComes();
      everyonePlays(Mode.SFU);
      said();
      room.leaveViewer("page3", third, null);
      after(0);
      after(4);
      enter("page4");
      after(1);
      assertThat(said()).as("a new viewer starts it anew").isEmpty();
      room.leaveViewer("page4", guest("page4"), null);
      after(0);
      after(4);
      assertThat(said()).isEmpty();
      after(1);
      assertThat(said()).containsExactly("all p2p", "streamer join page1", "streamer join page2");
    }

    @Test
    void theStreamerIsToldWhichLayersAreWatched() {
      thirdComes();
      everyonePlays(Mode.SFU);
      said();
      room.layersWanted(List.of("l"));
      room.layersWanted(List.of("l"));
      room.layersWanted(List.of("l", "h"));
      assertThat(said()).containsExactly("streamer publish l", "streamer publish l h");
      assertThat(room.rids()).containsExactly("l", "h");
    }

    @Test
    void aNewLegSendsAllLayers() {
      thirdComes();
      room.layersWanted(List.of("l"));
      said();
      room.publisher(Leg.PAGE);
      assertThat(said()).containsExactly("streamer publish");
      assertThat(room.rids()).isNull();
    }

    @Test
    void aPausedStreamerHearsOfLayersWhenItIsToBegin() {
      room.layersWanted(List.of("l", "m"));
      assertThat(said()).noneMatch(it -> it.contains("publish"));
      thirdComes();
      assertThat(said()).contains("streamer publish l m");
    }

    @Test
    void onTheWayBackTheSfuGetsMediaUntilAllPlayPeerToPeer() {
      thirdComes();
      everyonePlays(Mode.SFU);
      room.leaveViewer("page3", third, null);
      after(0);
      after(5);
      said();
      room.ready("page1", Mode.P2P);
      room.turn(now);
      assertThat(said()).isEmpty();
      room.ready("page2", Mode.P2P);
      room.turn(now);
      assertThat(said()).containsExactly("streamer pause");
    }

    @Test
    void onTheWayBackThoseWhoCannotAreWaitedForUntilTheDeadline() {
      thirdComes();
      everyonePlays(Mode.SFU);
      room.leaveViewer("page3", third, null);
      after(0);
      after(5);
      said();
      room.ready("page1", Mode.P2P);
      after(10);
      assertThat(said()).containsExactly("streamer pause", "page2 p2p");
    }

    @Test
    void turningBackHalfwayKeepsTheConnectionsThereAre() {
      room.prefer(true);
      room.turn(now);
      after(6);
      room.ready("page1", Mode.SFU);
      room.turn(now);
      said();
      room.prefer(false);
      room.turn(now);
      assertThat(said()).containsExactly("all p2p", "streamer join page1");
      assertThat(room.servedViewers()).containsExactlyInAnyOrder("page1", "page2");
      room.ready("page1", Mode.SFU);
      room.turn(now);
      assertThat(said()).as("late news of the mode before").isEmpty();
    }

    @Test
    void theStreamerMayChooseItAndGoBackAtOnceWhileViewersWereFewAllAlong() {
      after(5);
      room.prefer(true);
      room.turn(now);
      assertThat(said()).containsExactly("streamer publish", "all sfu");
      room.prefer(false);
      room.turn(now);
      assertThat(said()).containsExactly("all p2p");
    }

    @Test
    void aViewerWhomPeerToPeerFailedTwiceTakesEveryoneAlongUntilItLeaves() {
      room.failed("page1");
      room.turn(now);
      assertThat(said()).containsExactly("streamer retry page1");
      room.failed("page1");
      room.turn(now);
      assertThat(said()).containsExactly("streamer retry page1", "streamer publish", "all sfu");
      after(60);
      assertThat(room.mode()).isEqualTo(Mode.SFU);
      room.leaveViewer("page1", guest("page1"), null);
      after(0);
      after(5);
      assertThat(room.mode()).isEqualTo(Mode.P2P);
    }

    @Test
    void aViewerCutOffInTheHandoverIsStillLetGoOf() {
      thirdComes();
      said();
      room.leaveViewer("page1", guest("page1"), now.plusSeconds(10));
      room.turn(now);
      enter("page1", guest("again"));
      assertThat(room.wayTo("page1")).isEqualTo("sfu");
      after(10);
      assertThat(said()).contains("streamer leave page1").doesNotContain("streamer join page1");
    }

    @Test
    void aStreamerWhoReloadsIsToldToPublish() {
      thirdComes();
      said();
      room.enterStreamer("s2", guest("reloaded"));
      room.turn(now);
      assertThat(room.publishing()).isTrue();
      assertThat(said()).isEmpty();
    }

    @Test
    void itsLossForAMomentChangesNothing() {
      thirdComes();
      everyonePlays(Mode.SFU);
      said();
      room.publisher(Leg.NONE);
      room.turn(now);
      after(2);
      room.publisher(Leg.PAGE);
      room.turn(now);
      after(2);
      room.publisher(Leg.NONE);
      room.turn(now);
      after(2);
      assertThat(said()).isEmpty();
      assertThat(room.mode()).isEqualTo(Mode.SFU);
    }
  }

  @Test
  void whatAProgramPublishesComesFromTheSfuFromTheFirstViewer() {
    room = new LiveRoom(Ids.next(), 2, 30, Leg.ENCODER, null);
    enter("page1");
    assertThat(room.wayTo("page1")).isEqualTo("sfu");
    assertThat(room.servedViewers()).isEmpty();
  }

  @Test
  void aStreamerThatReloadsTakesItsLegAlongAndTheModeStays() {
    Peer page = guest("page");
    room = new LiveRoom(Ids.next(), 0, 30, Leg.PAGE, null);
    room.enterStreamer("s", page);
    enter("page1");
    room.publisher(Leg.NONE);
    room.leaveStreamer(page);
    after(10);
    assertThat(room.mode()).isEqualTo(Mode.SFU);
    room.enterStreamer("s", guest("reloaded"));
    after(2);
    assertThat(room.mode()).isEqualTo(Mode.SFU);
    room.publisher(Leg.PAGE);
    after(10);
    assertThat(room.mode()).isEqualTo(Mode.SFU);
  }

  @ParameterizedTest
  @EnumSource(value = Leg.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void withALimitOfZeroTheSfuServesEveryone(Leg leg) {
    room = new LiveRoom(Ids.next(), 0, 30, leg, null);
    room.enterStreamer("s", guest("streamer"));
    room.turn(now);
    assertThat(room.publishing()).isTrue();
    enter("page1");
    assertThat(room.wayTo("page1")).isEqualTo("sfu");
  }

  @Test
  void theStreamerIsReplacedByItsNewestPage() {
    Peer old = guest("old");
    Peer young = guest("young");
    assertThat(room.enterStreamer("p1", old)).isEmpty();
    assertThat(room.enterStreamer("p2", young)).contains(old);
    assertThat(room.leaveStreamer(old)).isFalse();
    assertThat(room.streamerOnline()).isTrue();
    assertThat(room.leaveStreamer(young)).isTrue();
    assertThat(room.streamerOnline()).isFalse();
  }
}
