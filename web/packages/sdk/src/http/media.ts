import { NioError } from '../error.js';
import type { HttpOptions } from './http.js';

/** Which copy of the picture a viewer gets; `auto`: the best its link carries. */
export type Layer = 'auto' | 'high' | 'medium' | 'low';

/** Every {@link Layer}, best first. */
export const LAYERS = ['auto', 'high', 'medium', 'low'] as const satisfies readonly Layer[];

/** One connection between this page and the server, as the server knows it. */
export interface ServerLeg {
  /** Address of the resource, absolute or from the root of the server. */
  readonly url: string;
  /** What the server answered to the offer. */
  readonly answer: string;
}

/** What the server knows of a watching leg. */
export interface LegStatistics {
  /** The copy of the picture that is sent now; `null` before the first picture. */
  readonly current: Layer | null;
}

/** The calls {@link Whip} and {@link Whep} make. */
export interface MediaServer {
  offer(direction: 'whip' | 'whep', streamId: string, sdp: string): Promise<ServerLeg>;
  restart(leg: ServerLeg, fragment: string): Promise<string>;
  close(leg: ServerLeg): Promise<void>;
  choose(leg: ServerLeg, layer: Layer): Promise<void>;
  statistics(leg: ServerLeg): Promise<LegStatistics | null>;
}

/**
 * Publishing ([WHIP, RFC 9725](https://www.rfc-editor.org/rfc/rfc9725)) and watching (WHEP) over HTTP: an offer is
 * posted, the answer comes back with the address of the new leg, and that address is what a leg is restarted, told and
 * ended by. Every method rejects with {@link NioError}; `not_found` says that the leg is gone.
 */
export class MediaHttp implements MediaServer {
  readonly #options: HttpOptions;
  readonly #fetch: (request: Request) => Promise<Response>;

  constructor(options: HttpOptions, fetch: (request: Request) => Promise<Response>) {
    this.#options = options;
    this.#fetch = fetch;
  }

  /** Offers to publish (`whip`) or to watch (`whep`) a stream. */
  async offer(direction: 'whip' | 'whep', streamId: string, sdp: string): Promise<ServerLeg> {
    const path = `/api/streams/${encodeURIComponent(streamId)}/${direction}`;
    const response = await this.#call('POST', path, 'application/sdp', sdp);
    const location = response.headers.get('Location');
    if (location === null) {
      throw new NioError({ error: 'unexpected', detail: 'The answer names no resource.' });
    }
    return { url: location, answer: await response.text() };
  }

  /** Sends new ICE credentials; resolves with the server's ([RFC 9725 §4.3.3](https://www.rfc-editor.org/rfc/rfc9725#section-4.3.3)). */
  async restart(leg: ServerLeg, fragment: string): Promise<string> {
    const response = await this.#call(
      'PATCH',
      leg.url,
      'application/trickle-ice-sdpfrag',
      fragment,
      // Whatever the ICE session is now, it is replaced.
      { 'If-Match': '*' },
    );
    return response.text();
  }

  /** Ends a leg; also while the page is being left. */
  async close(leg: ServerLeg): Promise<void> {
    await this.#call('DELETE', leg.url);
  }

  /** Chooses what a watching leg gets. */
  async choose(leg: ServerLeg, layer: Layer): Promise<void> {
    await this.#call('POST', `${leg.url}/layer`, 'application/json', JSON.stringify({ layer }));
  }

  /** How a watching leg is doing; `null` when the server does not have it any more. */
  async statistics(leg: ServerLeg): Promise<LegStatistics | null> {
    try {
      const response = await this.#call('GET', `${leg.url}/stats`);
      const { current } = (await response.json()) as { current?: unknown };
      return { current: LAYERS.find((layer) => layer === current) ?? null };
    } catch (cause) {
      if (cause instanceof NioError && cause.status === 404) return null;
      throw cause;
    }
  }

  async #call(
    method: string,
    path: string,
    contentType?: string,
    body?: string,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const response = await this.#fetch(
      new Request(this.#url(path), {
        method,
        credentials: this.#options.credentials ?? 'same-origin',
        headers: contentType === undefined ? headers : { ...headers, 'Content-Type': contentType },
        ...(body === undefined ? {} : { body }),
        keepalive: method === 'DELETE',
      }),
    );
    if (response.ok) return response;
    throw NioError.fromProblem(await response.json().catch(() => null), response);
  }

  #url(path: string): string {
    return path.startsWith('/') ? `${this.#options.baseUrl}${path}` : path;
  }
}
