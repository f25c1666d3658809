import { backoffMs } from '../backoff.js';
import type { Layer, MediaServer } from '../http/media.js';
import type { TopologyMode } from '../live/events.js';
import type { ConnectionId, PeerId } from '../model.js';
import { Store, type Readable } from '../store.js';
import { Direct, Relayed, type Arrival } from './arrival.js';
import { inboundTotals } from './health.js';
import type { IceServers } from './iceServers.js';
import {
  candidateOf,
  configurationOf,
  defaultPeerConnection,
  type CreatePeerConnection,
} from './peerConnection.js';
import { ServerConnection } from './serverConnection.js';
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
  /** For a `<video>` element; stays the same while something plays, whichever way it comes. */
  readonly media: MediaStream | null;
  /** Pictures are arriving; `false` while the streamer's camera is off. */
  readonly hasVideo: boolean;
  /** Sound is arriving. */
  readonly hasAudio: boolean;
  /** The way of what plays: from the streamer directly, or through the server; `null` before anything does. */
  readonly path: 'p2p' | 'sfu' | null;
  /** Which copy of the picture is wanted; of effect on the way through the server. */
  readonly layer: Layer;
}

/** Surroundings of a {@link Viewer}. */
export interface ViewerOptions {
  readonly signaling: Signaling;
  readonly ice: IceServers;
  /** Where to watch when media goes through the server; without it, peer to peer is all there is. */
  readonly watch?: { readonly media: MediaServer; readonly streamId: string };
  readonly createPeerConnection?: CreatePeerConnection;
  readonly createMediaStream?: () => MediaStream;
}

const INITIAL: ViewerState = {
  phase: 'idle',
  media: null,
  hasVideo: false,
  hasAudio: false,
  path: null,
  layer: 'auto',
};

const STATS_MS = 1000;
/** Until the first picture, and while another way is tried: nobody should wait for the clock. */
const FIRST_STATS_MS = 100;
/** The streamer offers within this after a join, or does not know of us. */
const OFFER_MS = 8000;

/**
 * The viewer's end. Media comes from the streamer, whose offers are answered, or through the server, which is asked;
 * which of the two the room says. Tells whether anything really arrives, and sees to a new connection when one broke. A
 * cut of the signaling alone changes nothing here.
 *
 * From one way to the other it goes without a gap: the old connection plays until pictures of the new one have been
 * decoded, and only then do the tracks change places, both of a kind at once, so that nothing is heard twice.
 */
