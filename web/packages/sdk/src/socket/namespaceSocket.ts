import { io } from 'socket.io-client';
import { backoffMs } from '../backoff.js';
import { NioError } from '../error.js';
import type { Session } from '../session/session.js';
import { Emitter, Store, type Readable } from '../store.js';
import {
  nullable,
  number,
  object,
  string,
  withDefault,
  type Parsed,
  type Parser,
} from './parse.js';

/**
 * - `idle`: not asked to connect, or closed
 * - `connecting`: on the way for the first time
 * - `online`: requests are answered
 * - `reconnecting`: was online, is on the way again by itself
 * - `refused`: the server does not want this client; only {@link NamespaceSocket.wake} or another account tries again
 */
export type ConnectionState = 'idle' | 'connecting' | 'online' | 'reconnecting' | 'refused';

/** The part of a `socket.io-client` socket that is used. */
export interface RawSocket {
  readonly active: boolean;
  connect(): unknown;
  disconnect(): unknown;
  on(event: string, listener: (...args: never[]) => void): unknown;
  timeout(ms: number): { emitWithAck(event: string, payload: unknown): Promise<unknown> };
}

/** Makes a socket that asks `auth` for its handshake at every attempt. */
export type OpenSocket = (url: string, auth: (answer: (data: object) => void) => void) => RawSocket;

/** Surroundings of a {@link NamespaceSocket}. */
export interface SocketOptions {
  /** Origin of the server; empty for the page's own. */
  readonly baseUrl: string;
  readonly session: Pick<Session, 'accessToken' | 'renew' | 'state'>;
  /** Default: `socket.io-client`. */
  readonly open?: OpenSocket;
  /** How long to wait for an acknowledgement; default 8 s. */
  readonly ackTimeoutMs?: number;
}

type Parsers = Readonly<Record<string, Parser<unknown>>>;

/** What a namespace speaks: parsers of what the server says, and of its answers to what a client may say. */
export interface Protocol<Events extends Parsers, Answers extends Parsers> {
  /** Name of the namespace, such as `/live`. */
  readonly name: string;
  readonly serverEvents: Events;
  readonly acknowledgements: Answers;
}

/** `{ok: false, …}` of an acknowledgement. */
const refusal = object({
  error: string,
  detail: withDefault(string, ''),
  retryAfterMs: nullable(number),
  streamId: nullable(string),
  until: nullable(string),
  minutes: nullable(number),
  missing: nullable(number),
});

const MAX_RENEWALS = 3;

/**
 * The socket of one namespace. Comes back by itself after a cut, renews the access token when the server finds it too old,
 * and connects anew when another account signs in or out.
 */
export class NamespaceSocket<
  Events extends Parsers,
  Answers extends Parsers,
  Requests extends { readonly [E in keyof Answers]: object },
