package live.nio.sfu.sdp;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import live.nio.sfu.rtp.CodecParameters;
import live.nio.sfu.rtp.HeaderExtension;
import live.nio.sfu.rtp.MediaKind;
import live.nio.sfu.rtp.MediaParameters;
import org.jspecify.annotations.Nullable;

/// Answers WHIP and WHEP offers as an ICE-lite peer ([RFC 9725
/// §4.4](https://www.rfc-editor.org/rfc/rfc9725#section-4.4)).
///
/// What is answered:
///
/// - One audio and one video section at most, the first that can be used; others get port 0.
/// - All of it on one transport: an offer with more than one usable section must bundle them (RFC
///   9143), and everything must be multiplexed with RTCP (RFC 8834).
/// - Payload types, extension ids and mids are the offer's; no number is assumed.
/// - `a=setup:passive`, unless the offer is passive itself.
/// - Feedback by transport-cc where both the message and the header extension are offered, else
///   goog-remb.
public final class Negotiator {
  /// Simulcast layers that are accepted. Three are forwarded as layers of choice; a fourth is
  /// accepted since OBS gives up when any of its one to four layers is refused.
  public static final int MAX_LAYERS = 4;

  private Negotiator() {}

  /// Answers the offer of a publisher: we receive. Of every section the first codec we know is
  /// chosen, in the order of the offer, with its RTX, and RED for audio.
  ///
  /// @throws SdpException when there is nothing to receive, or not over one transport
  public static Negotiated publisher(String offer, LocalTransport local) throws SdpException {
    Offer read = Offer.read(offer);
    List<Accepted> accepted = new ArrayList<>();
    Set<MediaKind> taken = EnumSet.noneOf(MediaKind.class);
    for (OfferedMedia media : read.usable) {
      if (media.sends() && !media.codecs().isEmpty() && taken.add(media.kind())) {
        accepted.add(Accepted.toReceive(media));
      }
    }
    if (accepted.isEmpty()) {
      throw SdpException.unsupported(
          "the offer sends nothing we know: audio as opus, video as VP8, VP9, AV1 or H264");
    }
    return read.answer(accepted, local);
  }

  /// Answers the offer of a viewer: we send. Of every section the payload type is chosen whose
  /// codec is the stream's, with parameters its decoder promises as nearly as can be.
  ///
  /// @param sources what the stream carries, as negotiated with its publisher
  /// @param random source of SSRCs and the canonical name
  /// @throws SdpException when the offer can receive nothing of the stream, or not over one
  ///   transport
  public static Negotiated viewer(
      String offer, LocalTransport local, List<CodecParameters> sources, RandomGenerator random)
      throws SdpException {
    Offer read = Offer.read(offer);
    Set<Long> ssrcs = new LinkedHashSet<>();
    String cname = Long.toString(random.nextLong() & Long.MAX_VALUE, 36);
    List<Accepted> accepted = new ArrayList<>();
    Set<MediaKind> taken = EnumSet.noneOf(MediaKind.class);
    for (OfferedMedia media : read.usable) {
      if (!media.receives() || taken.contains(media.kind())) {
        continue;
      }
      Choice choice = best(media, sources);
      if (choice != null) {
        taken.add(media.kind());
        long ssrc = ssrc(random, ssrcs);
        long rtx = choice.theirs.rtxPayloadType() >= 0 ? ssrc(random, ssrcs) : 0;
        accepted.add(Accepted.toSend(media, choice, ssrc, rtx, cname));
      }
    }
    if (accepted.isEmpty()) {
      throw SdpException.unsupported(
          "the offer can receive none of the stream's codecs: " + names(sources));
    }
    return read.answer(accepted, local);
  }

  private static String names(List<CodecParameters> sources) {
    return String.join(", ", sources.stream().map(one -> one.codec().encodingName()).toList());
  }

