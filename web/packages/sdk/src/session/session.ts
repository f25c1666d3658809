import { backoffMs } from '../backoff.js';
import { NioError } from '../error.js';
import { answer, type Http, type TokenSource } from '../http/http.js';
import type { Credentials, Registration, SignInAnswer, User } from '../model.js';
import { Store, type Readable } from '../store.js';
import { accessToken, sessionOf, type AccessToken } from './accessToken.js';

/**
 * Why somebody is signed in no more who did not sign out here: a reason of the server (`ended_by_user`, `not_me`,
 * `evicted`, `token_reuse`, `password_changed`, `email_proved`, `ended_by_admin`, `account_disabled`), or `expired` when
 * it gave none.
 */
export type SessionEnd = string;

/**
 * Who the person at this client is. `starting` until the server has been asked. `ended` is there when somebody was
 * signed in and the session was ended from elsewhere.
 */
export type SessionState =
  | { readonly status: 'starting' }
  | { readonly status: 'guest'; readonly ended?: SessionEnd }
  | { readonly status: 'user'; readonly user: User };

/** Where an app without cookies keeps its refresh token, such as the key store of a phone. */
export interface RefreshTokenStore {
  get(): Promise<string | null>;
  set(token: string | null): Promise<void>;
}

/** What a {@link Session} takes from its surroundings; each has a default or may be absent. */
export interface SessionOptions {
  /** For apps without cookies. When absent, the refresh token is an HttpOnly cookie the SDK never sees. */
  readonly refreshTokenStore?: RefreshTokenStore | undefined;
  /** Likewise for what names the device, so that it is not taken for a new one; browsers have a cookie for it too. */
  readonly deviceTokenStore?: RefreshTokenStore | undefined;
  /** Tells the other tabs of sign-in and sign-out; default: a `BroadcastChannel` where there is one. */
  readonly channel?: SessionChannel | null | undefined;
  /** Runs one refresh at a time across tabs; default: Web Locks where there are any. */
  readonly exclusively?: (<T>(work: () => Promise<T>) => Promise<T>) | undefined;
}

/** The part of `BroadcastChannel` a session needs. */
export interface SessionChannel {
  postMessage(message: unknown): void;
  onmessage: ((event: MessageEvent<unknown>) => void) | null;
}

/**
 * Who is signed in, and the access token that proves it. The token lives in memory only; after a reload it is fetched
 * anew with the refresh token. Refreshing is done once however many ask at the same time.
 */
export class Session implements TokenSource {
  readonly #http: Http;
  readonly #state = new Store<SessionState>({ status: 'starting' });
  readonly #refreshTokens: RefreshTokenStore | undefined;
  readonly #deviceTokens: RefreshTokenStore | undefined;
  readonly #channel: SessionChannel | null;
  readonly #exclusively: <T>(work: () => Promise<T>) => Promise<T>;
  #token: AccessToken | null = null;
  #refreshing: Promise<string | null> | null = null;
  #started: Promise<void> | null = null;
  #endReason: SessionEnd | null = 'expired';

