package live.nio.stream;

import static live.nio.realtime.TestPeers.guest;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import live.nio.platform.Ids;
import live.nio.realtime.Peer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LiveRoomTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final UUID ANNA = Ids.next();

  private final LiveRoom room = new LiveRoom(Ids.next(), 2);

  @Nested
  class Counting {

    @Test
    void anAccountCountsOnceHoweverManyPagesItHas() {
      Peer laptop = guest("laptop");
      room.enterViewer("page1", laptop, ANNA);
      room.enterViewer("page2", guest("phone"), ANNA);
      assertThat(room.count()).isEqualTo(1);
      room.leaveViewer("page1", laptop, null);
      assertThat(room.count()).isEqualTo(1);
    }

    @Test
    void eachGuestCountsAndTheStreamerDoesNot() {
      room.enterStreamer("s", guest("streamer"));
      room.enterViewer("page1", guest("a"), null);
      room.enterViewer("page2", guest("b"), null);
      assertThat(room.count()).isEqualTo(2);
    }

    @Test
    void aPageThatReturnsUnderItsNameCountsOnce() {
      Peer before = guest("before");
      Peer after = guest("after");
      room.enterViewer("page", before, null);
      room.enterViewer("page", after, null);
      assertThat(room.count()).isEqualTo(1);
      // The old connection's end, noticed late, must not take the new one out.
      assertThat(room.leaveViewer("page", before, null)).isFalse();
      assertThat(room.count()).isEqualTo(1);
      assertThat(room.leaveViewer("page", after, null)).isTrue();
      assertThat(room.count()).isZero();
      assertThat(room.isEmpty()).isTrue();
    }

    @Test
    void aChangeIsAnnouncedOnce() {
      assertThat(room.takeChangedCount()).isEmpty();
      Peer peer = guest("a");
      room.enterViewer("page", peer, null);
      assertThat(room.takeChangedCount()).contains(1);
      assertThat(room.takeChangedCount()).isEmpty();
      room.leaveViewer("page", peer, null);
      assertThat(room.takeChangedCount()).contains(0);
    }
  }

  @Nested
  class WhenAViewerIsCutOff {

    private final Peer cut = guest("cut");

    @Test
    void itStopsCountingAtOnceAndTheStreamerHearsLater() {
      room.enterViewer("page", cut, null);
      assertThat(room.leaveViewer("page", cut, NOW.plusSeconds(10))).isFalse();
      assertThat(room.count()).isZero();
      assertThat(room.isEmpty()).isFalse();
      assertThat(room.takeDeparted(NOW.plusSeconds(9))).isEmpty();
      assertThat(room.takeDeparted(NOW.plusSeconds(10))).containsExactly("page");
      assertThat(room.takeDeparted(NOW.plusSeconds(11))).isEmpty();
      assertThat(room.isEmpty()).isTrue();
    }

    @Test
    void itsPlaceIsKeptAndTheStreamerHearsNothingWhenItReturns() {
      room.enterViewer("page", cut, null);
      room.leaveViewer("page", cut, NOW.plusSeconds(10));
      room.enterViewer("other1", guest("a"), null);
      assertThat(room.enterViewer("other2", guest("b"), null)).isFalse();
      assertThat(room.enterViewer("page", guest("back"), null)).isTrue();
      assertThat(room.takeDeparted(NOW.plusSeconds(60))).isEmpty();
    }
  }

  @Nested
  class WhenMoreComeThanCanBeServed {

    @Test
    void theyWaitAndTheLongestWaitingIsNext() {
      Peer first = guest("a");
      room.enterViewer("page1", first, null);
      room.enterViewer("page2", guest("b"), null);
      assertThat(room.enterViewer("page3", guest("c"), null)).isFalse();
      assertThat(room.enterViewer("page4", guest("d"), null)).isFalse();
      assertThat(room.count()).isEqualTo(4);
      assertThat(room.servedViewers()).containsExactly("page1", "page2");
      assertThat(room.servedViewer("page3")).isEmpty();
      assertThat(room.takePromoted()).isEmpty();

      room.leaveViewer("page1", first, null);
      assertThat(room.takePromoted().keySet()).containsExactly("page3");
      assertThat(room.servedViewers()).isEqualTo(List.of("page2", "page3"));
    }

    @Test
    void aWaitingOneThatLeavesIsNoNewsForTheStreamer() {
      Peer waiting = guest("c");
      room.enterViewer("page1", guest("a"), null);
      room.enterViewer("page2", guest("b"), null);
      room.enterViewer("page3", waiting, null);
      assertThat(room.leaveViewer("page3", waiting, null)).isFalse();
      assertThat(room.count()).isEqualTo(2);
    }
  }

  @Nested
  class TheStreamer {

    @Test
    void isReplacedByItsNewestPage() {
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
}
