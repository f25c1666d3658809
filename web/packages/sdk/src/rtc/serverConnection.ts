import { NioError } from '../error.js';
import type { MediaServer, ServerLeg } from '../http/media.js';
import { fragmentOf, withFragment } from './sdpFragment.js';

/** ICE often finds back by itself; it is helped after this. */
const DISCONNECTED_MS = 1500;
/** A leg that is not connected this long after an offer or a restart needs a new offer. */
const CONNECT_MS = 8000;

/** Surroundings of a {@link ServerConnection}. */
export interface ServerConnectionOptions {
  readonly media: MediaServer;
  readonly direction: 'whip' | 'whep';
  readonly streamId: string;
  readonly pc: RTCPeerConnection;
  /** Changes the server's answer before the browser reads it. */
  readonly tune?: (answer: string) => string;
  /** Media gets through. */
  readonly onConnected: () => void;
  /** It does not at the moment. */
  readonly onSearching?: () => void;
  /** It does not any more, and this connection will not mend it. Called once. */
  readonly onLost: (cause: NioError | null) => void;
}

/**
 * One connection to the server, from its offer to its end. A cut is mended by an ICE restart; when the server has
 * forgotten the leg, or does not answer, whoever made this makes another.
 */
export class ServerConnection {
  readonly pc: RTCPeerConnection;
  readonly #options: ServerConnectionOptions;
  #leg: ServerLeg | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #restarting = false;
  #over = false;

  constructor(options: ServerConnectionOptions) {
    this.#options = options;
    this.pc = options.pc;
    this.pc.onconnectionstatechange = () => this.#changed(this.pc.connectionState);
    // A page that is closed or reloaded takes its leg along: the server need not wait for silence.
    if (typeof addEventListener === 'function') addEventListener('pagehide', this.#leaving);
  }

  /** Media gets through. */
  get connected(): boolean {
    return !this.#over && this.pc.connectionState === 'connected';
  }

  /** The server's name of this connection; `null` until it has answered. */
  get leg(): ServerLeg | null {
    return this.#leg;
  }

  /** Offers. */
  async open(): Promise<void> {
    const { media, direction, streamId, tune } = this.#options;
    try {
      // Candidates of ours are of no use: the server answers where it is asked from.
      await this.pc.setLocalDescription(await this.pc.createOffer());
      const made = await media.offer(direction, streamId, this.pc.localDescription?.sdp ?? '');
      const leg = { ...made, answer: tune === undefined ? made.answer : tune(made.answer) };
      this.#leg = leg;
      if (this.#over) {
        this.#forget(leg);
        return;
      }
      await this.pc.setRemoteDescription({ type: 'answer', sdp: leg.answer });
      if (!this.connected) this.#after(CONNECT_MS, () => this.#lost(null));
    } catch (cause) {
      this.#lost(cause instanceof NioError ? cause : null);
    }
  }

  /** The server may have forgotten us: finds out, and is lost when it has. */
  async check(): Promise<void> {
    const leg = this.#leg;
    if (leg === null || this.#over) return;
    try {
      if ((await this.#options.media.statistics(leg)) === null) this.#lost(null);
    } catch {
      // It cannot be asked; that media still flows is all there is to know.
    }
  }

  /** Finds another way to the same leg. */
  async restart(): Promise<void> {
    const leg = this.#leg;
    if (leg === null || this.#over || this.#restarting) return;
    this.#restarting = true;
    this.#after(CONNECT_MS, () => this.#lost(null));
    try {
      await this.pc.setLocalDescription(await this.pc.createOffer({ iceRestart: true }));
      const fragment = fragmentOf(this.pc.localDescription?.sdp ?? '');
      const theirs = await this.#options.media.restart(leg, fragment);
      if (this.#isOver()) return;
      const answer = withFragment(leg.answer, theirs);
      this.#leg = { ...leg, answer };
      await this.pc.setRemoteDescription({ type: 'answer', sdp: answer });
      // It never broke, or was mended before we knew: no change of state will tell.
      if (this.connected) clearTimeout(this.#timer);
    } catch (cause) {
      this.#lost(cause instanceof NioError ? cause : null);
    } finally {
      this.#restarting = false;
    }
  }

  /** Ends it, here and on the server. */
  close(): void {
    if (this.#over) return;
    this.#end();
    if (this.#leg !== null) this.#forget(this.#leg);
  }

  readonly #leaving = (event: PageTransitionEvent): void => {
    // One that is kept may come back, and finds out what has become of its leg.
    if (!event.persisted) this.close();
  };

  #changed(state: RTCPeerConnectionState): void {
    if (this.#over) return;
    if (state === 'connected') {
      clearTimeout(this.#timer);
      this.#options.onConnected();
    } else if (state === 'disconnected') {
      this.#options.onSearching?.();
      this.#after(DISCONNECTED_MS, () => void this.restart());
    } else if (state === 'failed') {
      void this.restart();
    }
  }

  /** Asked again after waiting. */
  #isOver(): boolean {
    return this.#over;
  }

  #lost(cause: NioError | null): void {
    if (this.#over) return;
    this.#end();
    if (this.#leg !== null) this.#forget(this.#leg);
    this.#options.onLost(cause);
  }

  #end(): void {
    this.#over = true;
    clearTimeout(this.#timer);
    if (typeof removeEventListener === 'function') removeEventListener('pagehide', this.#leaving);
    this.pc.close();
  }

  #forget(leg: ServerLeg): void {
    // What is not told now the server finds out by silence.
    this.#options.media.close(leg).catch(() => undefined);
  }

  #after(ms: number, work: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(work, ms);
  }
}
