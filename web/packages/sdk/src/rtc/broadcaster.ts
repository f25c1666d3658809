import { backoffMs } from '../backoff.js';
import type { MediaServer } from '../http/media.js';
import type { Candidate, TopologyPreference } from '../live/events.js';
import type { ConnectionId, PeerId } from '../model.js';
import { randomId } from '../randomId.js';
import { Store, type Readable } from '../store.js';
import { encodingFor, type Encoding } from './encoding.js';
import {
  healthOf,
  outboundTotals,
  sampleBetween,
  type Health,
  type OutboundSample,
  type OutboundTotals,
} from './health.js';
import type { IceServers } from './iceServers.js';
import {
  candidateOf,
  configurationOf,
  defaultPeerConnection,
  RemoteCandidates,
  type CreatePeerConnection,
} from './peerConnection.js';
import type { Signaling, SignalingEvent } from './signaling.js';
import type { OutgoingTracks } from './tracks.js';
import { Whip, type SentSize } from './whip.js';

/** How a broadcast is doing. */
export interface BroadcastState {
  /** Viewers that get the media from here right now. */
  readonly connectedPeers: number;
  /**
   * The way through the server: `off` when there is none, `ready` when it is there and not needed, `sending` when the
   * server passes the media on.
   */
  readonly server: 'off' | 'connecting' | 'ready' | 'sending';
  readonly health: Health;
  /** The sizes the server can have the picture in, largest first; none while it does not need any. */
  readonly sizes: readonly SentSize[];
  /** Sent to all viewers and the server together, audio and video. */
  readonly bitrateBps: number;
  /** Of the connection with the most loss, 0–1. */
  readonly lossRatio: number | null;
  /** Of the connection farthest away. */
  readonly rttMs: number | null;
}

/** Surroundings of a {@link Broadcaster}. */
export interface BroadcasterOptions {
  readonly signaling: Signaling;
  readonly ice: IceServers;
  /** Where to publish, so that the server can pass the media on; without it, peer to peer is all there is. */
  readonly publish?: { readonly media: MediaServer; readonly streamId: string };
  readonly createPeerConnection?: CreatePeerConnection;
}

const INITIAL: BroadcastState = {
  connectedPeers: 0,
  server: 'off',
  health: 'waiting',
  sizes: [],
  bitrateBps: 0,
  lossRatio: null,
  rttMs: null,
};

const STATS_MS = 2000;
/** A viewer answers an offer within this, or did not get it. */
const ANSWER_MS = 10_000;
/** ICE often finds back by itself; it is helped after this. */
const DISCONNECTED_MS = 2500;
/** A leg younger than this is left to its offer when the viewer is announced once more. */
const YOUNG_MS = 2000;
/** A new connection starts small and finds out what the network carries; it is not judged before this. */
const WARM_UP_MS = 10_000;
/** After so many failures in a row a viewer is left alone until it asks. */
const MAX_ATTEMPTS = 6;

/**
 * The streamer's end: one connection per viewer served peer to peer, and one to the server, all fed with the same
 * tracks. Only the streamer offers. Who is served which way is the server's decision; it says so by `peer` and
 * `publish`. Connections that carry media are left alone when nothing but the signaling was cut.
 */
export class Broadcaster {
  readonly #signaling: Signaling;
  readonly #ice: IceServers;
  readonly #create: CreatePeerConnection;
  readonly #legs = new Map<PeerId, Leg>();
  readonly #state = new Store<BroadcastState>(INITIAL);
  readonly #unsubscribe: () => void;
  readonly #statsTimer: ReturnType<typeof setInterval>;
  readonly #whip: Whip | null;
  #preference: TopologyPreference = 'auto';
  #tracks: OutgoingTracks;
  #online = false;
  #encoding = encodingFor(0);

