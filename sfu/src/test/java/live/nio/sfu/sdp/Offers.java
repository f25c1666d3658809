package live.nio.sfu.sdp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import live.nio.sfu.rtp.Codec;
import live.nio.sfu.rtp.CodecParameters;

/// The fixtures of `src/test/resources/offers`, and what stands opposite them.
final class Offers {
  static final List<String> PUBLISHERS =
      List.of(
          "chromium-publish-sendrecv",
          "chromium-publish-simulcast",
          "chromium-publish-simulcast-trickle",
          "ffmpeg-publish",
          "firefox-publish",
          "gstreamer-publish",
          "obs-publish",
          "obs-publish-simulcast",
          "safari-publish");

  static final List<String> VIEWERS =
      List.of("chromium-view", "firefox-view", "gstreamer-view", "safari-view");

  static final LocalTransport LOCAL =
      new LocalTransport(
          "OurU",
          "our-password-of-22-chars",
          "00" + ":1F".repeat(31),
          List.of(
              Candidate.udpHost(address("198.51.100.1"), 7882, 65_535),
              Candidate.tcpHost(address("198.51.100.1"), 7882, 8191)));

  private Offers() {}

  static String read(String name) {
    try (InputStream in = Offers.class.getResourceAsStream("/offers/" + name + ".sdp")) {
      if (in == null) {
        throw new IllegalArgumentException(name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static CodecParameters opus(int payloadType, int red) {
    return new CodecParameters(
        Codec.OPUS, payloadType, 2, "", -1, red, false, false, false, false, false);
  }

  static CodecParameters video(Codec codec, String fmtp) {
    return new CodecParameters(codec, 77, 0, fmtp, 78, -1, true, true, true, false, true);
  }
}
