/// Live streams: their life, their rooms, and the signaling between streamer and viewers.
///
/// ```
///            ┌─ streamer's socket gone ──▶ away ─┐
/// create ─▶ live ◀── streamer joins again ───────┘
///            │  ended_by_streamer · ended_by_admin · streamer_lost (no sign of life for `STREAM_GRACE`)
///            ▼
///          ended  (for good; a compare-and-set in PostgreSQL, told to the room once)
/// ```
///
/// PostgreSQL holds what must last ([StreamStore]). Who is in a room right now is known by the open
/// sockets alone ([LiveRooms]): after a restart the rooms are empty and fill again as pages
/// reconnect, so no count can drift. Which way media goes is decided per room ([TopologyRule],
/// [LiveRoom]); the SFU says by [PublisherChanged] what is published to it. The package's API:
/// [Streams], [LiveStream], [StreamView], [Membership], [Audience], [RoomDoor], [ViewerJoined],
/// [ViewersCounted], [StreamStarted], [StreamEnded], [PublisherChanged].
@NullMarked
package live.nio.stream;

import org.jspecify.annotations.NullMarked;