  /** @param tracks what to send at first */
  constructor(options: BroadcasterOptions, tracks: OutgoingTracks) {
    this.#signaling = options.signaling;
    this.#ice = options.ice;
    this.#create = options.createPeerConnection ?? defaultPeerConnection;
    this.#tracks = tracks;
    this.#whip =
      options.publish === undefined
        ? null
        : new Whip(
            {
              ...options.publish,
              ice: options.ice,
              createPeerConnection: options.createPeerConnection,
            },
            tracks,
          );
    this.#unsubscribe = options.signaling.on((event) => this.#hear(event));
    this.#statsTimer = setInterval(() => void this.#measure(), STATS_MS);
  }

  /** How it is going, observable. */
  get state(): Readable<BroadcastState> {
    return this.#state;
  }

  /** Sends these tracks from now on, to everybody, without a new negotiation. */
  async setTracks(tracks: OutgoingTracks): Promise<void> {
    this.#tracks = tracks;
    await Promise.all([
      ...[...this.#legs.values()].map((leg) => leg.replace(tracks)),
      this.#whip?.setTracks(tracks),
    ]);
  }

  /** Through the server always, or when it is of use (the default). Kept over cuts of the connection. */
  setPreference(preference: TopologyPreference): void {
    this.#preference = preference;
    if (this.#online) this.#prefer();
  }

  /** Ends all connections. The tracks stay open; they belong to whoever made them. */
  close(): void {
    this.#unsubscribe();
    clearInterval(this.#statsTimer);
    this.#whip?.close();
    for (const leg of this.#legs.values()) leg.close();
    this.#legs.clear();
  }

  #hear(event: SignalingEvent): void {
    switch (event.type) {
      case 'joined':
        this.#online = true;
        this.#ice.seed(event.iceServers);
        this.#whip?.setActive(event.publish, event.rids);
        this.#whip?.connect();
        if (this.#preference !== 'auto') this.#prefer();
        for (const peerId of event.peers) {
          if (this.#legs.get(peerId)?.healthy !== true) void this.#open(peerId);
        }
        break;
      case 'cut':
        this.#online = false;
        break;
      case 'peer':
        this.#peer(event.peerId, event.action);
        break;
      case 'publish':
        this.#whip?.setActive(event.active, event.rids);
        void this.#measure();
        break;
      case 'answer':
        void this.#leg(event)?.answered(event.sdp);
        break;
      case 'candidate':
        void this.#leg(event)?.candidate(event.candidate);
        break;
      case 'offer':
      case 'streamer':
      case 'topology':
        // Said to viewers only.
        break;
    }
  }

  #prefer(): void {
    // Without a connection it is said at the next `joined`.
    this.#signaling.prefer(this.#preference).catch(() => undefined);
  }

  #peer(peerId: PeerId, action: 'join' | 'leave' | 'retry'): void {
    const leg = this.#legs.get(peerId);
    if (action === 'leave') this.#drop(peerId);
    else if (action === 'retry') void this.#open(peerId);
    else if (leg?.healthy !== true && leg?.young !== true) void this.#open(peerId);
  }

  #leg(event: { peerId: PeerId; connectionId: ConnectionId }): Leg | undefined {
    const leg = this.#legs.get(event.peerId);
    return leg?.connectionId === event.connectionId ? leg : undefined;
  }

  /** A new connection to this viewer, in place of the old one if there is one. */
  async #open(peerId: PeerId, attempt = 0): Promise<void> {
    this.#legs.get(peerId)?.close();
    const leg = new Leg(peerId, attempt, this.#signaling, (why) => this.#trouble(leg, why));
    this.#legs.set(peerId, leg);
    const iceServers = await this.#ice.get();
    if (this.#legs.get(peerId) !== leg) return;
    leg.start(this.#create(configurationOf(iceServers)), this.#tracks, this.#encoding);
    this.#rescale();
    await leg.offer();
  }

  #drop(peerId: PeerId): void {
    this.#legs.get(peerId)?.close();
    this.#legs.delete(peerId);
    this.#rescale();
  }

  #trouble(leg: Leg, why: Trouble): void {
    // Of an old connection, or from before the signaling is back: `joined` will look at it.
    if (this.#legs.get(leg.peerId) !== leg) return;
    if (why === 'gone') this.#drop(leg.peerId);
    else if (!this.#online) return;
    else if (why === 'disconnected') void leg.offer({ iceRestart: true });
    else if (leg.attempt < MAX_ATTEMPTS) {
      leg.after(backoffMs(leg.attempt), () => {
        if (this.#online) void this.#open(leg.peerId, leg.attempt + 1);
      });
    } else this.#drop(leg.peerId);
  }

  #rescale(): void {
    const encoding = encodingFor(this.#legs.size);
    if (encoding === this.#encoding) return;
    this.#encoding = encoding;
    for (const leg of this.#legs.values()) void leg.limit(encoding);
  }

  async #measure(): Promise<void> {
    const legs = [...this.#legs.values()].filter((leg) => leg.healthy);
    const sending = this.#whip?.active === true && this.#whip.connected;
    const samples = (
      await Promise.all([...legs.map((leg) => leg.measure()), this.#whip?.measure()])
    ).filter((s) => s !== null && s !== undefined);
    const losses = samples.flatMap((s) => s.lossRatio ?? []);
    const rtts = samples.flatMap((s) => s.rttMs ?? []);
    this.#state.set({
      connectedPeers: legs.length,
      server: this.#serverState(),
      sizes: sending ? this.#whip.sizes : [],
      health: healthOf(legs.length + (sending ? 1 : 0), samples),
      bitrateBps: samples.reduce((sum, s) => sum + s.bitrateBps, 0),
      lossRatio: losses.length > 0 ? Math.max(...losses) : null,
      rttMs: rtts.length > 0 ? Math.max(...rtts) : null,
    });
  }

  #serverState(): BroadcastState['server'] {
    if (this.#whip === null) return 'off';
    if (!this.#whip.connected) return 'connecting';
    return this.#whip.active ? 'sending' : 'ready';
  }
}

/** `disconnected`: may come back; `failed`: needs a new connection; `gone`: the viewer is not there any more. */
type Trouble = 'disconnected' | 'failed' | 'gone';

/** The connection to one viewer. What to do about trouble is decided outside. */
class Leg {
  readonly connectionId = randomId() as ConnectionId;
  readonly #bornMs = Date.now();
  readonly #report: (trouble: Trouble) => void;
  readonly #signaling: Signaling;
  #pc: RTCPeerConnection | null = null;
  readonly #remote = new RemoteCandidates();
  #senders: { audio: RTCRtpSender; video: RTCRtpSender } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #answerTimer: ReturnType<typeof setTimeout> | undefined;
  #totals: OutboundTotals | null = null;
  #closed = false;

  /** @param attempt how many connections to this viewer failed before this one */
  constructor(
    readonly peerId: PeerId,
    public attempt: number,
    signaling: Signaling,
    report: (trouble: Trouble) => void,
  ) {
    this.#signaling = signaling;
    this.#report = report;
  }

  /** Media gets through. */
  get healthy(): boolean {
    return this.#pc?.connectionState === 'connected';
  }

  /** Its first offer may still be on the way. */
  get young(): boolean {
    return Date.now() - this.#bornMs < YOUNG_MS;
  }

  start(pc: RTCPeerConnection, tracks: OutgoingTracks, encoding: Encoding): void {
    this.#pc = pc;
    // Both lines from the start, also without a track: a camera plugged in later needs no new negotiation.
    this.#senders = {
      audio: pc.addTransceiver(tracks.audio ?? 'audio', { direction: 'sendonly' }).sender,
      video: pc.addTransceiver(tracks.video ?? 'video', {
        direction: 'sendonly',
        sendEncodings: [
          {
            maxBitrate: encoding.maxBitrateBps,
            maxFramerate: encoding.maxFramerate,
            scaleResolutionDownBy: encoding.scaleDownBy,
          },
        ],
      }).sender,
    };
    pc.onicecandidate = ({ candidate }) => {
      this.#signaling
        .candidate(this.peerId, this.connectionId, candidateOf(candidate))
        .catch(() => undefined);
    };
    pc.onconnectionstatechange = () => this.#changed(pc.connectionState);
  }

  /** Offers, and waits for the answer; silence or refusal is trouble. */
  async offer(options: RTCOfferOptions = {}): Promise<void> {
    const pc = this.#pc;
    if (pc?.signalingState !== 'stable') return;
    try {
      const offer = await pc.createOffer(options);
      await pc.setLocalDescription(offer);
      this.#awaitAnswer();
      await this.#signaling.offer(this.peerId, this.connectionId, offer.sdp ?? '');
    } catch (cause) {
      // Closed meanwhile: nobody is interested any more.
      if (this.#closed) return;
      clearTimeout(this.#answerTimer);
      this.#report(codeOf(cause) === 'peer_gone' ? 'gone' : 'failed');
    }
  }

  async answered(sdp: string): Promise<void> {
    const pc = this.#pc;
    if (pc?.signalingState !== 'have-local-offer') return;
    clearTimeout(this.#answerTimer);
    try {
      await pc.setRemoteDescription({ type: 'answer', sdp });
      await this.#remote.open(pc);
    } catch {
      if (!this.#closed) this.#report('failed');
    }
  }

  async candidate(candidate: Candidate | null): Promise<void> {
    await this.#remote.add(candidate);
  }

  async replace(tracks: OutgoingTracks): Promise<void> {
    const senders = this.#senders;
    if (senders === null) return;
    // A connection that is just closing refuses, and does not matter.
    await Promise.allSettled([
      senders.audio.replaceTrack(tracks.audio),
      senders.video.replaceTrack(tracks.video),
    ]);
  }

  async limit(encoding: Encoding): Promise<void> {
    const sender = this.#senders?.video;
    const parameters = sender?.getParameters();
    const [first] = parameters?.encodings ?? [];
    if (sender === undefined || parameters === undefined || first === undefined) return;
    first.maxBitrate = encoding.maxBitrateBps;
    first.maxFramerate = encoding.maxFramerate;
    first.scaleResolutionDownBy = encoding.scaleDownBy;
    // Refused while a negotiation is under way in some browsers; the next change of tier tries again.
    await sender.setParameters(parameters).catch(() => undefined);
  }

  async measure(): Promise<OutboundSample | null> {
    const report = await this.#pc?.getStats().catch(() => undefined);
    if (report === undefined) return null;
    const before = this.#totals;
    this.#totals = outboundTotals(report, Date.now());
    const warm = Date.now() - this.#bornMs > WARM_UP_MS;
    return before === null || !warm ? null : sampleBetween(before, this.#totals);
  }

  /** One timer a leg: a later plan replaces the earlier one, and closing cancels it. */
  after(ms: number, work: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(work, ms);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#answerTimer);
    this.#pc?.close();
  }

  #awaitAnswer(): void {
    clearTimeout(this.#answerTimer);
    this.#answerTimer = setTimeout(() => {
      if (!this.healthy) this.#report('failed');
    }, ANSWER_MS);
  }

  #changed(state: RTCPeerConnectionState): void {
    if (this.#closed) return;
    if (state === 'connected') {
      this.attempt = 0;
      clearTimeout(this.#timer);
    } else if (state === 'disconnected') {
      this.after(DISCONNECTED_MS, () => this.#report('disconnected'));
    } else if (state === 'failed') {
      this.#report('failed');
    }
  }
}

function codeOf(cause: unknown): unknown {
  return typeof cause === 'object' && cause !== null && 'error' in cause ? cause.error : null;
}
