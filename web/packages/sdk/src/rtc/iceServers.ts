import type { Rtc } from '../http/client.js';
import type { IceServer } from '../model.js';

/** The join says nothing of a lifetime; TURN credentials handed out a moment ago last at least this long. */
const SEED_LIFETIME_MS = 5 * 60_000;

/**
 * STUN and TURN servers that still work. A broadcast lasts longer than TURN credentials do, so every new connection asks
 * here, and the server is asked again when the known ones grow old.
 */
export class IceServers {
  readonly #rtc: Pick<Rtc, 'iceServers'>;
  #known: readonly IceServer[] = [];
  #freshUntilMs = 0;

  constructor(rtc: Pick<Rtc, 'iceServers'>) {
    this.#rtc = rtc;
  }

  /** Takes the ones that came with a join. */
  seed(iceServers: readonly IceServer[]): void {
    this.#known = iceServers;
    this.#freshUntilMs = Date.now() + SEED_LIFETIME_MS;
  }

  /** Working servers; when the server cannot be asked, the last ones known. */
  async get(): Promise<readonly IceServer[]> {
    if (Date.now() >= this.#freshUntilMs) {
      try {
        const { iceServers, ttlSeconds } = await this.#rtc.iceServers();
        this.#known = iceServers;
        this.#freshUntilMs = Date.now() + ttlSeconds * 800;
      } catch {
        // Old credentials may still do, and on one network none are needed.
      }
    }
    return this.#known;
  }
}
