import { backoffMs } from '../backoff.js';
import type { ConnectionId, PeerId } from '../model.js';
import { Store, type Readable } from '../store.js';
import { inboundTotals, type InboundTotals } from './health.js';
import type { IceServers } from './iceServers.js';
import {
  candidateOf,
  configurationOf,
  defaultPeerConnection,
  RemoteCandidates,
  type CreatePeerConnection,
} from './peerConnection.js';
import type { Signaling, SignalingEvent } from './signaling.js';

/**
 * - `idle`: no connection yet, and none expected at once (the streamer is away)
 * - `connecting`: on the way
 * - `playing`: picture or sound arrives
 * - `stalled`: connected, but nothing arrives; or the network is searching for another way
 * - `failed`: the connection broke; the next attempt is planned
 * - `full`: all places for video are taken
 */
export type ViewerPhase = 'idle' | 'connecting' | 'playing' | 'stalled' | 'failed' | 'full';

/** What there is to see and hear. */
export interface ViewerState {
  readonly phase: ViewerPhase;
  /** For a `<video>` element; stays the same while one connection lasts. */
  readonly media: MediaStream | null;
  /** Pictures are arriving; `false` while the streamer's camera is off. */
  readonly hasVideo: boolean;
  /** Sound is arriving. */
  readonly hasAudio: boolean;
}

/** Surroundings of a {@link Viewer}. */
export interface ViewerOptions {
  readonly signaling: Signaling;
  readonly ice: IceServers;
  readonly createPeerConnection?: CreatePeerConnection;
  readonly createMediaStream?: () => MediaStream;
}

const INITIAL: ViewerState = { phase: 'idle', media: null, hasVideo: false, hasAudio: false };

const STATS_MS = 1000;
/** Until the first picture: nobody should wait for the clock. */
const FIRST_STATS_MS = 100;
/** Nothing decoded for this long means it stopped. */
const SILENCE_MS = 2500;
/** The first picture follows the sound within this, or there is none. */
const PICTURE_MS = 1500;
/** The streamer offers within this after a join, or does not know of us. */
const OFFER_MS = 8000;

/**
 * The viewer's end of peer to peer: answers the streamer's offers, tells whether anything really arrives, and asks for a
 * new connection when one broke. A cut of the signaling alone changes nothing here.
 */
