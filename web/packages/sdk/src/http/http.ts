import createClient, { type Client } from 'openapi-fetch';
import { NioError } from '../error.js';
import type { paths } from '../generated/schema.js';

/** REST calls typed by the server's OpenAPI document. */
export type Http = Client<paths>;

/** Where the access token of a request comes from. */
export interface TokenSource {
  /** A token that is still good, or `null` for a guest. */
  accessToken(): Promise<string | null>;
  /** Called when the server refused `rejected`: a newer token, or `null` when there is none. */
  renew(rejected: string): Promise<string | null>;
}

/** How to reach a server. */
export interface HttpOptions {
  /** Origin of the server, such as `https://live.example`; empty for the page's own. */
  readonly baseUrl: string;
  /** The `fetch` to use; default: the global one. */
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined;
  /** Whether cookies go to another origin too; default `same-origin`. */
  readonly credentials?: RequestCredentials | undefined;
}

/** Calls without a token: for the ones that get it. */
export function openHttp(options: HttpOptions): Http {
  return createClient<paths>({
    baseUrl: options.baseUrl,
    credentials: options.credentials ?? 'same-origin',
    fetch: reaching(options),
  });
}

/**
 * Calls in the name of whoever is signed in. A request refused because its token is too old is repeated once with a new
 * one.
 */
export function authorizedHttp(options: HttpOptions, tokens: TokenSource): Http {
  return createClient<paths>({
    baseUrl: options.baseUrl,
    credentials: options.credentials ?? 'same-origin',
    fetch: authorizedFetch(options, tokens),
  });
}

/** What {@link authorizedHttp} calls with, for bodies that are not JSON. */
export function authorizedFetch(
  options: HttpOptions,
  tokens: TokenSource,
): (request: Request) => Promise<Response> {
  const reach = reaching(options);
  return async (request) => {
    const token = await tokens.accessToken();
    if (token === null) return reach(request);
    const again = request.clone();
    const response = await reach(bearing(request, token));
    if (response.status !== 401 || !(await refusesToken(response))) return response;
    const renewed = await tokens.renew(token);
    return renewed === null ? response : reach(bearing(again, renewed));
  };
}

/** The data of a successful answer; anything else is thrown as {@link NioError}. */
export async function answer<R extends { data?: unknown; error?: unknown; response: Response }>(
  call: Promise<R>,
): Promise<NonNullable<R['data']>> {
  const { data, error, response } = await call;
  if (!response.ok) throw NioError.fromProblem(error, response);
  if (data === undefined || data === null) {
    throw new NioError({ error: 'unexpected', status: response.status, detail: 'Empty answer.' });
  }
  return data;
}

/** Waits for a call that answers nothing; a refusal is thrown as {@link NioError}. */
export async function done(call: Promise<{ error?: unknown; response: Response }>): Promise<void> {
  const { error, response } = await call;
  if (!response.ok) throw NioError.fromProblem(error, response);
}

function reaching(options: HttpOptions): (request: Request) => Promise<Response> {
  const fetcher = options.fetch ?? ((request: Request) => globalThis.fetch(request));
  return async (request) => {
    try {
      return await fetcher(request);
    } catch (cause) {
      if (request.signal.aborted) throw cause;
      throw NioError.offline(cause);
    }
  };
}

/** Whether it is the token that is refused; a wrong password of the body is a 401 too and gains nothing by repetition. */
async function refusesToken(response: Response): Promise<boolean> {
  try {
    const problem: unknown = await response.clone().json();
    return NioError.fromProblem(problem, response).error === 'unauthorized';
  } catch {
    // Not one of our problems: something in between has answered.
    return true;
  }
}

function bearing(request: Request, token: string): Request {
  request.headers.set('Authorization', `Bearer ${token}`);
  return request;
}

/** The option of a call that may be given up. */
export function within(signal: AbortSignal | undefined): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}

/** Leaves out what is undefined, which the schema tells apart from absent. */
export function defined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
