import { NioError } from '../error.js';
import type { Layer, LegStatistics, MediaServer, ServerLeg } from '../http/media.js';

/** A server that answers every offer, until the test says otherwise, and remembers what it was asked. */
export class FakeMediaServer implements MediaServer {
  /** Such as `offer whip s1`, `restart 1`, `close 1`, `low 1`, in order. */
  readonly asked: string[] = [];
  /** With this, nothing succeeds any more. */
  refusal: NioError | null = null;
  /** Legs it has forgotten. */
  readonly forgotten = new Set<string>();
  #legs = 0;

  offer(direction: 'whip' | 'whep', streamId: string): Promise<ServerLeg> {
    this.asked.push(`offer ${direction} ${streamId}`);
    if (this.refusal !== null) return Promise.reject(this.refusal);
    const url = `/${++this.#legs}`;
    return Promise.resolve({ url, answer: `v=0\r\nm=audio\r\na=ice-ufrag:first\r\n` });
  }

  restart(leg: ServerLeg): Promise<string> {
    return this.#about(leg, 'restart', 'a=ice-ufrag:second\r\n');
  }

  close(leg: ServerLeg): Promise<void> {
    return this.#about(leg, 'close', undefined);
  }

  choose(leg: ServerLeg, layer: Layer): Promise<void> {
    return this.#about(leg, layer, undefined);
  }

  statistics(leg: ServerLeg): Promise<LegStatistics | null> {
    if (this.refusal !== null) return Promise.reject(this.refusal);
    return Promise.resolve(this.forgotten.has(leg.url) ? null : { current: 'high' });
  }

  #about<T>(leg: ServerLeg, what: string, answer: T): Promise<T> {
    this.asked.push(`${what} ${leg.url.slice(1)}`);
    if (this.refusal !== null) return Promise.reject(this.refusal);
    return this.forgotten.has(leg.url)
      ? Promise.reject(new NioError({ error: 'not_found', status: 404 }))
      : Promise.resolve(answer);
  }
}
