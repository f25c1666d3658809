package live.nio.sfu.forward;

import java.util.EnumMap;
import java.util.Map;
import live.nio.sfu.rtp.HeaderExtension;

/// The ids of a leg's header extensions. 0 means not negotiated: no element of an RTP header has
/// that id.
public final class ExtensionIds {
  private final Map<HeaderExtension, Integer> ids = new EnumMap<>(HeaderExtension.class);

  public ExtensionIds(Map<HeaderExtension, Integer> negotiated) {
    ids.putAll(negotiated);
  }

  public int id(HeaderExtension extension) {
    Integer id = ids.get(extension);
    return id == null ? 0 : id;
  }
}
