import type { AccountSocket } from '../account/accountSocket.js';
import { backoffMs } from '../backoff.js';
import { NioError } from '../error.js';
import { answer, type Http } from '../http/http.js';
import type { Person, QrSession, QrStatus, User } from '../model.js';
import type { Session } from '../session/session.js';
import { Store, type Readable } from '../store.js';

/** What a browser shows that waits to be signed in by a phone. Times are of the local clock. */
export type QrLoginState =
  /** A code is on its way. */
  | { readonly phase: 'starting' }
  /** `picture` is to be scanned, a `data:` URL; a new one comes by itself at `expiresAtMs`. */
  | {
      readonly phase: 'waiting';
      readonly picture: string;
      readonly link: string;
      readonly deepLink: string;
      readonly expiresAtMs: number;
      /** The server cannot be reached; it is asked again and again. */
      readonly offline: boolean;
    }
  /** `person` scanned it and is to choose `number` on the phone. */
  | {
      readonly phase: 'scanned';
      readonly person: Person | null;
      readonly number: number | null;
      readonly expiresAtMs: number;
      readonly offline: boolean;
    }
  /** The phone agreed; signing in. */
  | { readonly phase: 'confirmed' }
  | { readonly phase: 'done'; readonly user: User }
  /** The phone refused, or a wrong number was chosen there. {@link QrLogin.renew} begins anew. */
  | { readonly phase: 'rejected' }
  /** Nobody scanned many codes in a row. {@link QrLogin.renew} begins anew. */
  | { readonly phase: 'expired' }
  /** There is no code to be had. Tried again by itself at `retryAtMs`, or at once by {@link QrLogin.renew}. */
  | { readonly phase: 'failed'; readonly error: NioError; readonly retryAtMs: number };

/** Surroundings of a {@link QrLogin}. */
export interface QrLoginOptions {
  readonly http: Http;
  /** Is signed in when the phone agrees. */
  readonly session: Pick<Session, 'enter' | 'reload' | 'user'>;
  /** A new socket for every code: its handshake carries that code's secret. */
  readonly openSocket: () => Pick<AccountSocket, 'state' | 'on' | 'request' | 'connect' | 'close'>;
  /** For a client without cookies. */
  readonly tokenTransport?: 'body';
}

/** Told by the socket; asked at this pace where there is none. */
const POLL_MS = 2000;

/** Codes nobody scans in a row before an abandoned page stops asking for more: an hour. */
const MAX_CODES = 12;

/**
 * The browser's half of a QR login: gets a code, waits until a signed-in phone has scanned and confirmed it, and signs
 * in. A code that runs out is replaced; a lost connection is waited for.
 *
 * @example
 * ```ts
 * const qr = new QrLogin({ http: nio.http, session: nio.session, openSocket });
 * qr.state.subscribe(() => render(qr.state.getSnapshot()));
 * qr.start();
 * ```
 */
