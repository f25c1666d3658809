import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { SessionState } from '../session/session.js';
import { Store } from '../store.js';
import { settled } from '../testing/fakeSignaling.js';
import { message, user } from '../testing/fixtures.js';
import type { RawSocket } from '../socket/namespaceSocket.js';
import { LiveSocket } from './liveSocket.js';

class FakeRaw implements RawSocket {
  active = true;
  connects = 0;
  disconnects = 0;
  readonly sent: [string, unknown][] = [];
  answer: (event: string) => Promise<unknown> = () => Promise.resolve({ ok: true });
  readonly #listeners = new Map<string, (...args: never[]) => void>();

  connect(): void {
    this.connects++;
  }

  disconnect(): void {
    this.disconnects++;
  }

  on(event: string, listener: (...args: never[]) => void): void {
    this.#listeners.set(event, listener);
  }

  timeout(): { emitWithAck: (event: string, payload: unknown) => Promise<unknown> } {
    return {
      emitWithAck: (event, payload) => {
        this.sent.push([event, payload]);
        return this.answer(event);
      },
    };
  }

  hears(event: string, payload?: unknown): void {
    this.#listeners.get(event)?.(payload as never);
  }
}

let raw: FakeRaw;
let handshake: () => Promise<object>;
let session: {
  state: Store<SessionState>;
  accessToken: ReturnType<typeof vi.fn<() => Promise<string | null>>>;
  renew: ReturnType<typeof vi.fn<(rejected: string) => Promise<string | null>>>;
};
let socket: LiveSocket;

beforeEach(() => {
  vi.useFakeTimers();
  raw = new FakeRaw();
  session = {
    state: new Store<SessionState>({ status: 'user', user: user() }),
    accessToken: vi.fn(() => Promise.resolve<string | null>('t1')),
    renew: vi.fn(() => Promise.resolve<string | null>('t2')),
  };
  socket = new LiveSocket({
    baseUrl: 'http://nio.test',
    session,
    open: (url, auth) => {
      expect(url).toBe('http://nio.test/live');
      handshake = () => new Promise((resolve) => auth(resolve));
      return raw;
    },
  });
});

describe('the handshake', () => {
  test.each([
    ['t1', { token: 't1' }],
    [null, {}],
  ])('with the token %s carries %j', async (token, data) => {
    session.accessToken.mockResolvedValue(token);
    expect(await handshake()).toEqual(data);
  });
});

describe('the state', () => {
  test('follows the connection', () => {
    const seen: string[] = [];
    socket.state.subscribe(() => seen.push(socket.state.getSnapshot()));
    socket.connect();
    raw.hears('connect');
    raw.hears('disconnect');
    raw.hears('connect');
    socket.close();
    expect(seen).toEqual(['connecting', 'online', 'reconnecting', 'online', 'idle']);
  });

  test('a server that says goodbye is visited again', async () => {
    socket.connect();
    raw.hears('connect');
    raw.active = false;
    raw.hears('disconnect');
    expect(raw.connects).toBe(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(raw.connects).toBe(2);
  });

  test('an old token is renewed, three times at most', async () => {
    socket.connect();
    await handshake();
    raw.active = false;
    for (let i = 0; i < 4; i++) {
      raw.hears('connect_error', { message: 'unauthorized', data: { error: 'unauthorized' } });
      await settled();
    }
    expect(session.renew).toHaveBeenCalledTimes(3);
    expect(session.renew).toHaveBeenCalledWith('t1');
    expect(socket.state.getSnapshot()).toBe('refused');
    socket.wake();
    expect(socket.state.getSnapshot()).toBe('reconnecting');
  });

  test('another account connects anew; the same one does not notice', () => {
    socket.connect();
    raw.hears('connect');
    session.state.set({ status: 'user', user: { ...user() } });
    expect(raw.disconnects).toBe(0);
    session.state.set({ status: 'guest' });
    expect(raw.disconnects).toBe(1);
    expect(raw.connects).toBe(2);
  });
});

describe('a request', () => {
  test('is refused at once without a connection', async () => {
    await expect(socket.request('stream_heartbeat', {})).rejects.toMatchObject({
      error: 'offline',
    });
    expect(raw.sent).toEqual([]);
  });

  test.each([
    ['the answer', { ok: true, message: message(1) }, null],
    [
      'the refusal',
      { ok: false, error: 'slow_down', retryAfterMs: 900 },
      { error: 'slow_down', retryAfterMs: 900 },
    ],
    ['a strange answer', { ok: true, message: 'hm' }, { error: 'unexpected' }],
    ['no object at all', 'yes', { error: 'unexpected' }],
  ])('gets %s', async (_, ack, error) => {
    socket.connect();
    raw.hears('connect');
    raw.answer = () => Promise.resolve(ack);
    const answer = socket.request('chat_message', { text: 'hi', clientMessageId: 'c1' });
    if (error) await expect(answer).rejects.toMatchObject(error);
    else await expect(answer).resolves.toEqual({ message: message(1) });
  });

  test.each([
    [false, 'timeout'],
    [true, 'offline'],
  ])('unanswered, with the connection cut meanwhile: %s', async (cut, error) => {
    socket.connect();
    raw.hears('connect');
    raw.answer = () => {
      if (cut) raw.hears('disconnect');
      return Promise.reject(new Error('operation has timed out'));
    };
    await expect(socket.request('rtc_retry', {})).rejects.toMatchObject({ error });
  });
});

test('events that are not of the protocol are thrown away and reported', () => {
  const heard = vi.fn();
  const invalid = vi.fn();
  socket.on('viewer_count', heard);
  socket.onInvalid(invalid);
  raw.hears('viewer_count', { streamId: 's1', count: 'many' });
  raw.hears('viewer_count', { streamId: 's1', count: 2 });
  expect(heard.mock.calls).toEqual([[{ streamId: 's1', count: 2 }]]);
  expect(invalid).toHaveBeenCalledTimes(1);
});