  private static long ssrc(RandomGenerator random, Set<Long> taken) {
    long ssrc;
    do {
      ssrc = random.nextInt() & 0xffff_ffffL;
    } while (ssrc == 0 || !taken.add(ssrc));
    return ssrc;
  }

  private record Choice(CodecParameters ours, CodecParameters theirs) {}

  private static @Nullable Choice best(OfferedMedia media, List<CodecParameters> sources) {
    Choice best = null;
    int least = Fmtp.IMPOSSIBLE;
    for (CodecParameters source : sources) {
      for (CodecParameters offered : media.codecs()) {
        if (offered.codec() == source.codec()) {
          int distance = Fmtp.suits(source.codec(), source.fmtp(), offered.fmtp());
          if (distance < least) {
            least = distance;
            best = new Choice(source, offered);
          }
        }
      }
    }
    return best;
  }

  /// An accepted section: what the media path is told, and the lines only one direction has.
  private record Accepted(
      OfferedMedia offered, MediaParameters parameters, String direction, List<String> lines) {
    static Accepted toReceive(OfferedMedia media) {
      CodecParameters offered = media.codecs().getFirst();
      Map<HeaderExtension, Integer> extensions = new EnumMap<>(HeaderExtension.class);
      extensions.putAll(media.extensions());
      String fmtp = offered.fmtp();
      if (media.kind() == MediaKind.AUDIO) {
        fmtp = Fmtp.parse(fmtp).with("useinbandfec", "1").toString();
      }
      // Without the header extension layers could not be told apart.
      List<String> rids = extensions.containsKey(HeaderExtension.RID) ? media.rids() : List.of();
      rids = rids.subList(0, Math.min(rids.size(), MAX_LAYERS));
      List<String> lines = new ArrayList<>();
      rids.forEach(rid -> lines.add("rid:" + rid + " recv"));
      if (!rids.isEmpty()) {
        lines.add("simulcast:recv " + String.join(";", rids));
      }
      return new Accepted(
          media,
          new MediaParameters(
              media.mid(),
              agreed(offered, fmtp, offered.redPayloadType(), extensions),
              extensions,
              rids,
              media.ssrcs(),
              media.rtxSsrcs(),
              0,
              0),
          "recvonly",
          lines);
    }

    static Accepted toSend(
        OfferedMedia media, Choice choice, long ssrc, long rtxSsrc, String cname) {
      Map<HeaderExtension, Integer> extensions = new EnumMap<>(HeaderExtension.class);
      extensions.putAll(media.extensions());
      // A viewer gets one stream per section: nothing is told apart by RID.
      extensions.remove(HeaderExtension.RID);
      extensions.remove(HeaderExtension.REPAIRED_RID);
      String fmtp = choice.theirs.fmtp();
      if (media.kind() == MediaKind.AUDIO
          && Fmtp.parse(choice.ours.fmtp()).get("stereo", "0").equals("1")) {
        fmtp = Fmtp.parse(fmtp).with("sprop-stereo", "1").toString();
      }
      int red = choice.ours.redPayloadType() >= 0 ? choice.theirs.redPayloadType() : -1;
      String track = media.kind().name().toLowerCase(Locale.ROOT);
      List<String> lines = new ArrayList<>();
      lines.add("msid:nio " + track);
      if (rtxSsrc != 0) {
        lines.add("ssrc-group:FID " + ssrc + " " + rtxSsrc);
      }
      lines.add("ssrc:" + ssrc + " cname:" + cname);
      lines.add("ssrc:" + ssrc + " msid:nio " + track);
      if (rtxSsrc != 0) {
        lines.add("ssrc:" + rtxSsrc + " cname:" + cname);
        lines.add("ssrc:" + rtxSsrc + " msid:nio " + track);
      }
      return new Accepted(
          media,
          new MediaParameters(
              media.mid(),
              agreed(choice.theirs, fmtp, red, extensions),
              extensions,
              List.of(),
              List.of(),
              Map.of(),
              ssrc,
              rtxSsrc),
          "sendonly",
          lines);
    }

    private static CodecParameters agreed(
        CodecParameters offered, String fmtp, int red, Map<HeaderExtension, Integer> extensions) {
      boolean transportCc =
          offered.transportCc() && extensions.containsKey(HeaderExtension.TRANSPORT_CC);
      return new CodecParameters(
          offered.codec(),
          offered.payloadType(),
          offered.channels(),
          fmtp,
          offered.rtxPayloadType(),
          red,
          offered.nack(),
          offered.pli(),
          offered.fir(),
          offered.remb() && !transportCc,
          transportCc);
    }
  }

