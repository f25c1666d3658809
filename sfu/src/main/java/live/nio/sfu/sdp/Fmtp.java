package live.nio.sfu.sdp;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import live.nio.sfu.rtp.Codec;

/// The parameters of an `a=fmtp` line: `minptime=10;useinbandfec=1`. Names are compared ignoring
/// case.
final class Fmtp {
  /// How well a stream suits a decoder; smaller is better.
  static final int EXACT = 0;

  static final int DECODABLE = 1;

  /// Outside what the decoder promised, but within what decoders of the codec do in practice.
  static final int LIKELY = 2;

  static final int IMPOSSIBLE = 3;

  private final Map<String, String> parameters = new LinkedHashMap<>();

  private Fmtp() {}

  static Fmtp parse(String value) {
    Fmtp fmtp = new Fmtp();
    for (String part : value.split(";", 64)) {
      int equals = part.indexOf('=');
      String name = (equals < 0 ? part : part.substring(0, equals)).strip();
      if (!name.isEmpty()) {
        fmtp.parameters.putIfAbsent(
            name.toLowerCase(Locale.ROOT), equals < 0 ? "" : part.substring(equals + 1).strip());
      }
    }
    return fmtp;
  }

  String get(String name, String otherwise) {
    return parameters.getOrDefault(name, otherwise);
  }

  Fmtp with(String name, String value) {
    parameters.put(name, value);
    return this;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    parameters.forEach((name, value) -> {
      text.append(text.isEmpty() ? "" : ";").append(name);
      if (!value.isEmpty()) {
        text.append('=').append(value);
      }
    });
    return text.toString();
  }

  /// How well a decoder that offers `decoder` suits a stream described by `stream`.
  static int suits(Codec codec, String stream, String decoder) {
    Fmtp ours = parse(stream);
    Fmtp theirs = parse(decoder);
    return switch (codec) {
      case OPUS, VP8 -> EXACT;
      case VP9 -> equal("profile-id", ours, theirs);
      case AV1 -> equal("profile", ours, theirs);
      case H264 -> h264(ours, theirs);
    };
  }

  private static int equal(String name, Fmtp ours, Fmtp theirs) {
    return ours.get(name, "0").equals(theirs.get(name, "0")) ? EXACT : IMPOSSIBLE;
  }

  /// A receiver of packetization mode 1 takes mode 0 too ([RFC 6184
  /// §6.3](https://www.rfc-editor.org/rfc/rfc6184#section-6.3)); the other way round there is no
  /// fragmentation, so no. Levels are not compared: an answer may be asymmetric, and browsers
  /// decode above the level they name.
  private static int h264(Fmtp ours, Fmtp theirs) {
    boolean fragments = ours.get("packetization-mode", "0").equals("1");
    String mode = theirs.get("packetization-mode", "0");
    if (!mode.equals("1") && (fragments || !mode.equals("0"))) {
      return IMPOSSIBLE;
    }
    H264Profile stream = H264Profile.of(ours.get("profile-level-id", ""));
    H264Profile decoder = H264Profile.of(theirs.get("profile-level-id", ""));
    if (stream == decoder) {
      return EXACT;
    }
    if (stream == H264Profile.OTHER || decoder == H264Profile.OTHER) {
      return IMPOSSIBLE;
    }
    return decoder.compareTo(stream) > 0 ? DECODABLE : LIKELY;
  }

  /// The families of [RFC 6184 table 5](https://www.rfc-editor.org/rfc/rfc6184#section-8.1), each
  /// decodable by those after it. Baseline stands with Constrained Baseline: what distinguishes it
  /// (FMO, ASO) no encoder of a publisher makes.
  private enum H264Profile {
    BASELINE,
    MAIN,
    CONSTRAINED_HIGH,
    HIGH,
    OTHER;

    static H264Profile of(String profileLevelId) {
      if (profileLevelId.isEmpty()) {
        return BASELINE;
      }
      if (profileLevelId.length() != 6
          || !profileLevelId.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
        return OTHER;
      }
      int idc = Integer.parseInt(profileLevelId, 0, 2, 16);
      int constraints = Integer.parseInt(profileLevelId, 2, 4, 16);
      return switch (idc) {
        case 0x42 -> BASELINE;
        case 0x4d -> (constraints & 0x80) != 0 ? BASELINE : MAIN;
        case 0x58 -> (constraints & 0xc0) == 0xc0 ? BASELINE : OTHER;
        case 0x64 -> (constraints & 0x0c) == 0x0c ? CONSTRAINED_HIGH : HIGH;
        default -> OTHER;
      };
    }
  }
}
