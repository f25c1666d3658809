package live.nio.stream;

import java.util.List;
import java.util.UUID;

/// Other layers of what the streamer's page sends to the SFU are watched than before; the page need
/// not send the rest. Fired on a thread that may block, after the [PublisherChanged] of the leg it
/// is about, and only if there is news: a new leg sends all.
///
/// @param rids of the layers to send, as the page names them
record LayersWanted(UUID streamId, List<String> rids) {
  LayersWanted {
    rids = List.copyOf(rids);
  }
}
