import { NioError } from '../error.js';
import type { Candidate } from '../live/events.js';
import type { ConnectionId, PeerId } from '../model.js';
import type { Signaling, SignalingEvent } from '../rtc/signaling.js';
import { Emitter } from '../store.js';

/** A room that hands over what the test says and writes down what is said. */
export class FakeSignaling implements Signaling {
  readonly #events = new Emitter<SignalingEvent>();
  readonly offers: { peerId: PeerId; connectionId: ConnectionId; sdp: string }[] = [];
  readonly answers: { peerId: PeerId; connectionId: ConnectionId; sdp: string }[] = [];
  readonly candidates: (Candidate | null)[] = [];
  readonly preferences: string[] = [];
  readonly readies: string[] = [];
  retries = 0;
  /** With this, offers are refused. */
  refusal: string | null = null;

  on(listener: (event: SignalingEvent) => void): () => void {
    return this.#events.on(listener);
  }

  /** What the server says, and everything that follows from it at once. */
  async hears(event: SignalingEvent): Promise<void> {
    this.#events.emit(event);
    await settled();
  }

  offer(peerId: PeerId, connectionId: ConnectionId, sdp: string): Promise<unknown> {
    this.offers.push({ peerId, connectionId, sdp });
    return this.refusal === null
      ? Promise.resolve()
      : Promise.reject(new NioError({ error: this.refusal }));
  }

  answer(peerId: PeerId, connectionId: ConnectionId, sdp: string): Promise<unknown> {
    this.answers.push({ peerId, connectionId, sdp });
    return Promise.resolve();
  }

  candidate(_peerId: PeerId, _id: ConnectionId, candidate: Candidate | null): Promise<unknown> {
    this.candidates.push(candidate);
    return Promise.resolve();
  }

  retry(): Promise<unknown> {
    this.retries++;
    return Promise.resolve();
  }

  prefer(mode: string): Promise<unknown> {
    this.preferences.push(mode);
    return Promise.resolve();
  }

  ready(mode: string): Promise<unknown> {
    this.readies.push(mode);
    return Promise.resolve();
  }
}

/** Lets promises run on; timers stand still. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}
