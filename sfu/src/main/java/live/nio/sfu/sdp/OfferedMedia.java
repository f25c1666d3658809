package live.nio.sfu.sdp;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import live.nio.sfu.rtp.Codec;
import live.nio.sfu.rtp.CodecParameters;
import live.nio.sfu.rtp.HeaderExtension;
import live.nio.sfu.rtp.MediaKind;
import org.jspecify.annotations.Nullable;

/// What one audio or video section of an offer says, as far as we know the words.
///
/// @param index of its section in the offer
/// @param mid its `a=mid`, empty when it has none
/// @param codecs those we know, in its order of preference, with RTX and RED beside them; each
///   `rtcp-fb` flag as offered
/// @param extensions those we know, with its ids
/// @param rids it wants to send by simulcast, in the order of `a=simulcast`; for an alternative the
///   first
/// @param ssrcs of media, in the order named
/// @param rtxSsrcs by media SSRC
record OfferedMedia(
    int index,
    SessionDescription.Media section,
    MediaKind kind,
    String mid,
    boolean sends,
    boolean receives,
    List<CodecParameters> codecs,
    Map<HeaderExtension, Integer> extensions,
    List<String> rids,
    List<Long> ssrcs,
    Map<Long, Long> rtxSsrcs) {
  static final int MAX_MID = 32;
  private static final int MAX_SSRCS = 32;

  /// @param session for attributes that stand there for all sections
  static OfferedMedia read(SessionDescription session, int index, MediaKind kind)
      throws SdpException {
    SessionDescription.Media section = session.media().get(index);
    String direction = "sendrecv";
    for (String name : List.of("sendonly", "recvonly", "inactive", "sendrecv")) {
      if (section.has(name) || (session.has(name) && !anyDirection(section))) {
        direction = name;
        break;
      }
    }
    List<Long> ssrcs = new ArrayList<>();
    Map<Long, Long> rtxSsrcs = new LinkedHashMap<>();
    readSsrcs(section, ssrcs, rtxSsrcs);
    List<CodecParameters> codecs = codecs(section, kind);
    return new OfferedMedia(
        index,
        section,
        kind,
        mid(section),
        direction.startsWith("send"),
        direction.equals("recvonly") || direction.equals("sendrecv"),
        codecs,
        extensions(session, section, kind),
        rids(section),
        ssrcs,
        rtxSsrcs);
  }

  private static boolean anyDirection(SessionDescription.Media section) {
    return section.has("sendonly")
        || section.has("recvonly")
        || section.has("inactive")
        || section.has("sendrecv");
  }

  /// Bounded, since it goes into a header extension and into the answer.
  static String mid(SessionDescription.Media section) throws SdpException {
    String mid = section.attribute("mid").orElse("").strip();
    if (mid.length() > MAX_MID || mid.indexOf(' ') >= 0) {
      throw SdpException.malformed("a=mid is longer than " + MAX_MID + " characters or has spaces");
    }
    return mid;
  }

  // ---- codecs

  private static List<CodecParameters> codecs(SessionDescription.Media section, MediaKind kind) {
    Map<Integer, String> names = byPayloadType(section, "rtpmap");
    Map<Integer, String> fmtps = byPayloadType(section, "fmtp");
    Map<Integer, Set<String>> feedback = feedback(section);
    List<Integer> offered = new ArrayList<>();
    for (String format : section.formats()) {
      int payloadType = (int) Text.number(format, 0, 127);
      if (payloadType >= 0 && !offered.contains(payloadType)) {
        offered.add(payloadType);
      }
    }
    Map<Integer, Integer> repairs = repairs(offered, names, fmtps);
    List<CodecParameters> codecs = new ArrayList<>();
    for (int payloadType : offered) {
      String[] name = names.getOrDefault(payloadType, "").strip().split("/", 4);
      Codec codec = codec(kind, name);
      if (codec == null) {
        continue;
      }
      Set<String> supported = new LinkedHashSet<>(feedback.getOrDefault(-1, Set.of()));
      supported.addAll(feedback.getOrDefault(payloadType, Set.of()));
      int channels = 0;
      if (kind == MediaKind.AUDIO) {
        channels = name.length > 2 && name[2].strip().equals("2") ? 2 : 1;
      }
      codecs.add(
          new CodecParameters(
              codec,
              payloadType,
              channels,
              fmtps.getOrDefault(payloadType, "").strip(),
              repairs.getOrDefault(payloadType, -1),
              kind == MediaKind.AUDIO ? redundancyOf(payloadType, offered, names, fmtps) : -1,
              supported.contains("nack"),
              supported.contains("nack pli"),
              supported.contains("ccm fir"),
              supported.contains("goog-remb"),
              supported.contains("transport-cc")));
    }
    return codecs;
  }

  private static @Nullable Codec codec(MediaKind kind, String[] name) {
    for (Codec codec : Codec.values()) {
      if (codec.kind() == kind
          && name.length > 1
          && codec.encodingName().equalsIgnoreCase(name[0].strip())
          && Text.number(name[1].strip(), 0, Integer.MAX_VALUE) == codec.clockRate()) {
        return codec;
      }
    }
    return null;
  }

  /// Payload types of `rtx` by that of the codec, `apt`; the first counts.
  private static Map<Integer, Integer> repairs(
      List<Integer> offered, Map<Integer, String> names, Map<Integer, String> fmtps) {
    Map<Integer, Integer> repairs = new HashMap<>();
    for (int candidate : offered) {
      if (isNamed("rtx", names.getOrDefault(candidate, ""))) {
        String apt = Fmtp.parse(fmtps.getOrDefault(candidate, "")).get("apt", "");
        repairs.putIfAbsent((int) Text.number(apt, 0, 127), candidate);
      }
    }
    return repairs;
  }

  /// The first `red` whose blocks are all of that payload type (`111/111`), or -1.
  private static int redundancyOf(
      int payloadType,
      List<Integer> offered,
      Map<Integer, String> names,
      Map<Integer, String> fmtps) {
    for (int candidate : offered) {
      if (isNamed("red", names.getOrDefault(candidate, ""))) {
        String blocks = fmtps.getOrDefault(candidate, "").strip();
        boolean ours = !blocks.isEmpty();
        for (String block : blocks.split("/", 16)) {
          ours &= Text.number(block.strip(), 0, 127) == payloadType;
        }
        if (ours) {
          return candidate;
        }
      }
    }
    return -1;
  }

  private static boolean isNamed(String name, String rtpmap) {
    int slash = rtpmap.indexOf('/');
    return slash > 0 && rtpmap.substring(0, slash).strip().equalsIgnoreCase(name);
  }

  /// `a=<name>:<payload type> <value>`; the first counts.
  private static Map<Integer, String> byPayloadType(SessionDescription.Media section, String name) {
    Map<Integer, String> values = new HashMap<>();
    for (String line : section.attributes(name)) {
      int space = line.indexOf(' ');
      int payloadType = space < 0 ? -1 : (int) Text.number(line.substring(0, space), 0, 127);
      if (payloadType >= 0) {
        values.putIfAbsent(payloadType, line.substring(space + 1));
      }
    }
    return values;
  }

  /// `a=rtcp-fb`; what is for all payload types (`*`) stands at -1.
  private static Map<Integer, Set<String>> feedback(SessionDescription.Media section) {
    Map<Integer, Set<String>> values = new HashMap<>();
    for (String line : section.attributes("rtcp-fb")) {
      int space = line.indexOf(' ');
      if (space > 0) {
        String to = line.substring(0, space);
        int payloadType = to.equals("*") ? -1 : (int) Text.number(to, 0, 127);
        if (payloadType >= 0 || to.equals("*")) {
          values
              .computeIfAbsent(payloadType, none -> new LinkedHashSet<>())
              .add(line.substring(space + 1).strip().toLowerCase(Locale.ROOT));
        }
      }
    }
    return values;
  }

  // ---- header extensions

  /// `a=extmap:<id>[/<direction>] <uri>`. Ids above 14 need the two-byte form, which may stand
  /// beside the one-byte form only where the offer says so ([RFC 8285
  /// §6](https://www.rfc-editor.org/rfc/rfc8285#section-6)).
  private static Map<HeaderExtension, Integer> extensions(
      SessionDescription session, SessionDescription.Media section, MediaKind kind) {
    int max = session.has("extmap-allow-mixed") || section.has("extmap-allow-mixed") ? 255 : 14;
    Map<HeaderExtension, Integer> extensions = new EnumMap<>(HeaderExtension.class);
    for (String line : section.attributes("extmap")) {
      List<String> parts = Text.words(line, 3);
      int slash = parts.get(0).indexOf('/');
      int id =
          (int) Text.number(slash < 0 ? parts.get(0) : parts.get(0).substring(0, slash), 1, max);
      if (parts.size() < 2 || id < 0 || id == 15 || extensions.containsValue(id)) {
        continue;
      }
      for (HeaderExtension extension : HeaderExtension.values()) {
        if (extension.uri().equals(parts.get(1)) && isFor(extension, kind)) {
          extensions.putIfAbsent(extension, id);
        }
      }
    }
    return extensions;
  }

  private static boolean isFor(HeaderExtension extension, MediaKind kind) {
    return switch (extension) {
      case MID, TRANSPORT_CC, ABS_SEND_TIME -> true;
      case AUDIO_LEVEL -> kind == MediaKind.AUDIO;
      case RID, REPAIRED_RID, PLAYOUT_DELAY, DEPENDENCY_DESCRIPTOR, VIDEO_ORIENTATION ->
          kind == MediaKind.VIDEO;
    };
  }

  // ---- simulcast

  /// `a=simulcast:send h;m;l` ([RFC 8853
  /// §5.1](https://www.rfc-editor.org/rfc/rfc8853#section-5.1)), also in the form of its drafts,
  /// `send rid=h;m;l`. A `~` says that the layer begins paused.
  private static List<String> rids(SessionDescription.Media section) {
    Set<String> declared = new LinkedHashSet<>();
    for (String line : section.attributes("rid")) {
      List<String> parts = Text.words(line, 3);
      if (parts.size() > 1 && parts.get(1).equalsIgnoreCase("send")) {
        declared.add(parts.get(0));
      }
    }
    Optional<String> simulcast = section.attribute("simulcast");
    if (simulcast.isEmpty()) {
      return List.of();
    }
    List<String> parts = Text.words(simulcast.get(), 5);
    Set<String> rids = new LinkedHashSet<>();
    for (int i = 0; i + 1 < parts.size(); i += 2) {
      if (parts.get(i).equalsIgnoreCase("send")) {
        String list =
            parts.get(i + 1).startsWith("rid=") ? parts.get(i + 1).substring(4) : parts.get(i + 1);
        for (String stream : list.split(";", 64)) {
          int comma = stream.indexOf(',');
          String rid = comma < 0 ? stream : stream.substring(0, comma);
          rid = rid.startsWith("~") ? rid.substring(1) : rid;
          if (declared.contains(rid) && isRid(rid)) {
            rids.add(rid);
          }
        }
      }
    }
    return List.copyOf(rids);
  }

  /// RFC 8852 §3: letters and digits, and no longer than the one-byte extension carries. The dashes
  /// of older grammars are let through.
  private static boolean isRid(String rid) {
    return !rid.isEmpty()
        && rid.length() <= 16
        && rid.chars()
            .allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || c == '-' || c == '_'));
  }

  // ---- SSRCs

  private static void readSsrcs(
      SessionDescription.Media section, List<Long> ssrcs, Map<Long, Long> rtxSsrcs) {
    Set<Long> media = new LinkedHashSet<>();
    Set<Long> repair = new LinkedHashSet<>();
    for (String line : section.attributes("ssrc-group")) {
      List<String> parts = Text.words(line, MAX_SSRCS + 1);
      List<Long> group = new ArrayList<>();
      for (int i = 1; i < parts.size(); i++) {
        long ssrc = Text.number(parts.get(i), 0, 0xffff_ffffL);
        if (ssrc >= 0) {
          group.add(ssrc);
        }
      }
      switch (parts.get(0).toUpperCase(Locale.ROOT)) {
        case "SIM" -> media.addAll(group);
        case "FID" -> {
          if (group.size() == 2 && rtxSsrcs.size() < MAX_SSRCS) {
            media.add(group.get(0));
            repair.add(group.get(1));
            rtxSsrcs.putIfAbsent(group.get(0), group.get(1));
          }
        }
        case "FEC-FR", "FEC" -> {
          if (group.size() > 1) {
            repair.addAll(group.subList(1, group.size()));
          }
        }
        default -> {}
      }
    }
    for (String line : section.attributes("ssrc")) {
      int space = line.indexOf(' ');
      long ssrc = Text.number(space < 0 ? line : line.substring(0, space), 0, 0xffff_ffffL);
      if (ssrc >= 0 && media.size() < MAX_SSRCS) {
        media.add(ssrc);
      }
    }
    media.stream().filter(ssrc -> !repair.contains(ssrc)).limit(MAX_SSRCS).forEach(ssrcs::add);
  }
}
