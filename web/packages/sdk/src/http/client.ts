import type {
  Category,
  IceServer,
  MessagePage,
  NewStream,
  Stream,
  StreamChange,
  StreamKey,
  StreamPage,
} from '../model.js';
import { chatLines } from '../live/events.js';
import { Session, type SessionOptions } from '../session/session.js';
import {
  answer,
  authorizedFetch,
  authorizedHttp,
  defined,
  openHttp,
  within,
  type Http,
  type HttpOptions,
} from './http.js';
import { MediaHttp } from './media.js';

/** Which streams to list. */
export interface StreamQuery {
  readonly category?: Category | undefined;
  readonly tag?: string | undefined;
  readonly status?: Stream['status'] | undefined;
  /** From 1; default 1. */
  readonly page?: number | undefined;
  /** At most 50; default 20. */
  readonly limit?: number | undefined;
}

/**
 * The REST API of a NIO server.
 *
 * @example
 * ```ts
 * const nio = new NioClient({ baseUrl: 'https://live.example' });
 * await nio.session.login({ email, password });
 * const stream = await nio.streams.create({ title: 'Hello', category: 'talk' });
 * ```
 *
 * Every method rejects with {@link NioError}.
 */
export class NioClient {
  /** Who is signed in. */
  readonly session: Session;
  /** Streams and their chat history. */
  readonly streams: Streams;
  /** What WebRTC needs to know of the network. */
  readonly rtc: Rtc;
  /** The server's end of media: what publishing and watching through it talk to. */
  readonly media: MediaHttp;
  /** Calls in the name of whoever is signed in, for {@link Account} and the like. */
  readonly http: Http;
  /** Origin of the server; empty for the page's own. */
  readonly baseUrl: string;

  constructor(options: HttpOptions & SessionOptions) {
    this.baseUrl = options.baseUrl;
    this.session = new Session(openHttp(options), options);
    const http = authorizedHttp(options, this.session);
    this.http = http;
    this.streams = new Streams(http);
    this.rtc = new Rtc(http);
    this.media = new MediaHttp(options, authorizedFetch(options, this.session));
  }
}

/** Calls under `/api/streams`. */
export class Streams {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** One page of streams: live first, then by viewers, then newest. */
  list(query: StreamQuery = {}, signal?: AbortSignal): Promise<StreamPage> {
    return answer(
      this.#http.GET('/api/streams', {
        params: { query: defined(query) },
        ...within(signal),
      }),
    );
  }

  /** One stream, live or ended. Rejects with `not_found`. */
  async get(id: string, signal?: AbortSignal): Promise<Stream> {
    const call = this.#http.GET('/api/streams/{id}', {
      params: { path: { id } },
      ...within(signal),
    });
    return (await answer(call)).stream;
  }

  /** Goes live. Rejects with `already_live`, naming the stream in `streamId`. */
  async create(stream: NewStream): Promise<Stream> {
    return (await answer(this.#http.POST('/api/streams', { body: tagged(stream) }))).stream;
  }

  /** Changes what a stream says about itself; its owner only. */
  async update(id: string, change: StreamChange): Promise<Stream> {
    const call = this.#http.PATCH('/api/streams/{id}', {
      params: { path: { id } },
      body: tagged(change),
    });
    return (await answer(call)).stream;
  }

  /** Ends a stream; ending twice is the same as once. */
  async end(id: string): Promise<Stream> {
    const call = this.#http.POST('/api/streams/{id}/end', { params: { path: { id } } });
    return (await answer(call)).stream;
  }

  /** The live stream of whoever is signed in, or `null`. */
  async myActive(): Promise<Stream | null> {
    return (await answer(this.#http.GET('/api/streams/my/active'))).stream;
  }

  /** One's own stream key: whether there is one, and what streams are called that a program such as OBS starts. */
  async key(signal?: AbortSignal): Promise<StreamKey> {
    const call = this.#http.GET('/api/streams/key', within(signal));
    return (await answer(call)).streamKey;
  }

  /** Makes a stream key; the one before is no longer good. `key` is told this once. */
  makeKey(): Promise<{ readonly key: string; readonly streamKey: StreamKey }> {
    return answer(this.#http.POST('/api/streams/key'));
  }

  /** Saves what streams are called that a program starts. */
  async saveBroadcast(stream: NewStream): Promise<StreamKey> {
    return (await answer(this.#http.PUT('/api/streams/key', { body: stream }))).streamKey;
  }

  /** Chat before the message `before` (a message id), or the newest; oldest first. */
  async messages(id: string, page: { before?: string; limit?: number } = {}): Promise<MessagePage> {
    const { messages, hasMore } = await answer(
      this.#http.GET('/api/streams/{id}/messages', { params: { path: { id }, query: page } }),
    );
    return { messages: chatLines(messages, 'messages'), hasMore };
  }
}

/** Calls under `/api/rtc`. */
export class Rtc {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** STUN and TURN servers; TURN credentials work for `ttlSeconds`. */
  iceServers(): Promise<{ iceServers: readonly IceServer[]; ttlSeconds: number }> {
    return answer(this.#http.GET('/api/rtc/ice-servers'));
  }
}

/** With tags of its own: the schema does not promise not to change them. */
function tagged<T extends { readonly tags?: readonly string[] }>({ tags, ...words }: T) {
  return { ...words, ...(tags ? { tags: [...tags] } : {}) };
}