  /** @param http calls without a token */
  constructor(http: Http, options: SessionOptions = {}) {
    this.#http = http;
    this.#refreshTokens = options.refreshTokenStore;
    this.#deviceTokens = options.deviceTokenStore;
    this.#channel = options.channel === undefined ? defaultChannel() : options.channel;
    this.#exclusively = options.exclusively ?? defaultLock();
    if (this.#channel) {
      this.#channel.onmessage = ({ data }) => {
        if (data === 'signed-out') this.#become(null, null, null);
        // The cookie is shared: whoever signed in there is signed in here.
        if (data === 'signed-in') void this.#refresh().catch(() => undefined);
      };
    }
  }

  /** Who is signed in, observable. */
  get state(): Readable<SessionState> {
    return this.#state;
  }

  /** The signed-in account, or `null`. */
  get user(): User | null {
    const state = this.#state.getSnapshot();
    return state.status === 'user' ? state.user : null;
  }

  /** Id of the session of this client among those of the account, or `null`. */
  get id(): string | null {
    return this.#token === null ? null : sessionOf(this.#token.value);
  }

  /**
   * Asks the server who this is and resolves when that is known. May be called by everybody who needs to know; asks once,
   * and keeps asking while the server is away.
   */
  start(): Promise<void> {
    return (this.#started ??= this.#startOnce());
  }

  async #startOnce(): Promise<void> {
    for (let attempt = 0; this.#state.getSnapshot().status === 'starting'; attempt++) {
      try {
        await this.#refresh();
      } catch {
        await new Promise((resolve) => setTimeout(resolve, backoffMs(attempt)));
      }
    }
  }

  /** Creates an account and signs in. */
  async register(registration: Registration): Promise<User> {
    const body = { ...registration, ...(await this.#transport()) };
    return this.enter(await answer(this.#http.POST('/api/auth/register', { body })));
  }

  /** Signs in. */
  async login(credentials: Credentials): Promise<User> {
    const body = { ...credentials, ...(await this.#transport()) };
    return this.enter(await answer(this.#http.POST('/api/auth/login', { body })));
  }

  /** Is signed in from now on with what the server gave for a password, a QR code or the like; other tabs are told. */
  async enter(given: SignInAnswer): Promise<User> {
    await this.#keep(given);
    this.#become(given.token, given.user);
    this.#channel?.postMessage('signed-in');
    return given.user;
  }

  /** Asks the server anew who this is: something about the account has changed. */
  async reload(): Promise<void> {
    await this.start();
    await this.#refresh();
  }

  /**
   * The server says that the session `sessionId` is over. When it is this one, whoever was signed in is a guest from now
   * on, unless somebody has signed in in another tab meanwhile.
   */
  async ended(sessionId: string, reason: SessionEnd): Promise<void> {
    if (this.id !== sessionId) return;
    this.#endReason = reason === 'logout' ? null : reason;
    try {
      await this.#refresh();
    } catch {
      // No answer: the server's word stands.
      this.#become(null, null);
    } finally {
      this.#endReason = 'expired';
    }
  }

  /** Signs out here and in the other tabs. The server is told; when it is away, this device still forgets. */
  async logout(): Promise<void> {
    const refreshToken = await this.#refreshTokens?.get();
    try {
      const { response, error } = await this.#http.POST('/api/auth/logout', {
        body: refreshToken ? { refreshToken } : {},
      });
      if (!response.ok) throw NioError.fromProblem(error, response);
    } finally {
      await this.#refreshTokens?.set(null);
      this.#become(null, null, null);
      this.#channel?.postMessage('signed-out');
    }
  }

  async accessToken(): Promise<string | null> {
    await this.start();
    if (this.#token === null || Date.now() < this.#token.usableUntilMs) {
      return this.#token?.value ?? null;
    }
    return this.#refresh();
  }

  async renew(rejected: string): Promise<string | null> {
    // Another call has been through this meanwhile.
    if (this.#token !== null && this.#token.value !== rejected) return this.#token.value;
    return this.#refresh();
  }

  #refresh(): Promise<string | null> {
    this.#refreshing ??= this.#exclusively(() => this.#refreshOnce()).finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  async #refreshOnce(): Promise<string | null> {
    const stored = this.#refreshTokens ? await this.#refreshTokens.get() : undefined;
    if (stored === null) return this.#become(null, null);
    const { data, error, response } = await this.#http.POST('/api/auth/refresh', {
      body: stored === undefined ? {} : { refreshToken: stored },
    });
    if (response.status === 204) return this.#become(null, null);
    if (!response.ok) {
      const problem = NioError.fromProblem(error, response);
      if (problem.status !== 401 && problem.status !== 403) throw problem;
      await this.#refreshTokens?.set(null);
      return this.#become(
        null,
        null,
        problem.error === 'account_disabled' ? problem.error : this.#endReason,
      );
    }
    if (data === undefined) throw new NioError({ error: 'unexpected', status: response.status });
    await this.#keep(data);
    return this.#become(data.token, data.user);
  }

  async #keep({ refreshToken, deviceToken }: SignInAnswer): Promise<void> {
    if (refreshToken) await this.#refreshTokens?.set(refreshToken);
    if (deviceToken) await this.#deviceTokens?.set(deviceToken);
  }

  #become(token: string | null, user: User | null, ended = this.#endReason): string | null {
    this.#token = token === null ? null : accessToken(token, Date.now());
    const before = this.#state.getSnapshot();
    if (user === null) {
      if (before.status === 'guest') return token;
      const told = before.status === 'user' && ended !== null;
      this.#state.set(told ? { status: 'guest', ended } : { status: 'guest' });
    } else if (before.status !== 'user' || !sameUser(before.user, user)) {
      this.#state.set({ status: 'user', user });
    }
    return token;
  }

  async #transport(): Promise<{ tokenTransport?: 'body'; deviceToken?: string }> {
    if (!this.#refreshTokens) return {};
    const deviceToken = await this.#deviceTokens?.get();
    return { tokenTransport: 'body', ...(deviceToken ? { deviceToken } : {}) };
  }
}

/** A refresh brings the same person again; observers should not notice. */
function sameUser(a: User, b: User): boolean {
  return (
    a.id === b.id &&
    a.nickname === b.nickname &&
    a.avatarUrl === b.avatarUrl &&
    a.email === b.email &&
    a.emailVerified === b.emailVerified &&
    a.hasPassword === b.hasPassword &&
    a.role === b.role
  );
}

function defaultChannel(): SessionChannel | null {
  return typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('nio-session');
}

function defaultLock(): <T>(work: () => Promise<T>) => Promise<T> {
  const locks = typeof navigator === 'undefined' ? undefined : lockManager(navigator);
  if (!locks) return (work) => work();
  return async (work) => await locks.request('nio-refresh', work);
}

/** Absent on insecure origins and in React Native, whatever the DOM types say. */
function lockManager(from: { locks?: LockManager }): LockManager | undefined {
  return from.locks;
}