  /// An offer that was read: its transport, and the sections that could be accepted.
  private static final class Offer {
    private final SessionDescription description;

    /// The mids of the first BUNDLE group, in its order; empty without one.
    private final List<String> bundle;

    private final List<OfferedMedia> usable;

    private Offer(SessionDescription description, List<String> bundle, List<OfferedMedia> usable) {
      this.description = description;
      this.bundle = bundle;
      this.usable = usable;
    }

    static Offer read(String text) throws SdpException {
      SessionDescription description = SessionDescription.parse(text);
      List<String> bundle = List.of();
      for (String group : description.attributes("group")) {
        List<String> parts = Text.words(group, SessionDescription.MAX_SECTIONS + 2);
        if (parts.get(0).equalsIgnoreCase("BUNDLE") && bundle.isEmpty()) {
          bundle = List.copyOf(parts.subList(1, parts.size()));
        }
      }
      Set<String> mids = new LinkedHashSet<>();
      List<OfferedMedia> usable = new ArrayList<>();
      for (int index = 0; index < description.media().size(); index++) {
        SessionDescription.Media section = description.media().get(index);
        String mid = OfferedMedia.mid(section);
        if (!mid.isEmpty() && !mids.add(mid)) {
          throw SdpException.malformed("two sections have the same a=mid");
        }
        MediaKind kind = kind(section);
        if (kind != null
            && (section.port() != 0 || section.has("bundle-only"))
            && (bundle.isEmpty() || bundle.contains(mid))
            && isRtpOverDtls(section.protocol())) {
          usable.add(OfferedMedia.read(description, index, kind));
        }
      }
      return new Offer(description, bundle, usable);
    }

    private static @Nullable MediaKind kind(SessionDescription.Media section) {
      return switch (section.kind()) {
        case "audio" -> MediaKind.AUDIO;
        case "video" -> MediaKind.VIDEO;
        default -> null;
      };
    }

    /// RFC 8829 §5.1.2 lists the names that stand for it; some senders leave the F off.
    private static boolean isRtpOverDtls(String protocol) {
      return switch (protocol.toUpperCase(Locale.ROOT)) {
        case "UDP/TLS/RTP/SAVPF",
            "UDP/TLS/RTP/SAVP",
            "TCP/DTLS/RTP/SAVPF",
            "TCP/DTLS/RTP/SAVP",
            "RTP/SAVPF" ->
            true;
        default -> false;
      };
    }

    Negotiated answer(List<Accepted> accepted, LocalTransport local) throws SdpException {
      if (accepted.size() > 1 && bundle.isEmpty()) {
        throw SdpException.unsupported("audio and video must be bundled: a=group:BUNDLE");
      }
      for (Accepted one : accepted) {
        if (!one.offered.section().has("rtcp-mux") && !description.has("rtcp-mux")) {
          throw SdpException.unsupported("RTCP must be multiplexed: a=rtcp-mux");
        }
      }
      RemoteTransport remote = transport(accepted.getFirst().offered.section());
      boolean weAreDtlsServer = remote.setup() != Setup.PASSIVE;
      return new Negotiated(
          write(accepted, local, weAreDtlsServer ? Setup.PASSIVE : Setup.ACTIVE),
          remote,
          weAreDtlsServer,
          accepted.stream().map(Accepted::parameters).toList());
    }