export class QrLogin {
  readonly #options: QrLoginOptions;
  readonly #state = new Store<QrLoginState>({ phase: 'starting' });
  #code: QrSession | null = null;
  #expiresAtMs = 0;
  #socket: ReturnType<QrLoginOptions['openSocket']> | null = null;
  #closers: (() => void)[] = [];
  /** Pushed to: no need to ask. */
  #watched = false;
  #asking = false;
  #codes = 0;
  #failures = 0;
  /** Counts codes: what arrives for an earlier one is dropped. */
  #turn = 0;
  #pollTimer: ReturnType<typeof setTimeout> | undefined;
  #turnTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: QrLoginOptions) {
    this.#options = options;
  }

  /** What to show, observable. */
  get state(): Readable<QrLoginState> {
    return this.#state;
  }

  /** Gets the first code. */
  start(): void {
    this.renew();
  }

  /** Throws the code away and gets another one, after `rejected`, `expired` or `failed`. */
  renew(): void {
    this.#codes = 0;
    this.#failures = 0;
    void this.#next();
  }

  /** Lets go of everything. {@link start} begins anew. */
  close(): void {
    this.#turn++;
    this.#letGo();
  }

  async #next(): Promise<void> {
    this.#letGo();
    const turn = ++this.#turn;
    if (this.#codes >= MAX_CODES) {
      this.#state.set({ phase: 'expired' });
      return;
    }
    // The old picture stays until the new one is there: nothing jumps, and it says of itself that it has run out.
    if (this.#state.getSnapshot().phase !== 'waiting') this.#state.set({ phase: 'starting' });
    const { http, tokenTransport } = this.#options;
    try {
      const body = tokenTransport === undefined ? {} : { tokenTransport };
      const code = await answer(http.POST('/api/auth/qr-session', { body }));
      if (turn !== this.#turn) return;
      this.#codes++;
      this.#failures = 0;
      this.#code = code;
      this.#expiresAtMs = Date.now() + code.expiresIn * 1000;
      this.#wait(false);
      this.#turnTimer = setTimeout(() => void this.#next(), code.expiresIn * 1000);
      this.#watch(turn);
    } catch (cause) {
      if (turn !== this.#turn) return;
      const error = NioError.of(cause);
      const afterMs = error.retryAfterMs ?? backoffMs(this.#failures++, { maxMs: 30_000 });
      this.#state.set({ phase: 'failed', error, retryAtMs: Date.now() + afterMs });
      this.#turnTimer = setTimeout(() => void this.#next(), afterMs);
    }
  }

  #watch(turn: number): void {
    const socket = this.#options.openSocket();
    this.#socket = socket;
    this.#closers = [
      socket.on('qr_status', (status) => {
        if (turn === this.#turn) this.#heard(status);
      }),
      socket.state.subscribe(() => {
        this.#watched = false;
        if (turn === this.#turn && socket.state.getSnapshot() === 'online') {
          void this.#subscribe(socket, turn);
        }
      }),
    ];
    socket.connect();
    this.#pollLater(turn);
  }

  async #subscribe(socket: ReturnType<QrLoginOptions['openSocket']>, turn: number): Promise<void> {
    const code = this.#code;
    if (code === null) return;
    try {
      const status = await socket.request('qr_watch', {
        code: code.sessionId,
        ...(code.browserSecret === undefined ? {} : { secret: code.browserSecret }),
      });
      if (turn !== this.#turn) return;
      this.#watched = true;
      this.#heard(status);
    } catch {
      // Then it is asked for; that tells what is wrong, too.
    }
  }

  #pollLater(turn: number): void {
    clearTimeout(this.#pollTimer);
    this.#pollTimer = setTimeout(() => {
      if (turn === this.#turn) void this.#poll(turn);
    }, POLL_MS);
  }

  async #poll(turn: number): Promise<void> {
    if (this.#watched || this.#asking) {
      this.#pollLater(turn);
      return;
    }
    const code = this.#code;
    if (code === null) return;
    this.#asking = true;
    try {
      const status = await answer(
        this.#options.http.GET('/api/qr-auth/status/{code}', {
          params: { path: { code: code.sessionId } },
          ...secretOf(code),
        }),
      );
      if (turn === this.#turn) this.#heard(status);
    } catch (cause) {
      if (turn === this.#turn) this.#missed(NioError.of(cause));
    } finally {
      this.#asking = false;
      if (turn === this.#turn && this.#open()) this.#pollLater(turn);
    }
  }

  /** Who scanned in the last moment is given time to answer, and so is this browser to sign in. */
  #prolong(expiresIn: number): void {
    const expiresAtMs = Date.now() + expiresIn * 1000;
    // The server counts whole seconds; only more than that is news.
    if (expiresAtMs <= this.#expiresAtMs + 1000) return;
    const turn = this.#turn;
    this.#expiresAtMs = expiresAtMs;
    clearTimeout(this.#turnTimer);
    this.#turnTimer = setTimeout(() => {
      if (turn === this.#turn) void this.#next();
    }, expiresIn * 1000);
  }

  #missed(error: NioError): void {
    if (error.error === 'qr_gone') void this.#next();
    else this.#offline(true);
  }

  #heard(status: QrStatus): void {
    if (!this.#open()) return;
    this.#prolong(status.expiresIn ?? 0);
    switch (status.status) {
      case 'pending':
        this.#wait(false);
        break;
      case 'scanned':
        this.#state.set({
          phase: 'scanned',
          person: status.person ?? null,
          number: status.number ?? null,
          expiresAtMs: this.#expiresAtMs,
          offline: false,
        });
        break;
      case 'confirmed':
        void this.#claim();
        break;
      case 'rejected':
        this.close();
        this.#state.set({ phase: 'rejected' });
        break;
      case 'expired':
        void this.#next();
        break;
    }
  }

  async #claim(): Promise<void> {
    const code = this.#code;
    if (code === null) return;
    this.#letGo();
    const turn = ++this.#turn;
    this.#state.set({ phase: 'confirmed' });
    for (let attempt = 0; turn === this.#turn; attempt++) {
      try {
        const given = await answer(
          this.#options.http.POST('/api/auth/qr-claim', {
            body: {
              sessionId: code.sessionId,
              ...(this.#options.tokenTransport === undefined
                ? {}
                : { tokenTransport: this.#options.tokenTransport }),
            },
            ...secretOf(code),
          }),
        );
        // Also when the page has gone elsewhere meanwhile: the session is there now and must not be lost.
        const user = await this.#options.session.enter(given);
        if (turn === this.#turn) this.#state.set({ phase: 'done', user });
        return;
      } catch (cause) {
        const error = NioError.of(cause);
        const lasting = error.status !== 0 && error.status < 500 && error.status !== 429;
        if (lasting || Date.now() > this.#expiresAtMs) {
          if (turn === this.#turn) await this.#afterLostClaim();
          return;
        }
        await new Promise((resolve) => {
          setTimeout(resolve, error.retryAfterMs ?? backoffMs(attempt, { maxMs: 4000 }));
        });
      }
    }
  }

  /** A claim whose answer was lost has signed this browser in all the same: the cookie says so. */
  async #afterLostClaim(): Promise<void> {
    const turn = this.#turn;
    await this.#options.session.reload().catch(() => undefined);
    if (turn !== this.#turn) return;
    const { user } = this.#options.session;
    if (user === null) void this.#next();
    else this.#state.set({ phase: 'done', user });
  }

  #wait(offline: boolean): void {
    const code = this.#code;
    if (code === null) return;
    this.#state.set({
      phase: 'waiting',
      picture: code.qrData,
      link: code.link,
      deepLink: code.deepLink,
      expiresAtMs: this.#expiresAtMs,
      offline,
    });
  }

  #offline(offline: boolean): void {
    this.#state.update((state) =>
      (state.phase === 'waiting' || state.phase === 'scanned') && state.offline !== offline
        ? { ...state, offline }
        : state,
    );
  }

  /** Whether something may still happen to the code. */
  #open(): boolean {
    const { phase } = this.#state.getSnapshot();
    return phase === 'waiting' || phase === 'scanned';
  }

  #letGo(): void {
    clearTimeout(this.#pollTimer);
    clearTimeout(this.#turnTimer);
    for (const close of this.#closers) close();
    this.#closers = [];
    this.#socket?.close();
    this.#socket = null;
    this.#watched = false;
    this.#code = null;
  }
}

function secretOf(code: QrSession): { headers?: Record<string, string> } {
  return code.browserSecret === undefined ? {} : { headers: { 'X-QR-Secret': code.browserSecret } };
}
