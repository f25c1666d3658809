package live.nio.sfu.codec;

import java.util.Arrays;

/// The dependency descriptor of one stream,
/// [AV1 RTP payload format, appendix A](https://aomediacodec.github.io/av1-rtp-spec/#appendix). It
/// comes as a header extension, works for every codec, and says of each frame which layers it
/// belongs to and which decode targets need it.
///
/// A key frame brings a structure of templates, later packets name one of them; so one object per
/// incoming stream keeps the structure last seen. Everything it holds is bounded: 64 templates, 32
/// decode targets, 32 chains. Belongs to one thread; nothing is allocated by [#parse].
///
///     start(1) end(1) template(6) number(16)                      always
///     structure?(1) active?(1) dtis?(1) fdiffs?(1) chains?(1) …   when longer than three bytes
public final class DependencyDescriptor {
  /// How much a decode target needs a frame, `DTI` of the specification.
  public static final int NOT_PRESENT = 0;

  public static final int DISCARDABLE = 1;
  public static final int SWITCH = 2;
  public static final int REQUIRED = 3;

  private static final int MAX_TEMPLATES = 64;
  private static final int MAX_TARGETS = 32;
  private static final int MAX_DIFFERENCES = 64;

  /// Templates as a key frame announced them.
  private static final class Structure {
    int idOffset;
    int templates;
    int targets;
    int chains;
    int maxSpatialId;
    int maxTemporalId;
    int width;
    int height;
    final byte[] spatialIds = new byte[MAX_TEMPLATES];
    final byte[] temporalIds = new byte[MAX_TEMPLATES];
    final byte[] indications = new byte[MAX_TEMPLATES * MAX_TARGETS];
    final byte[] targetSpatialIds = new byte[MAX_TARGETS];
    final byte[] targetTemporalIds = new byte[MAX_TARGETS];
  }

  private final BitReader bits = new BitReader();
  // Two of them: one is read into while the other stays valid, for a broken structure must not
  // spoil the one in use.
  private Structure current = new Structure();
  private Structure spare = new Structure();
  private boolean hasStructure;
  private boolean structureHere;
  private int frameNumber;
  private int template;
  private int activeTargets;
  private int frameSpatialId;
  private int frameTemporalId;
  private final byte[] indications = new byte[MAX_TARGETS];
  private final byte[] spareIndications = new byte[MAX_TARGETS];

  /// Reads the extension's data in `b[off, off + len)`.
  ///
  /// @param into cleared and filled: key frame, limits of the frame, layers, size, `switchUp` (a
  ///   decode target may be switched to here), `discardable` (no decode target needs it)
  /// @return false when it is malformed or names a template of a structure that was never seen;
  ///   nothing has changed then
  public boolean parse(byte[] b, int off, int len, FrameInfo into) {
    into.clear();
    if (len < 3) {
      return false;
    }
    boolean start = (b[off] & 0x80) != 0;
    boolean end = (b[off] & 0x40) != 0;
    int id = b[off] & 0x3F;
    int number = (b[off + 1] & 0xFF) << 8 | (b[off + 2] & 0xFF);
    Structure structure = current;
    boolean structurePresent = false;
    boolean customIndications = false;
    int active = activeTargets;
    bits.reset(b, off + 3, len - 3);
    if (len > 3) {
      structurePresent = bits.flag();
      boolean activePresent = bits.flag();
      customIndications = bits.flag();
      // Custom differences and chains come after everything that is read here.
      bits.bits(2);
      if (structurePresent) {
        structure = spare;
        if (!structure(structure)) {
          return false;
        }
        active = structure.targets == 32 ? -1 : (1 << structure.targets) - 1;
      } else if (!hasStructure) {
        return false;
      }
      if (activePresent) {
        active = bits.bits(structure.targets);
      }
    } else if (!hasStructure) {
      return false;
    }
    int index = (id + 64 - structure.idOffset) % 64;
    if (index >= structure.templates) {
      return false;
    }
    boolean needed = false;
    boolean switching = false;
    for (int i = 0; i < structure.targets; i++) {
      int indication =
          customIndications ? bits.bits(2) : structure.indications[index * MAX_TARGETS + i];
      spareIndications[i] = (byte) indication;
      needed |= indication >= SWITCH;
      switching |= indication == SWITCH;
    }
    if (bits.overrun()) {
      return false;
    }
    System.arraycopy(spareIndications, 0, indications, 0, structure.targets);
    if (structurePresent) {
      spare = current;
      current = structure;
      hasStructure = true;
    }
    structureHere = structurePresent;
    frameNumber = number;
    template = id;
    activeTargets = active;
    frameSpatialId = structure.spatialIds[index];
    frameTemporalId = structure.temporalIds[index];
    into.frameStart = start;
    into.frameEnd = end;
    into.spatialId = frameSpatialId;
    into.temporalId = frameTemporalId;
    into.keyFrame = structurePresent && start && frameSpatialId == 0;
    into.switchUp = switching || into.keyFrame;
    into.discardable = !needed;
    if (structurePresent) {
      into.width = structure.width;
      into.height = structure.height;
    }
    return true;
  }