    // ---- transport

    /// Transport attributes stand in the section itself, or in the one that leads the bundle (the
    /// others may be `bundle-only`), or for all of them at the session.
    private RemoteTransport transport(SessionDescription.Media own) throws SdpException {
      List<SessionDescription> places = new ArrayList<>();
      places.add(new SessionDescription(own.lines(), List.of()));
      for (SessionDescription.Media section : description.media()) {
        if (!bundle.isEmpty() && bundle.getFirst().equals(OfferedMedia.mid(section))) {
          places.add(new SessionDescription(section.lines(), List.of()));
        }
      }
      places.add(description);

      String ufrag = first(places, "ice-ufrag").orElse("").strip();
      String password = first(places, "ice-pwd").orElse("").strip();
      if (ufrag.isEmpty() || password.isEmpty()) {
        throw SdpException.unsupported("the offer has no a=ice-ufrag and a=ice-pwd");
      }
      IceText.check(ufrag, password);
      boolean lite = description.has("ice-lite");
      if (lite) {
        throw SdpException.unsupported("the offer is ICE lite, and so are we: nobody would check");
      }
      Optional<String> setup = first(places, "setup");
      return new RemoteTransport(
          ufrag,
          password,
          fingerprint(places),
          setup.isPresent() ? Setup.parse(setup.get()) : Setup.ACTIVE,
          IceText.candidates(places),
          false);
    }

    private static Optional<String> first(List<SessionDescription> places, String name) {
      return places.stream().flatMap(place -> place.attribute(name).stream()).findFirst();
    }

    private static String fingerprint(List<SessionDescription> places) throws SdpException {
      boolean any = false;
      for (String hash : List.of("sha-256", "sha-384", "sha-512")) {
        for (SessionDescription place : places) {
          for (String value : place.attributes("fingerprint")) {
            any = true;
            List<String> parts = Text.words(value, 3);
            if (parts.size() == 2 && parts.get(0).equalsIgnoreCase(hash)) {
              if (!isDigest(parts.get(1), Integer.parseInt(hash, 4, 7, 10) / 8)) {
                throw SdpException.malformed("a=fingerprint is not a " + hash + " digest");
              }
              return hash + " " + parts.get(1).toUpperCase(Locale.ROOT);
            }
          }
        }
      }
      throw SdpException.unsupported(
          any
              ? "a=fingerprint must be of sha-256, sha-384 or sha-512"
              : "the offer has no a=fingerprint: media must be encrypted by DTLS-SRTP");
    }

    private static boolean isDigest(String text, int bytes) {
      if (text.length() != bytes * 3 - 1) {
        return false;
      }
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        boolean valid = i % 3 == 2 ? c == ':' : c < 128 && Character.digit(c, 16) >= 0;
        if (!valid) {
          return false;
        }
      }
      return true;
    }

    // ---- writing

    private String write(List<Accepted> accepted, LocalTransport local, Setup setup) {
      StringBuilder to = new StringBuilder(4096);
      line(to, "v=0");
      // RFC 8866 §5.2 wants a number that is unique here: the credentials are, so their hash
      // nearly.
      long id = Integer.toUnsignedLong(local.ufrag().hashCode()) << 20 | 1;
      line(to, "o=- " + id + " 1 IN IP4 0.0.0.0");
      line(to, "s=-");
      line(to, "t=0 0");
      if (!bundle.isEmpty()) {
        StringBuilder group = new StringBuilder("a=group:BUNDLE");
        accepted.forEach(one -> group.append(' ').append(one.offered.mid()));
        line(to, group.toString());
      }
      line(to, "a=ice-lite");
      line(to, "a=ice-options:trickle ice2");
      if (description.has("extmap-allow-mixed")) {
        line(to, "a=extmap-allow-mixed");
      }
      line(to, "a=msid-semantic: WMS *");
      int leading = accepted.getFirst().offered.index();
      for (int i = 0; i < description.media().size(); i++) {
        int index = i;
        accepted.stream()
            .filter(one -> one.offered.index() == index)
            .findFirst()
            .ifPresentOrElse(
                one -> accept(to, one, local, setup, index == leading),
                () -> refuse(to, description.media().get(index)));
      }
      return to.toString();
    }

