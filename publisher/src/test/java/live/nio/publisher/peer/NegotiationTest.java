package live.nio.publisher.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import live.nio.publisher.feed.RepeatedFeed;
import live.nio.sfu.rtp.Codec;
import live.nio.sfu.rtp.HeaderExtension;
import live.nio.sfu.rtp.MediaParameters;
import live.nio.sfu.sdp.Candidate;
import live.nio.sfu.sdp.LocalTransport;
import live.nio.sfu.sdp.Negotiated;
import live.nio.sfu.sdp.Negotiator;
import live.nio.sfu.sdp.SdpException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NegotiationTest {
  private static final LocalTransport SERVER =
      new LocalTransport(
          "ufragufrag",
          "passwordpasswordpassword",
          "sha-256 " + "AA:".repeat(31) + "AA",
          List.of(Candidate.udpHost(InetAddress.getLoopbackAddress(), 5004, 1)));
  private static final MediaFeed.Layer SMALL = new MediaFeed.Layer(160, 90);

  private final PeerLoop loop = new PeerLoop("test");

  @AfterEach
  void end() {
    loop.close();
  }

  private Publisher publisher(MediaFeed feed) {
    return new Publisher(loop, feed, PublisherOptions.of(500_000), new Publisher.Listener() {});
  }

  private static MediaFeed feed() {
    return new RepeatedFeed(SMALL, 10, 100_000, Duration.ofSeconds(1));
  }

  @Test
  void theServerTakesWhatThePublisherOffers() throws SdpException {
    Negotiated negotiated = Negotiator.publisher(publisher(feed()).offer(), SERVER);
    assertThat(negotiated.media())
        .extracting(media -> media.codec().codec())
        .containsExactly(Codec.OPUS, Codec.VP8);
    MediaParameters video = negotiated.media().get(1);
    assertThat(video.codec().rtxPayloadType()).isEqualTo(97);
    assertThat(video.codec().nack()).isTrue();
    assertThat(video.codec().pli()).isTrue();
    assertThat(video.codec().transportCc()).isTrue();
    assertThat(video.ssrcs()).hasSize(1);
    assertThat(video.rtxSsrcs()).containsKey(video.ssrcs().getFirst());
    assertThat(video.extensions()).containsEntry(HeaderExtension.TRANSPORT_CC, 5);
  }

  @Test
  void thePlayerTakesWhatAPublisherSends() throws SdpException {
    Negotiated source = Negotiator.publisher(publisher(feed()).offer(), SERVER);
    try (Player player = new Player(loop, new Player.Listener() {})) {
      Negotiated negotiated =
          Negotiator.viewer(
              player.offer(),
              SERVER,
              source.media().stream().map(MediaParameters::codec).toList(),
              new Random(1));
      assertThat(negotiated.media())
          .extracting(media -> media.codec().codec())
          .containsExactly(Codec.OPUS, Codec.VP8);
      Description answer = Description.parse(negotiated.answer());
      assertThat(answer.ufrag()).isEqualTo("ufragufrag");
      assertThat(answer.setup()).isEqualTo("passive");
      assertThat(answer.candidates()).singleElement().extracting(c -> c.getPort()).isEqualTo(5004);
      assertThat(answer.sections()).allMatch(Description.Section::accepted);
      assertThat(answer.sections().get(1).rtx(96)).isPresent();
    }
  }

  @Test
  void anAnswerWithoutTransportIsRefused() {
    Publisher publisher = publisher(feed());
    assertThatThrownBy(() -> publisher.accept("v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ice-ufrag");
  }
}
