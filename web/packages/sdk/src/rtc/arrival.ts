import type { ConnectionId } from '../model.js';
import type { InboundTotals } from './health.js';
import { RemoteCandidates } from './peerConnection.js';
import type { ServerConnection } from './serverConnection.js';

/** Nothing decoded for this long means it stopped. */
const SILENCE_MS = 2500;
/** The first picture follows the sound within this, or there is none. */
const PICTURE_MS = 1500;

/** One connection on which media comes to a viewer. */
export type Arrival = Direct | Relayed;

class Incoming {
  pc: RTCPeerConnection | null = null;
  readonly tracks: MediaStreamTrack[] = [];
  #totals: InboundTotals = { framesDecoded: 0, audioPackets: 0 };
  #videoAtMs = -Infinity;
  #audioAtMs = -Infinity;
  #sinceMs = Date.now();

  /** Media gets through. */
  get connected(): boolean {
    return this.pc?.connectionState === 'connected';
  }

  /** Connected just now: silence counts from here. */
  heard(): void {
    this.#sinceMs = Date.now();
  }

  /** What arrives, going by how the totals moved. */
  measured(
    totals: InboundTotals,
    nowMs: number,
  ): { hasVideo: boolean; hasAudio: boolean; silent: boolean } {
    if (totals.framesDecoded > this.#totals.framesDecoded) this.#videoAtMs = nowMs;
    if (totals.audioPackets > this.#totals.audioPackets) this.#audioAtMs = nowMs;
    this.#totals = totals;
    const seen = this.#videoAtMs > -Infinity;
    return {
      hasVideo: nowMs - this.#videoAtMs < SILENCE_MS,
      // Sound is there before the picture; alone it counts when no picture has followed.
      hasAudio:
        nowMs - this.#audioAtMs < SILENCE_MS && (seen || nowMs - this.#sinceMs > PICTURE_MS),
      silent: nowMs - Math.max(this.#videoAtMs, this.#audioAtMs, this.#sinceMs) >= SILENCE_MS,
    };
  }
}

/** From the streamer, peer to peer. */
export class Direct extends Incoming {
  readonly path = 'p2p';
  readonly remote = new RemoteCandidates();

  constructor(readonly connectionId: ConnectionId) {
    super();
  }

  close(): void {
    this.pc?.close();
  }
}

/** From the server. */
export class Relayed extends Incoming {
  readonly path = 'sfu';
  connection: ServerConnection | null = null;

  close(): void {
    if (this.connection === null) this.pc?.close();
    else this.connection.close();
  }
}
