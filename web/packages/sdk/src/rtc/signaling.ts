import type { Candidate, TopologyMode, TopologyPreference } from '../live/events.js';
import type { ConnectionId, IceServer, PeerId } from '../model.js';

/** What a WebRTC end needs to hear from the room. */
export type SignalingEvent =
  /** In the room, for the first time or again. */
  | {
      readonly type: 'joined';
      readonly peerId: PeerId;
      readonly mode: TopologyMode;
      readonly streamerOnline: boolean;
      /** Viewers present, when we are the streamer. */
      readonly peers: readonly PeerId[];
      /** Whether to send media to the server, when we are the streamer. */
      readonly publish: boolean;
      /** As in `publish`. */
      readonly rids: readonly string[] | null;
      readonly iceServers: readonly IceServer[];
    }
  /** Nothing can be said until the next `joined`; media may well go on. */
  | { readonly type: 'cut' }
  | { readonly type: 'streamer'; readonly online: boolean }
  | { readonly type: 'topology'; readonly mode: TopologyMode }
  /** Media for the server is wanted, or not any more; said to the streamer. */
  | {
      readonly type: 'publish';
      readonly active: boolean;
      /** The sizes somebody watches; `null` for all. */
      readonly rids: readonly string[] | null;
    }
  | {
      readonly type: 'peer';
      readonly peerId: PeerId;
      readonly action: 'join' | 'leave' | 'retry';
    }
  | {
      readonly type: 'offer' | 'answer';
      readonly peerId: PeerId;
      readonly connectionId: ConnectionId;
      readonly sdp: string;
    }
  | {
      readonly type: 'candidate';
      readonly peerId: PeerId;
      readonly connectionId: ConnectionId;
      readonly candidate: Candidate | null;
    };

/** What a WebRTC end says through the room. Rejects with `NioError` (`offline`, `peer_gone` …). */
export interface Signaling {
  on(listener: (event: SignalingEvent) => void): () => void;
  offer(peerId: PeerId, connectionId: ConnectionId, sdp: string): Promise<unknown>;
  answer(peerId: PeerId, connectionId: ConnectionId, sdp: string): Promise<unknown>;
  candidate(
    peerId: PeerId,
    connectionId: ConnectionId,
    candidate: Candidate | null,
  ): Promise<unknown>;
  retry(): Promise<unknown>;
  /** The streamer's choice. */
  prefer(mode: TopologyPreference): Promise<unknown>;
  /** The viewer plays over the way of this mode now. */
  ready(mode: 'p2p' | 'sfu'): Promise<unknown>;
}