export class Viewer {
  readonly #signaling: Signaling;
  readonly #ice: IceServers;
  readonly #watchAt: ViewerOptions['watch'];
  readonly #create: CreatePeerConnection;
  readonly #createMedia: () => MediaStream;
  readonly #state = new Store<ViewerState>(INITIAL);
  readonly #unsubscribe: () => void;
  #statsTimer: ReturnType<typeof setTimeout>;
  #closed = false;
  /** What the person sees. */
  #shown: Arrival | null = null;
  /** What is to take its place once it plays. */
  #coming: Arrival | null = null;
  #mode: TopologyMode = 'p2p';
  /** The room knows that we play the way it wants. */
  #told = false;
  #online = false;
  #streamerOnline = false;
  #retries = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ViewerOptions) {
    this.#signaling = options.signaling;
    this.#ice = options.ice;
    this.#watchAt = options.watch;
    this.#create = options.createPeerConnection ?? defaultPeerConnection;
    this.#createMedia = options.createMediaStream ?? (() => new MediaStream());
    this.#unsubscribe = options.signaling.on((event) => void this.#hear(event));
    this.#statsTimer = setTimeout(() => void this.#watch(), STATS_MS);
  }

  /** What there is to see and hear, observable. */
  get state(): Readable<ViewerState> {
    return this.#state;
  }

  /** Chooses the copy of the picture; kept for connections to come. */
  setLayer(layer: Layer): void {
    this.#change({ layer });
    for (const arrival of [this.#shown, this.#coming]) {
      if (arrival instanceof Relayed) this.#choose(arrival);
    }
  }

  /** What the browser knows of the connection that plays; `null` when none does. */
  async report(): Promise<RTCStatsReport | null> {
    return (await this.#shown?.pc?.getStats().catch(() => null)) ?? null;
  }

  /** The copy of the picture the server sends now; `null` when it does not send, or cannot be asked. */
  async currentLayer(): Promise<Layer | null> {
    const leg = this.#shown instanceof Relayed ? this.#shown.connection?.leg : null;
    if (!leg) return null;
    return (await this.#watchAt?.media.statistics(leg).catch(() => null))?.current ?? null;
  }

  /** Ends the connection. */
  close(): void {
    this.#unsubscribe();
    this.#closed = true;
    clearTimeout(this.#statsTimer);
    clearTimeout(this.#retryTimer);
    this.#shown?.close();
    this.#coming?.close();
    this.#shown = this.#coming = null;
    this.#state.set(INITIAL);
  }

  async #hear(event: SignalingEvent): Promise<void> {
    switch (event.type) {
      case 'joined':
        this.#online = true;
        this.#streamerOnline = event.streamerOnline;
        this.#ice.seed(event.iceServers);
        if (this.#shown instanceof Relayed) void this.#shown.connection?.check();
        this.#follow(event.mode);
        break;
      case 'cut':
        this.#online = false;
        if (this.#mode === 'p2p') clearTimeout(this.#retryTimer);
        break;
      case 'streamer':
        this.#streamerOnline = event.online;
        this.#retries = 0;
        this.#expect(this.#mode === 'sfu' ? 0 : OFFER_MS);
        break;
      case 'topology':
        this.#follow(event.mode);
        break;
      case 'offer':
        await this.#offered(event.peerId, event.connectionId, event.sdp);
        break;
      case 'candidate':
        await this.#direct(event.connectionId)?.remote.add(event.candidate);
        break;
      case 'answer':
      case 'peer':
      case 'publish':
        // Said to the streamer only.
        break;
    }
  }

  // ---- which way

  /** Goes the way the room says, or stays on it. */
  #follow(mode: TopologyMode): void {
    this.#mode = mode;
    this.#told = false;
    clearTimeout(this.#retryTimer);
    // Half-made ways of the other kind are given up; what plays, plays on.
    if (this.#coming !== null && this.#coming.path !== mode) {
      this.#coming.close();
      this.#coming = null;
    }
    if (mode === 'full') {
      this.#shown?.close();
      this.#shown = null;
      this.#change({ phase: 'full', hasVideo: false, hasAudio: false, path: null });
      return;
    }
    if (this.#state.getSnapshot().phase === 'full') this.#change({ phase: 'idle' });
    this.#expect(mode === 'sfu' ? 0 : OFFER_MS);
    void this.#watch();
  }

  /** There should be a connection and there is none. */
  #wanting(): boolean {
    switch (this.#mode) {
      case 'full':
        return false;
      case 'p2p':
        return this.#online && this.#streamerOnline && !this.#has('p2p', true);
      case 'sfu':
        return !this.#has('sfu', false);
    }
  }

  #has(path: 'p2p' | 'sfu', connected: boolean): boolean {
    return [this.#shown, this.#coming].some(
      (arrival) => arrival?.path === path && (!connected || arrival.connected),
    );
  }

  /** Sees to a connection when there is none by then: asks the streamer for an offer, or the server for an answer. */
  #expect(withinMs: number): void {
    clearTimeout(this.#retryTimer);
    if (!this.#wanting()) return;
    const { phase } = this.#state.getSnapshot();
    if (phase === 'idle') this.#change({ phase: 'connecting' });
    const act = (): void => {
      if (!this.#wanting()) return;
      if (this.#mode === 'sfu') {
        void this.#ask();
        return;
      }
      this.#signaling.retry().catch(() => undefined);
      this.#expect(OFFER_MS + backoffMs(this.#retries++));
    };
    if (withinMs === 0) act();
    else this.#retryTimer = setTimeout(act, withinMs);
  }

  // ---- from the streamer

  #direct(connectionId: ConnectionId): Direct | undefined {
    return [this.#coming, this.#shown].find(
      (arrival): arrival is Direct =>
        arrival instanceof Direct && arrival.connectionId === connectionId,
    );
  }

  async #offered(peerId: PeerId, connectionId: ConnectionId, sdp: string): Promise<void> {
    const known = this.#direct(connectionId);
    // One that was on its way when the room went over to the server.
    if (known === undefined && this.#mode === 'sfu') return;
    const arrival = known ?? this.#awaitDirect(connectionId);
    const pc = arrival.pc ?? (await this.#connect(arrival, peerId));
    // Another offer came meanwhile.
    if (!this.#concerns(arrival)) return;
    try {
      await pc.setRemoteDescription({ type: 'offer', sdp });
      await arrival.remote.open(pc);
      const answer = await pc.createAnswer();
      await pc.setLocalDescription(answer);
      await this.#signaling.answer(peerId, connectionId, answer.sdp ?? '');
    } catch {
      // Without an answer the streamer offers again; should it not, we ask.
      if (this.#concerns(arrival)) this.#expect(OFFER_MS);
    }
  }

  #awaitDirect(connectionId: ConnectionId): Direct {
    const arrival = new Direct(connectionId);
    this.#await(arrival);
    this.#expect(OFFER_MS);
    return arrival;
  }

  async #connect(arrival: Direct, peerId: PeerId): Promise<RTCPeerConnection> {
    const pc = this.#create(configurationOf(await this.#ice.get()));
    if (!this.#concerns(arrival)) {
      pc.close();
      return pc;
    }
    arrival.pc = pc;
    pc.ontrack = ({ track }) => this.#arrived(arrival, track);
    pc.onicecandidate = ({ candidate }) => {
      this.#signaling
        .candidate(peerId, arrival.connectionId, candidateOf(candidate))
        .catch(() => undefined);
    };
    pc.onconnectionstatechange = () => {
      if (!this.#concerns(arrival)) return;
      const state = pc.connectionState;
      if (state === 'connected') this.#connected(arrival);
      else if (state === 'disconnected') this.#searching(arrival);
      else if (state === 'failed') this.#broken(arrival, backoffMs(this.#retries));
    };
    return pc;
  }

  // ---- through the server

  async #ask(): Promise<void> {
    const at = this.#watchAt;
    if (at === undefined) return;
    const arrival = new Relayed();
    this.#await(arrival);
    const iceServers = await this.#ice.get();
    if (!this.#concerns(arrival)) return;
    const pc = this.#create(configurationOf(iceServers));
    pc.ontrack = ({ track }) => this.#arrived(arrival, track);
    pc.addTransceiver('audio', { direction: 'recvonly' });
    pc.addTransceiver('video', { direction: 'recvonly' });
    arrival.pc = pc;
    arrival.connection = new ServerConnection({
      ...at,
      direction: 'whep',
      pc,
      onConnected: () => {
        if (this.#state.getSnapshot().layer !== 'auto') this.#choose(arrival);
        this.#connected(arrival);
      },
      onSearching: () => this.#searching(arrival),
      onLost: (cause) => {
        if (!this.#concerns(arrival)) return;
        this.#broken(arrival, cause?.retryAfterMs ?? this.#serverPatienceMs());
      },
    });
    await arrival.connection.open();
  }

  /** The streamer may be just reconnecting, and so may the server. */
  #serverPatienceMs(): number {
    return backoffMs(this.#retries++, { baseMs: 300, maxMs: 10_000 });
  }

  #choose(arrival: Relayed): void {
    const leg = arrival.connection?.leg;
    if (!leg) return;
    // A choice that does not get through is made again with the next connection.
    this.#watchAt?.media.choose(leg, this.#state.getSnapshot().layer).catch(() => undefined);
  }

  // ---- taking over

  #concerns(arrival: Arrival): boolean {
    return !this.#closed && (this.#coming === arrival || this.#shown === arrival);
  }

  /** Makes place for a new connection. The old one plays on if it can, until the new one does. */
  #await(arrival: Arrival): void {
    this.#coming?.close();
    this.#coming = arrival;
    if (this.#shown?.connected !== true) {
      this.#shown?.close();
      this.#shown = null;
      this.#change({ phase: 'connecting' });
    }
  }

  #arrived(arrival: Arrival, track: MediaStreamTrack): void {
    arrival.tracks.push(track);
    if (this.#shown === arrival) this.#state.getSnapshot().media?.addTrack(track);
  }

  #connected(arrival: Arrival): void {
    if (!this.#concerns(arrival)) return;
    if (arrival.path === this.#mode) clearTimeout(this.#retryTimer);
    this.#retries = 0;
    arrival.heard();
    // Nothing to go over from: whatever comes first is shown at once.
    if (this.#shown?.connected !== true) this.#take(arrival);
    void this.#watch();
  }

  #searching(arrival: Arrival): void {
    if (this.#shown === arrival) this.#change({ phase: 'stalled' });
  }

  #broken(arrival: Arrival, againInMs: number): void {
    if (this.#coming === arrival) {
      arrival.close();
      this.#coming = null;
    }
    if (this.#shown === arrival) {
      arrival.close();
      this.#shown = null;
      if (this.#coming?.connected === true) this.#take(this.#coming);
      else this.#change({ phase: 'failed', hasVideo: false, hasAudio: false });
    } else if (this.#shown === null) {
      this.#change({ phase: 'failed' });
    }
    this.#expect(againInMs);
  }

  /** Shows `arrival` from now on. */
  #take(arrival: Arrival): void {
    const old = this.#shown;
    if (old === arrival) return;
    this.#shown = arrival;
    if (this.#coming === arrival) this.#coming = null;
    let { media } = this.#state.getSnapshot();
    if (old !== null && media !== null) {
      // In one go, so that the element never finds two voices; and the new picture before the old one goes.
      for (const track of old.tracks) if (track.kind === 'audio') media.removeTrack(track);
      for (const track of arrival.tracks) media.addTrack(track);
      for (const track of old.tracks) media.removeTrack(track);
      old.close();
    } else {
      media = this.#createMedia();
      for (const track of arrival.tracks) media.addTrack(track);
    }
    this.#change({ media, path: arrival.path });
  }

  // ---- what arrives

  /** Measures again and again: often until something plays, then now and then. */
  async #watch(): Promise<void> {
    clearTimeout(this.#statsTimer);
    await this.#measure();
    if (this.#closed) return;
    const { phase, hasVideo } = this.#state.getSnapshot();
    const waiting =
      this.#coming !== null ||
      (this.#shown !== null && (phase === 'connecting' || (phase === 'playing' && !hasVideo)));
    clearTimeout(this.#statsTimer);
    this.#statsTimer = setTimeout(() => void this.#watch(), waiting ? FIRST_STATS_MS : STATS_MS);
  }

  async #measure(): Promise<void> {
    await Promise.all([this.#measureShown(), this.#measureComing()]);
  }

  async #measureShown(): Promise<void> {
    const arrival = this.#shown;
    const seen = await seenOf(arrival);
    if (arrival === null || seen === null || this.#shown !== arrival) return;
    const { hasVideo, hasAudio, silent } = seen;
    if (hasVideo || hasAudio) {
      this.#change({ phase: 'playing', hasVideo, hasAudio });
      this.#tell(arrival);
    } else if (silent) {
      this.#change({ phase: 'stalled', hasVideo, hasAudio });
    }
  }

  async #measureComing(): Promise<void> {
    const arrival = this.#coming;
    const seen = await seenOf(arrival);
    if (arrival === null || seen === null || this.#coming !== arrival) return;
    const { hasVideo } = this.#state.getSnapshot();
    // Where there is a picture now, sound alone is no match.
    if (seen.hasVideo || (seen.hasAudio && !hasVideo)) {
      this.#take(arrival);
      this.#change({ phase: 'playing', hasVideo: seen.hasVideo, hasAudio: seen.hasAudio });
      this.#tell(arrival);
    }
  }

  /** Lets the room know, once, that the way it wants is the one that plays. */
  #tell(arrival: Arrival): void {
    if (this.#told || arrival.path !== this.#mode || !this.#online) return;
    this.#told = true;
    // Unheard, it is said again when the room asks again.
    this.#signaling.ready(arrival.path).catch(() => undefined);
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

async function seenOf(arrival: Arrival | null): Promise<ReturnType<Arrival['measured']> | null> {
  if (arrival?.connected !== true) return null;
  const report = await arrival.pc?.getStats().catch(() => undefined);
  return report === undefined ? null : arrival.measured(inboundTotals(report), Date.now());
}
