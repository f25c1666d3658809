package live.nio.bench.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.stream.Stream;
import live.nio.bench.sfu.SfuServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each peer publishes, each plays; one of them at least is somebody else's.
class InteropTest {
  private SfuServer server;
  private URI base;

  @BeforeEach
  void start() throws IOException {
    server = SfuServer.start(InetAddress.getLoopbackAddress(), 0, 0, 2);
    base = URI.create("http://127.0.0.1:" + server.httpPort());
  }

  @AfterEach
  void end() {
    server.close();
  }

  static Stream<Arguments> pairs() {
    return Arrays.stream(Peer.values())
        .flatMap(from -> Arrays.stream(Peer.values()).map(to -> Arguments.of(from, to)))
        .filter(pair -> pair.get()[0] != Peer.NIO || pair.get()[1] != Peer.NIO);
  }

  @ParameterizedTest(name = "{0} publishes, {1} plays")
  @MethodSource("pairs")
  void picturesMoveAndSoundIsHeard(Peer publisher, Peer viewer) throws Exception {
    publisher.assumeInstalled();
    viewer.assumeInstalled();
    Sightings seen = new Sightings();
    try (var _ = publisher.publish(base.resolve("/whip/test"));
        var _ = viewer.play(base.resolve("/whep/test"), seen)) {
      seen.await();
    }
  }
}
