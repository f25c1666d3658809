package live.nio.publisher.peer;

import java.util.List;
import java.util.Map;
import live.nio.sfu.rtp.HeaderExtension;
import live.nio.sfu.stun.IceCredentials;

/// Writes a client's offers and answers: bundled, RTP and RTCP on one port, without candidates (the
/// server learns our address from our checks).
final class DescriptionWriter {
  static final int OPUS = 111;
  static final int VP8 = 96;
  static final int VP8_RTX = 97;

  /// The ids of our offers.
  static final Map<HeaderExtension, Integer> EXTENSIONS =
      Map.of(
          HeaderExtension.MID, 1,
          HeaderExtension.RID, 2,
          HeaderExtension.REPAIRED_RID, 3,
          HeaderExtension.ABS_SEND_TIME, 4,
          HeaderExtension.TRANSPORT_CC, 5,
          HeaderExtension.AUDIO_LEVEL, 6,
          HeaderExtension.PLAYOUT_DELAY, 7);

  private static final List<HeaderExtension> AUDIO =
      List.of(
          HeaderExtension.MID,
          HeaderExtension.ABS_SEND_TIME,
          HeaderExtension.TRANSPORT_CC,
          HeaderExtension.AUDIO_LEVEL);
  private static final List<HeaderExtension> VIDEO =
      List.of(HeaderExtension.MID, HeaderExtension.ABS_SEND_TIME, HeaderExtension.TRANSPORT_CC);
  private static final List<HeaderExtension> SIMULCAST =
      List.of(HeaderExtension.RID, HeaderExtension.REPAIRED_RID);
  private static final List<String> VIDEO_FEEDBACK =
      List.of("goog-remb", "transport-cc", "ccm fir", "nack", "nack pli");

  private final StringBuilder text = new StringBuilder();
  private final IceCredentials ice;
  private final String fingerprint;
  private final String setup;

  DescriptionWriter(IceCredentials ice, String fingerprint, String setup, List<String> mids) {
    this.ice = ice;
    this.fingerprint = fingerprint;
    this.setup = setup;
    line("v=0");
    line("o=- 4611686018427387904 1 IN IP4 127.0.0.1");
    line("s=-");
    line("t=0 0");
    line("a=group:BUNDLE " + String.join(" ", mids));
    line("a=extmap-allow-mixed");
    line("a=msid-semantic: WMS *");
  }

  DescriptionWriter line(String line) {
    text.append(line).append("\r\n");
    return this;
  }

  /// The lines every section begins with.
  DescriptionWriter section(String kind, String mid, String direction, List<Integer> payloadTypes) {
    line(
        "m=%s 9 UDP/TLS/RTP/SAVPF %s"
            .formatted(
                kind, String.join(" ", payloadTypes.stream().map(String::valueOf).toList())));
    line("c=IN IP4 0.0.0.0");
    line("a=rtcp:9 IN IP4 0.0.0.0");
    line("a=ice-ufrag:" + ice.ufrag());
    line("a=ice-pwd:" + ice.password());
    line("a=fingerprint:sha-256 " + fingerprint);
    line("a=setup:" + setup);
    line("a=mid:" + mid);
    line("a=" + direction);
    line("a=rtcp-mux");
    return line("a=rtcp-rsize");
  }

  DescriptionWriter rejected(String kind, String mid, List<Integer> payloadTypes) {
    line(
        "m=%s 0 UDP/TLS/RTP/SAVPF %s"
            .formatted(
                kind, String.join(" ", payloadTypes.stream().map(String::valueOf).toList())));
    line("c=IN IP4 0.0.0.0");
    line("a=inactive");
    return line("a=mid:" + mid);
  }

  DescriptionWriter extension(int id, String uri) {
    return line("a=extmap:" + id + " " + uri);
  }

  private void extensions(List<HeaderExtension> wanted) {
    for (HeaderExtension extension : wanted) {
      extension(EXTENSIONS.getOrDefault(extension, 15), extension.uri());
    }
  }

  DescriptionWriter offerAudio(String mid, String direction) {
    section("audio", mid, direction, List.of(OPUS));
    extensions(AUDIO);
    line("a=rtpmap:111 opus/48000/2");
    line("a=rtcp-fb:111 transport-cc");
    return line("a=fmtp:111 minptime=10;useinbandfec=1");
  }

  private void videoCodec(int type, int rtx, String name, String fmtp) {
    line("a=rtpmap:" + type + " " + name + "/90000");
    VIDEO_FEEDBACK.forEach(feedback -> line("a=rtcp-fb:" + type + " " + feedback));
    if (!fmtp.isEmpty()) {
      line("a=fmtp:" + type + " " + fmtp);
    }
    line("a=rtpmap:" + rtx + " rtx/90000");
    line("a=fmtp:" + rtx + " apt=" + type);
  }

  /// Video of a publisher: VP8.
  ///
  /// @param rids of simulcast layers, empty without
  DescriptionWriter offerVideo(String mid, List<String> rids) {
    section("video", mid, "sendonly", List.of(VP8, VP8_RTX));
    extensions(VIDEO);
    if (!rids.isEmpty()) {
      extensions(SIMULCAST);
    }
    videoCodec(VP8, VP8_RTX, "VP8", "");
    rids.forEach(rid -> line("a=rid:" + rid + " send"));
    if (!rids.isEmpty()) {
      line("a=simulcast:send " + String.join(";", rids));
    }
    return this;
  }

  /// Video of a player: whatever the server forwards.
  DescriptionWriter offerAnyVideo(String mid) {
    section("video", mid, "recvonly", List.of(VP8, VP8_RTX, 98, 99, 102, 103, 45, 46));
    extensions(VIDEO);
    extensions(List.of(HeaderExtension.PLAYOUT_DELAY));
    videoCodec(VP8, VP8_RTX, "VP8", "");
    videoCodec(98, 99, "VP9", "profile-id=0");
    videoCodec(
        102, 103, "H264", "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f");
    videoCodec(45, 46, "AV1", "level-idx=5;profile=0;tier=0");
    return this;
  }

  /// What is sent, with its retransmissions.
  DescriptionWriter source(String track, long ssrc, long rtxSsrc) {
    line("a=msid:nio " + track);
    if (ssrc == 0) {
      return this;
    }
    if (rtxSsrc != 0) {
      line("a=ssrc-group:FID " + ssrc + " " + rtxSsrc);
      line("a=ssrc:" + rtxSsrc + " cname:nio");
    }
    return line("a=ssrc:" + ssrc + " cname:nio");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