    private static void refuse(StringBuilder to, SessionDescription.Media section) {
      line(
          to,
          "m="
              + section.kind()
              + " 0 "
              + section.protocol()
              + " "
              + String.join(" ", section.formats()));
      line(to, "c=IN IP4 0.0.0.0");
      section.attribute("mid").ifPresent(mid -> line(to, "a=mid:" + mid.strip()));
      line(to, "a=inactive");
    }

    private static void accept(
        StringBuilder to, Accepted accepted, LocalTransport local, Setup setup, boolean leads) {
      OfferedMedia offered = accepted.offered;
      CodecParameters codec = accepted.parameters.codec();
      to.append("m=").append(offered.section().kind()).append(" 9 ");
      to.append(offered.section().protocol()).append(' ').append(codec.payloadType());
      if (codec.redPayloadType() >= 0) {
        to.append(' ').append(codec.redPayloadType());
      }
      if (codec.rtxPayloadType() >= 0) {
        to.append(' ').append(codec.rtxPayloadType());
      }
      line(to, "");
      line(to, "c=IN IP4 0.0.0.0");
      if (!offered.mid().isEmpty()) {
        line(to, "a=mid:" + offered.mid());
      }
      line(to, "a=" + accepted.direction);
      line(to, "a=rtcp-mux");
      if (offered.section().has("rtcp-rsize")) {
        line(to, "a=rtcp-rsize");
      }
      IceText.write(to, local, leads);
      line(to, "a=fingerprint:" + local.fingerprint());
      line(to, "a=setup:" + setup.token());
      accepted.parameters.extensions().entrySet().stream()
          .sorted(Map.Entry.comparingByValue())
          .forEach(one -> line(to, "a=extmap:" + one.getValue() + " " + one.getKey().uri()));
      codec(to, codec);
      accepted.lines.forEach(value -> line(to, "a=" + value));
    }

    private static void codec(StringBuilder to, CodecParameters codec) {
      int type = codec.payloadType();
      int clockRate = codec.codec().clockRate();
      String channels = codec.channels() == 2 ? "/2" : "";
      line(
          to, "a=rtpmap:" + type + " " + codec.codec().encodingName() + "/" + clockRate + channels);
      if (!codec.fmtp().isEmpty()) {
        line(to, "a=fmtp:" + type + " " + codec.fmtp());
      }
      feedback(to, type, codec.transportCc(), "transport-cc");
      feedback(to, type, codec.remb(), "goog-remb");
      feedback(to, type, codec.nack(), "nack");
      feedback(to, type, codec.pli(), "nack pli");
      feedback(to, type, codec.fir(), "ccm fir");
      if (codec.redPayloadType() >= 0) {
        line(to, "a=rtpmap:" + codec.redPayloadType() + " red/" + clockRate + channels);
        line(to, "a=fmtp:" + codec.redPayloadType() + " " + type + "/" + type);
      }
      if (codec.rtxPayloadType() >= 0) {
        line(to, "a=rtpmap:" + codec.rtxPayloadType() + " rtx/" + clockRate);
        line(to, "a=fmtp:" + codec.rtxPayloadType() + " apt=" + type);
      }
    }

    private static void feedback(StringBuilder to, int type, boolean agreed, String value) {
      if (agreed) {
        line(to, "a=rtcp-fb:" + type + " " + value);
      }
    }

    private static void line(StringBuilder to, String line) {
      to.append(line).append("\r\n");
    }
  }
}