> {
  readonly #protocol: Protocol<Events, Answers>;
  readonly #session: SocketOptions['session'];
  readonly #raw: RawSocket;
  readonly #ackTimeoutMs: number;
  readonly #state = new Store<ConnectionState>('idle');
  readonly #events = new Emitter<{ readonly name: string; readonly payload: unknown }>();
  readonly #invalid = new Emitter<{ event: string; reason: unknown }>();
  #token: string | null = null;
  #renewals = 0;
  #attempt = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #unsubscribe: (() => void) | null = null;

  constructor(protocol: Protocol<Events, Answers>, options: SocketOptions) {
    this.#protocol = protocol;
    this.#session = options.session;
    this.#ackTimeoutMs = options.ackTimeoutMs ?? 8000;
    this.#raw = (options.open ?? openSocketIo())(`${options.baseUrl}${protocol.name}`, (give) => {
      this.#session.accessToken().then(
        (token) => {
          this.#token = token;
          give(token === null ? {} : { token });
        },
        // Without an answer there will be no connection either; the socket finds out by itself.
        () => give({}),
      );
    });
    this.#listen();
  }

  /** Whether the server hears us, observable. */
  get state(): Readable<ConnectionState> {
    return this.#state;
  }

  /** Connects and stays connected until {@link close}. */
  connect(): void {
    if (this.#state.getSnapshot() !== 'idle') return;
    this.#state.set('connecting');
    let who = identity(this.#session);
    this.#unsubscribe = this.#session.state.subscribe(() => {
      const now = identity(this.#session);
      if (now === undefined || now === who) return;
      const first = who === undefined;
      who = now;
      // The handshake waits for the first answer anyway.
      if (!first) this.#reconnect();
    });
    this.#raw.connect();
  }

  /** Disconnects for good. */
  close(): void {
    clearTimeout(this.#retryTimer);
    this.#unsubscribe?.();
    this.#unsubscribe = null;
    this.#state.set('idle');
    this.#raw.disconnect();
  }

  /** Tries again at once: the device came back from sleep or found a network. */
  wake(): void {
    const state = this.#state.getSnapshot();
    if (state === 'reconnecting' || state === 'connecting' || state === 'refused') {
      this.#renewals = 0;
      this.#reconnect();
    }
  }

  /** Calls `listener` whenever the server says `event`. Payloads that are not of the protocol never get here. */
  on<E extends keyof Events>(event: E, listener: (payload: Parsed<Events[E]>) => void): () => void {
    return this.#events.on((heard) => {
      if (heard.name === event) listener(heard.payload as Parsed<Events[E]>);
    });
  }

  /** Calls `listener` for every payload that was thrown away because it is not of the protocol. */
  onInvalid(listener: (what: { event: string; reason: unknown }) => void): () => void {
    return this.#invalid.on(listener);
  }

  /**
   * Says something and waits for the acknowledgement. Rejects with {@link NioError}: `offline` at once when there is no
   * connection (nothing is queued), `timeout` when the answer does not come, or the server's own code.
   */
  async request<E extends keyof Answers & string>(
    event: E,
    payload: Requests[E],
  ): Promise<Parsed<Answers[E]>> {
    if (this.#state.getSnapshot() !== 'online') throw NioError.offline();
    let ack: unknown;
    try {
      ack = await this.#raw.timeout(this.#ackTimeoutMs).emitWithAck(event, payload);
    } catch (cause) {
      throw this.#state.getSnapshot() === 'online'
        ? new NioError({ error: 'timeout', detail: 'No acknowledgement came.', cause })
        : NioError.offline(cause);
    }
    try {
      if (isOk(ack)) {
        const parse: Answers[E] = this.#protocol.acknowledgements[event];
        return parse(ack) as Parsed<Answers[E]>;
      }
      throw new NioError(refusal(ack));
    } catch (cause) {
      if (cause instanceof NioError) throw cause;
      this.#invalid.emit({ event, reason: cause });
      throw new NioError({ error: 'unexpected', detail: 'Strange acknowledgement.', cause });
    }
  }

  #listen(): void {
    this.#raw.on('connect', () => {
      this.#renewals = 0;
      this.#attempt = 0;
      this.#state.set('online');
    });
    this.#raw.on('disconnect', () => {
      if (this.#state.getSnapshot() === 'idle') return;
      this.#state.set('reconnecting');
      // After a disconnect by the server the library stays away; the server may just be restarting.
      if (!this.#raw.active) this.#connectLater();
    });
    this.#raw.on('connect_error', (error: unknown) => {
      if (this.#state.getSnapshot() === 'idle' || this.#raw.active) return;
      if (refusalCode(error) === 'unauthorized') void this.#renew();
      else this.#connectLater();
    });
    for (const [name, parse] of Object.entries(this.#protocol.serverEvents)) {
      this.#raw.on(name, (said: unknown) => {
        let payload: unknown;
        try {
          payload = parse(said);
        } catch (reason) {
          this.#invalid.emit({ event: name, reason });
          return;
        }
        this.#events.emit({ name, payload });
      });
    }
  }

  async #renew(): Promise<void> {
    if (++this.#renewals > MAX_RENEWALS) {
      this.#state.set('refused');
      return;
    }
    try {
      if (this.#token !== null) await this.#session.renew(this.#token);
      if (this.#state.getSnapshot() !== 'idle') this.#raw.connect();
    } catch {
      this.#connectLater();
    }
  }

  #connectLater(): void {
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(
      () => this.#raw.connect(),
      backoffMs(this.#attempt++, { baseMs: 500, maxMs: 10_000 }),
    );
  }

  #reconnect(): void {
    clearTimeout(this.#retryTimer);
    const before = this.#state.getSnapshot();
    // Not `idle`: this is no close, and whoever watches should see a cut.
    this.#state.set(before === 'connecting' ? 'connecting' : 'reconnecting');
    this.#raw.disconnect();
    clearTimeout(this.#retryTimer);
    this.#raw.connect();
  }
}

/** `undefined` while it is not known, `null` for a guest. */
function identity(session: SocketOptions['session']): string | null | undefined {
  const state = session.state.getSnapshot();
  return state.status === 'starting' ? undefined : state.status === 'user' ? state.user.id : null;
}

function isOk(ack: unknown): boolean {
  return typeof ack === 'object' && ack !== null && 'ok' in ack && ack.ok === true;
}

function refusalCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null;
  const { data, message } = error as { data?: unknown; message?: unknown };
  if (typeof data === 'object' && data !== null && 'error' in data) {
    return typeof data.error === 'string' ? data.error : null;
  }
  return typeof message === 'string' ? message : null;
}

/** Sockets of the real thing. All namespaces share one connection, unless `own` asks for one that is nobody else's. */
export const openSocketIo =
  ({ own = false } = {}): OpenSocket =>
  (url, auth) =>
    io(url, {
      auth,
      forceNew: own,
      autoConnect: false,
      // WebSocket at once where it works, long polling where something on the way forbids it.
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      reconnectionDelay: 500,
      reconnectionDelayMax: 8000,
    });
