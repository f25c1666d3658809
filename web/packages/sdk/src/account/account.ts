import { answer, within, type Http } from '../http/http.js';
import type {
  DeviceSession,
  LinkedIdentities,
  LoginAttempt,
  AccountNotice,
  SignInMethods,
} from '../model.js';

/** What a sensitive call can be proved with besides the password: a provider of social login. */
export type ProofPurpose = 'link' | 'reauthenticate';

/**
 * The signed-in account: its device sessions, notices, password, address and linked providers, and what can be done
 * with the links of its mails.
 *
 * Calls marked *fresh* reject with `reauthentication_required` unless this session proved itself within ten minutes; the
 * error's `methods` say how it can.
 *
 * @example
 * ```ts
 * const account = new Account(nio.http);
 * const [current, ...others] = await account.sessions();
 * ```
 *
 * Every method rejects with {@link NioError}.
 */
export class Account {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** What a login page may offer here. Anybody may ask. */
  methods(signal?: AbortSignal): Promise<SignInMethods> {
    return answer(this.#http.GET('/api/auth/methods', within(signal)));
  }

  /** The open sessions: this one, then the latest used. Places are in the language of `language`. */
  sessions(language?: string, signal?: AbortSignal): Promise<readonly DeviceSession[]> {
    return answer(
      this.#http.GET('/api/sessions', {
        headers: speaking(language),
        ...within(signal),
      }),
    );
  }

  /** Attempts to sign in, newest first. */
  history(limit = 20, language?: string, signal?: AbortSignal): Promise<readonly LoginAttempt[]> {
    return answer(
      this.#http.GET('/api/sessions/history', {
        params: { query: { limit } },
        headers: speaking(language),
        ...within(signal),
      }),
    );
  }

  /** Ends one session. `not_found` when it has ended already. */
  async endSession(id: string): Promise<void> {
    await answer(this.#http.DELETE('/api/sessions/{id}', { params: { path: { id } } }));
  }

  /** Ends every session but this one and tells how many those were. */
  async endOtherSessions(): Promise<number> {
    return (await answer(this.#http.DELETE('/api/sessions/others/all'))).deletedCount;
  }

  /** What the owner should know and has not answered yet, newest first. */
  async notices(signal?: AbortSignal): Promise<readonly AccountNotice[]> {
    const call = this.#http.GET('/api/account/notices', within(signal));
    return (await answer(call)).notices;
  }

  /** Seen; of a new login also: it was me. */
  async dismissNotice(id: string): Promise<void> {
    await answer(
      this.#http.POST('/api/account/notices/{id}/dismiss', { params: { path: { id } } }),
    );
  }

  /** A new login was somebody else: its session ends at once, and the password should be changed. */
  async notMe(id: string): Promise<void> {
    await answer(this.#http.POST('/api/account/notices/{id}/not-me', { params: { path: { id } } }));
  }

  /** {@link notMe} by the link of a mail, without being signed in. Rejects with `link_expired`. */
  async notMeByLink(token: string): Promise<void> {
    await answer(this.#http.POST('/api/auth/not-me', { body: { token } }));
  }

  /** Proves that the person at this session knows the password, for the *fresh* calls of the next ten minutes. */
  async reauthenticate(password: string): Promise<void> {
    await answer(this.#http.POST('/api/auth/reauthenticate', { body: { password } }));
  }

  /**
   * Changes the password, or sets the first one (*fresh* then), and tells how many other sessions that ended. A wrong
   * `currentPassword` is a field error `wrong`.
   */
  async changePassword(change: {
    readonly currentPassword?: string;
    readonly newPassword: string;
    readonly endOtherSessions: boolean;
  }): Promise<number> {
    return (await answer(this.#http.PUT('/api/account/password', { body: change }))).endedCount;
  }

  /** Sends a link for a new password, should the address have an account: the answer is the same either way. */
  async forgotPassword(email: string): Promise<void> {
    await answer(this.#http.POST('/api/auth/password/forgot', { body: { email } }));
  }

  /** Sets a new password by the link of a mail; every session ends. Rejects with `link_expired`. */
  async resetPassword(token: string, newPassword: string): Promise<void> {
    await answer(this.#http.POST('/api/auth/password/reset', { body: { token, newPassword } }));
  }

  /** Sends the link that proves the address again. Rejects with `email_verified` when it is proved. */
  async sendVerification(): Promise<void> {
    await answer(this.#http.POST('/api/account/email/verify'));
  }

  /** Sends a link to another address, which becomes the account's when it is followed. *Fresh.* */
  async changeEmail(email: string): Promise<void> {
    await answer(this.#http.PUT('/api/account/email', { body: { email } }));
  }

  /** Proves an address by the link sent there, and tells which. Rejects with `link_expired`. */
  async confirmEmail(token: string): Promise<string> {
    return (await answer(this.#http.POST('/api/auth/email/confirm', { body: { token } }))).email;
  }

  /** Providers this account signs in through, and those this server offers. */
  identities(signal?: AbortSignal): Promise<LinkedIdentities> {
    return answer(this.#http.GET('/api/account/identities', within(signal)));
  }

  /**
   * Where to lead the browser to link a provider (*fresh*), or to prove through a linked one who this is. It comes back
   * to `next`, a path of this site.
   */
  async startProvider(provider: string, purpose: ProofPurpose, next?: string): Promise<string> {
    const call = this.#http.POST('/api/account/identities/{provider}/start', {
      params: { path: { provider } },
      body: { purpose, ...(next === undefined ? {} : { next }) },
    });
    return (await answer(call)).url;
  }

  /** Stops signing in through a provider. *Fresh.* Rejects with `last_login_method` when nothing else is left. */
  async unlink(provider: string): Promise<void> {
    await answer(
      this.#http.DELETE('/api/account/identities/{provider}', { params: { path: { provider } } }),
    );
  }
}

function speaking(language: string | undefined): Record<string, string> {
  return language === undefined ? {} : { 'Accept-Language': language };
}