  private boolean structure(Structure s) {
    s.idOffset = bits.bits(6);
    s.targets = bits.bits(5) + 1;
    if (!layers(s)) {
      return false;
    }
    for (int t = 0; t < s.templates; t++) {
      for (int i = 0; i < s.targets; i++) {
        s.indications[t * MAX_TARGETS + i] = (byte) bits.bits(2);
      }
    }
    for (int t = 0; t < s.templates; t++) {
      for (int n = 0; bits.flag(); n++) {
        if (n == MAX_DIFFERENCES) {
          return false;
        }
        bits.bits(4);
      }
    }
    s.chains = bits.nonSymmetric(s.targets + 1);
    if (s.chains > 0) {
      for (int i = 0; i < s.targets; i++) {
        bits.nonSymmetric(s.chains);
      }
      bits.skip(4L * s.templates * s.chains);
    }
    targetLayers(s);
    s.width = 0;
    s.height = 0;
    if (bits.flag()) {
      for (int i = 0; i <= s.maxSpatialId; i++) {
        s.width = Math.max(s.width, bits.bits(16) + 1);
        s.height = Math.max(s.height, bits.bits(16) + 1);
      }
    }
    return !bits.overrun();
  }

  private boolean layers(Structure s) {
    int spatialId = 0;
    int temporalId = 0;
    s.templates = 0;
    s.maxTemporalId = 0;
    while (true) {
      if (s.templates == MAX_TEMPLATES || bits.overrun()) {
        return false;
      }
      s.spatialIds[s.templates] = (byte) spatialId;
      s.temporalIds[s.templates] = (byte) temporalId;
      s.templates++;
      switch (bits.bits(2)) {
        case 1 -> {
          temporalId++;
          s.maxTemporalId = Math.max(s.maxTemporalId, temporalId);
        }
        case 2 -> {
          temporalId = 0;
          spatialId++;
        }
        case 3 -> {
          s.maxSpatialId = spatialId;
          return spatialId < 4 && s.maxTemporalId < 8;
        }
        default -> {
          // 0: one more template of the same layers.
        }
      }
    }
  }

  /// The layers of a decode target are the highest of the templates it needs.
  private static void targetLayers(Structure s) {
    Arrays.fill(s.targetSpatialIds, (byte) 0);
    Arrays.fill(s.targetTemporalIds, (byte) 0);
    for (int i = 0; i < s.targets; i++) {
      for (int t = 0; t < s.templates; t++) {
        if (s.indications[t * MAX_TARGETS + i] != NOT_PRESENT) {
          s.targetSpatialIds[i] = (byte) Math.max(s.targetSpatialIds[i], s.spatialIds[t]);
          s.targetTemporalIds[i] = (byte) Math.max(s.targetTemporalIds[i], s.temporalIds[t]);
        }
      }
    }
  }

  /// Whether a structure was seen, so that frames can be told apart.
  public boolean hasStructure() {
    return hasStructure;
  }

  /// Whether the packet last read brought a structure.
  public boolean structurePresent() {
    return structureHere;
  }

  /// Of the packet last read, 0–65535.
  public int frameNumber() {
    return frameNumber;
  }

  /// The template id of the packet last read, 0–63.
  public int templateId() {
    return template;
  }

  public int decodeTargets() {
    return hasStructure ? current.targets : 0;
  }

  /// Bit `i` is set while the sender still makes decode target `i`.
  public int activeDecodeTargets() {
    return activeTargets;
  }

  public int targetSpatialId(int target) {
    return current.targetSpatialIds[target];
  }

  public int targetTemporalId(int target) {
    return current.targetTemporalIds[target];
  }

  /// How much a decode target needs the frame last read: [#NOT_PRESENT], [#DISCARDABLE], [#SWITCH]
  /// or [#REQUIRED].
  public int indication(int target) {
    return indications[target];
  }

  public int maxSpatialId() {
    return current.maxSpatialId;
  }

  public int maxTemporalId() {
    return current.maxTemporalId;
  }
}
