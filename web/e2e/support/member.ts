import {
  expect,
  type APIRequestContext,
  type APIResponse,
  type BrowserContext,
} from '@playwright/test';
import type { Account } from './people';

/** What an account asks of the server past its pages: to have something to show, without clicking it together. */
export class Member {
  private constructor(
    private readonly request: APIRequestContext,
    private readonly baseURL: string,
    private readonly token: string,
    /** The account's id. */
    readonly id: string,
  ) {}

  /** Signs the context in, its pages too. */
  static async signedIn(
    context: BrowserContext,
    { email, password }: Pick<Account, 'email' | 'password'>,
    baseURL: string,
  ): Promise<Member> {
    const { request } = context;
    const answer = await bodyOf<SignedIn>(
      await request.post(`${baseURL}/api/auth/login`, { data: { email, password } }),
    );
    return new Member(request, baseURL, answer.token, answer.user.id);
  }

  /**
   * Signs a context in by QR code, as whom this is. Such a session has not proved who uses it: what is sensitive asks for
   * the password.
   */
  async signInByQr(context: BrowserContext): Promise<Member> {
    const at = `${this.baseURL}/api/qr-auth`;
    const browser = context.request;
    const { code } = await bodyOf<{ code: string }>(
      await browser.post(`${at}/generate`, { data: {} }),
    );
    const { confirmation } = await this.post<{ confirmation: string }>('/api/qr-auth/scanned', {
      code,
    });
    const { number } = await bodyOf<{ number: number }>(await browser.get(`${at}/status/${code}`));
    await this.post('/api/qr-auth/confirm', { code, confirmation, number });
    const answer = await bodyOf<SignedIn>(await browser.post(`${at}/claim`, { data: { code } }));
    return new Member(browser, this.baseURL, answer.token, answer.user.id);
  }

  async get<T>(path: string): Promise<T> {
    return bodyOf<T>(await this.request.get(this.baseURL + path, { headers: this.#headers() }));
  }

  async post<T>(path: string, data: object = {}): Promise<T> {
    const headers = this.#headers();
    return bodyOf<T>(await this.request.post(this.baseURL + path, { headers, data }));
  }

  async put<T>(path: string): Promise<T> {
    return bodyOf<T>(await this.request.put(this.baseURL + path, { headers: this.#headers() }));
  }

  /** Sends a file as it is. */
  async upload<T>(path: string, type: string, data: Buffer): Promise<T> {
    const headers = { ...this.#headers(), 'Content-Type': type };
    return bodyOf<T>(await this.request.post(this.baseURL + path, { headers, data }));
  }

  #headers(): Record<string, string> {
    return { Authorization: `Bearer ${this.token}` };
  }
}

interface SignedIn {
  readonly token: string;
  readonly user: { readonly id: string };
}

/** The answer; a refusal with what the server says about it. */
async function bodyOf<T>(response: APIResponse): Promise<T> {
  const text = await response.text();
  expect(response.ok(), `${response.url()}: ${response.status()} ${text}`).toBe(true);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}