export class Viewer {
  readonly #signaling: Signaling;
  readonly #ice: IceServers;
  readonly #create: CreatePeerConnection;
  readonly #createMedia: () => MediaStream;
  readonly #state = new Store<ViewerState>(INITIAL);
  readonly #unsubscribe: () => void;
  #statsTimer: ReturnType<typeof setTimeout>;
  #closed = false;
  #incoming: Incoming | null = null;
  /** Plays on until {@link #incoming} does. */
  #outgoing: Incoming | null = null;
  #online = false;
  #streamerOnline = false;
  #retries = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ViewerOptions) {
    this.#signaling = options.signaling;
    this.#ice = options.ice;
    this.#create = options.createPeerConnection ?? defaultPeerConnection;
    this.#createMedia = options.createMediaStream ?? (() => new MediaStream());
    this.#unsubscribe = options.signaling.on((event) => void this.#hear(event));
    this.#statsTimer = setTimeout(() => void this.#watch(), STATS_MS);
  }

  /** What there is to see and hear, observable. */
  get state(): Readable<ViewerState> {
    return this.#state;
  }

  /** Ends the connection. */
  close(): void {
    this.#unsubscribe();
    this.#closed = true;
    clearTimeout(this.#statsTimer);
    clearTimeout(this.#retryTimer);
    this.#incoming?.pc?.close();
    this.#outgoing?.pc?.close();
    this.#incoming = this.#outgoing = null;
    this.#state.set(INITIAL);
  }

  async #hear(event: SignalingEvent): Promise<void> {
    switch (event.type) {
      case 'joined':
        this.#online = true;
        this.#streamerOnline = event.streamerOnline;
        this.#ice.seed(event.iceServers);
        this.#mode(event.mode);
        break;
      case 'cut':
        this.#online = false;
        clearTimeout(this.#retryTimer);
        break;
      case 'streamer':
        this.#streamerOnline = event.online;
        this.#retries = 0;
        this.#expectOffer(OFFER_MS);
        break;
      case 'topology':
        this.#mode(event.mode);
        break;
      case 'offer':
        await this.#offered(event.peerId, event.connectionId, event.sdp);
        break;
      case 'candidate':
        if (this.#incoming?.connectionId === event.connectionId) {
          await this.#incoming.remote.add(event.candidate);
        }
        break;
      case 'answer':
      case 'peer':
        // Said to the streamer only.
        break;
    }
  }

  #mode(mode: 'p2p' | 'full'): void {
    if (mode === 'full') {
      clearTimeout(this.#retryTimer);
      this.#change({ phase: 'full' });
      return;
    }
    if (this.#state.getSnapshot().phase === 'full') this.#change({ phase: 'idle' });
    this.#expectOffer(OFFER_MS);
  }

  /** Asks for an offer when none has led to a connection in time. */
  #expectOffer(withinMs: number): void {
    clearTimeout(this.#retryTimer);
    if (!this.#wanting()) return;
    const { phase } = this.#state.getSnapshot();
    if (phase === 'idle') this.#change({ phase: 'connecting' });
    this.#retryTimer = setTimeout(() => {
      if (!this.#wanting()) return;
      this.#signaling.retry().catch(() => undefined);
      this.#expectOffer(OFFER_MS + backoffMs(this.#retries++));
    }, withinMs);
  }

  /** There should be a connection and there is none. */
  #wanting(): boolean {
    return (
      this.#online &&
      this.#streamerOnline &&
      this.#state.getSnapshot().phase !== 'full' &&
      this.#incoming?.pc?.connectionState !== 'connected'
    );
  }

  async #offered(peerId: PeerId, connectionId: ConnectionId, sdp: string): Promise<void> {
    const known = this.#incoming;
    const incoming = known?.connectionId === connectionId ? known : this.#replace(connectionId);
    const pc = incoming.pc ?? (await this.#connect(incoming, peerId));
    // Another offer came meanwhile.
    if (this.#incoming !== incoming) return;
    try {
      await pc.setRemoteDescription({ type: 'offer', sdp });
      await incoming.remote.open(pc);
      const answer = await pc.createAnswer();
      await pc.setLocalDescription(answer);
      await this.#signaling.answer(peerId, connectionId, answer.sdp ?? '');
    } catch {
      // Without an answer the streamer offers again; should it not, we ask.
      if (this.#incoming === incoming) this.#expectOffer(OFFER_MS);
    }
  }

  /** Makes place for a new connection. The old one plays on if it can, until the new one does. */
  #replace(connectionId: ConnectionId): Incoming {
    const old = this.#incoming;
    if (old?.pc?.connectionState === 'connected') {
      this.#outgoing?.pc?.close();
      this.#outgoing = old;
    } else {
      old?.pc?.close();
    }
    const incoming = new Incoming(connectionId, this.#createMedia());
    this.#incoming = incoming;
    if (this.#outgoing === null) this.#change({ phase: 'connecting' });
    this.#expectOffer(OFFER_MS);
    return incoming;
  }

  async #connect(incoming: Incoming, peerId: PeerId): Promise<RTCPeerConnection> {
    const pc = this.#create(configurationOf(await this.#ice.get()));
    if (this.#incoming !== incoming) {
      pc.close();
      return pc;
    }
    incoming.pc = pc;
    pc.ontrack = ({ track }) => incoming.media.addTrack(track);
    pc.onicecandidate = ({ candidate }) => {
      this.#signaling
        .candidate(peerId, incoming.connectionId, candidateOf(candidate))
        .catch(() => undefined);
    };
    pc.onconnectionstatechange = () => {
      if (this.#incoming === incoming) this.#changed(incoming, pc.connectionState);
    };
    return pc;
  }

  #changed(incoming: Incoming, state: RTCPeerConnectionState): void {
    if (state === 'connected') {
      clearTimeout(this.#retryTimer);
      this.#retries = 0;
      this.#outgoing?.pc?.close();
      this.#outgoing = null;
      incoming.heard();
      this.#change({ media: incoming.media });
      clearTimeout(this.#statsTimer);
      void this.#watch();
    } else if (state === 'disconnected') {
      this.#change({ phase: 'stalled' });
    } else if (state === 'failed') {
      this.#change({ phase: 'failed', hasVideo: false, hasAudio: false });
      this.#expectOffer(backoffMs(this.#retries));
    }
  }

  /** Measures again and again: often until something plays, then now and then. */
  async #watch(): Promise<void> {
    await this.#measure();
    if (this.#closed) return;
    const { phase, hasVideo } = this.#state.getSnapshot();
    const waiting = phase === 'connecting' || (phase === 'playing' && !hasVideo);
    clearTimeout(this.#statsTimer);
    this.#statsTimer = setTimeout(
      () => void this.#watch(),
      waiting && this.#incoming !== null ? FIRST_STATS_MS : STATS_MS,
    );
  }

  async #measure(): Promise<void> {
    const incoming = this.#incoming;
    if (incoming?.pc?.connectionState !== 'connected') return;
    const report = await incoming.pc.getStats().catch(() => undefined);
    if (report === undefined || this.#incoming !== incoming) return;
    const { hasVideo, hasAudio, silent } = incoming.measured(inboundTotals(report), Date.now());
    if (hasVideo || hasAudio) this.#change({ phase: 'playing', hasVideo, hasAudio });
    else if (silent) this.#change({ phase: 'stalled', hasVideo, hasAudio });
  }

  #change(change: Partial<ViewerState>): void {
    this.#state.update((before) => {
      const after = { ...before, ...change };
      const same = (Object.keys(after) as (keyof ViewerState)[]).every(
        (key) => after[key] === before[key],
      );
      return same ? before : after;
    });
  }
}

/** One connection from the streamer. */
class Incoming {
  readonly remote = new RemoteCandidates();
  pc: RTCPeerConnection | null = null;
  #totals: InboundTotals = { framesDecoded: 0, audioPackets: 0 };
  #videoAtMs = -Infinity;
  #audioAtMs = -Infinity;
  #sinceMs = Date.now();

  constructor(
    readonly connectionId: ConnectionId,
    readonly media: MediaStream,
  ) {}

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
