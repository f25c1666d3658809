import { beforeEach, describe, expect, test, vi } from 'vitest';
import { NioError } from '../error.js';
import { openHttp } from '../http/http.js';
import type { QrStatus, User } from '../model.js';
import type { ConnectionState } from '../socket/namespaceSocket.js';
import { Emitter, Store } from '../store.js';
import { FakeServer, ok, problem } from '../testing/fakeServer.js';
import { user } from '../testing/fixtures.js';
import { QrLogin, type QrLoginOptions } from './qrLogin.js';

const NOW = Date.UTC(2026, 0, 1);
const ASK = 'POST /api/auth/qr-session';
const CLAIM = 'POST /api/auth/qr-claim';
const ANNA = { id: 'anna', nickname: 'anna', avatarUrl: null };
const SCANNED: QrStatus = { status: 'scanned', number: 58, person: ANNA };
const POLL_MS = 2000;

class FakeAccountSocket {
  readonly state = new Store<ConnectionState>('idle');
  readonly watches: string[] = [];
  readonly #events = new Emitter<QrStatus>();
  answer: () => Promise<QrStatus> = () => Promise.resolve({ status: 'pending' });

  connect = () => this.state.set('connecting');
  close = () => this.state.set('idle');
  on = (_: string, listener: (status: never) => void) =>
    this.#events.on(listener as (status: QrStatus) => void);
  request = (_: string, { code }: { code: string }) => {
    this.watches.push(code);
    return this.answer();
  };

  async comesOnline(): Promise<void> {
    this.state.set('online');
    await vi.advanceTimersByTimeAsync(0);
  }

  hears(status: QrStatus): void {
    this.#events.emit(status);
  }
}

let server: FakeServer;
let sockets: FakeAccountSocket[];
let session: {
  user: User | null;
  enter: ReturnType<typeof vi.fn<() => Promise<User>>>;
  reload: ReturnType<typeof vi.fn<() => Promise<void>>>;
};
let qr: QrLogin;
let codes: number;

const state = () => qr.state.getSnapshot();
const asked = (route: string) => server.calls.filter((call) => call === route).length;
const statusOf = (code: number) => `GET /api/qr-auth/status/code-${code}`;
const away = (): Promise<Response> => Promise.reject(new TypeError('Failed to fetch'));
const passes = (ms: number) => vi.advanceTimersByTimeAsync(ms);

beforeEach(async () => {
  vi.useFakeTimers({ now: NOW });
  codes = 0;
  sockets = [];
  server = new FakeServer()
    .on(ASK, () => {
      codes++;
      // What this client should do with a code is tested below, also where nobody pushes.
      server.on(statusOf(codes), () => ok({ status: 'pending' }));
      return ok({
        sessionId: `code-${codes}`,
        qrData: `data:image/png;base64,${codes}`,
        expiresIn: 300,
        expiresAt: '2020-01-01T00:00:00Z',
        deepLink: `nio://qr-login?code=code-${codes}`,
        link: `http://nio.test/qr-login?code=code-${codes}`,
      });
    })
    .on(CLAIM, () => ok({ message: '', token: 't', user: user() }));
  session = {
    user: null,
    enter: vi.fn(() => Promise.resolve(user())),
    reload: vi.fn(() => Promise.resolve()),
  };
  qr = new QrLogin({
    http: openHttp({ baseUrl: 'http://nio.test', fetch: server.fetch }),
    session,
    openSocket: () => {
      const socket = new FakeAccountSocket();
      sockets.push(socket);
      return socket as unknown as ReturnType<QrLoginOptions['openSocket']>;
    },
  });
  qr.start();
  await passes(0);
});

const socket = (): FakeAccountSocket => sockets.at(-1)!;

test('a code is shown as long as it is good, by the local clock', () => {
  expect(state()).toEqual({
    phase: 'waiting',
    picture: 'data:image/png;base64,1',
    link: 'http://nio.test/qr-login?code=code-1',
    deepLink: 'nio://qr-login?code=code-1',
    expiresAtMs: NOW + 300_000,
    offline: false,
  });
});

describe('with a socket', () => {
  beforeEach(async () => {
    await socket().comesOnline();
  });

  test('nobody asks', async () => {
    expect(socket().watches).toEqual(['code-1']);
    await passes(60_000);
    expect(asked(statusOf(1))).toBe(0);
  });

  test('who scanned is shown with the number, and the phone’s yes signs in', async () => {
    socket().hears(SCANNED);
    expect(state()).toMatchObject({ phase: 'scanned', person: ANNA, number: 58 });
    socket().hears({ status: 'confirmed' });
    expect(state()).toEqual({ phase: 'confirmed' });
    await passes(0);
    expect(state()).toEqual({ phase: 'done', user: user() });
    expect(session.enter).toHaveBeenCalledExactlyOnceWith({
      message: '',
      token: 't',
      user: user(),
    });
  });

  test('who scans in the last moment is given time to answer', async () => {
    await passes(290_000);
    socket().hears({ ...SCANNED, expiresIn: 120 });
    expect(state()).toMatchObject({ phase: 'scanned', expiresAtMs: NOW + 410_000 });
    await passes(119_000);
    expect(state()).toMatchObject({ phase: 'scanned' });
    expect(codes).toBe(1);
    await passes(1000);
    expect(codes).toBe(2);
  });

  test('a yes told twice is claimed once', async () => {
    socket().hears({ status: 'confirmed' });
    socket().hears({ status: 'confirmed' });
    await passes(POLL_MS);
    expect(asked(CLAIM)).toBe(1);
  });

  test('the phone’s no ends it until somebody wants another code', async () => {
    socket().hears({ status: 'rejected' });
    expect(state()).toEqual({ phase: 'rejected' });
    await passes(3_600_000);
    expect(codes).toBe(1);
    qr.renew();
    await passes(0);
    expect(state()).toMatchObject({ phase: 'waiting', picture: 'data:image/png;base64,2' });
  });

  test('what an earlier code’s socket says late does not count', async () => {
    const early = socket();
    await passes(300_000);
    early.hears({ status: 'confirmed' });
    await passes(POLL_MS);
    expect(asked(CLAIM)).toBe(0);
    expect(early.state.getSnapshot()).toBe('idle');
  });

  test('while it is cut, the status is asked for', async () => {
    socket().state.set('reconnecting');
    server.on(statusOf(1), () => ok(SCANNED));
    await passes(POLL_MS);
    expect(state().phase).toBe('scanned');
    await socket().comesOnline();
    expect(socket().watches).toHaveLength(2);
  });
});

describe('without a socket', () => {
  test('the status is asked for every two seconds', async () => {
    await passes(3 * POLL_MS);
    expect(asked(statusOf(1))).toBe(3);
    server.on(statusOf(1), () => ok({ status: 'confirmed' }));
    await passes(POLL_MS);
    expect(state().phase).toBe('done');
  });

  test('a server that is away is told of and waited for', async () => {
    server.on(statusOf(1), away);
    await passes(POLL_MS);
    expect(state()).toMatchObject({ phase: 'waiting', offline: true });
    server.on(statusOf(1), () => ok({ status: 'pending' }));
    await passes(POLL_MS);
    expect(state()).toMatchObject({ phase: 'waiting', offline: false });
  });

  test.each([
    ['is gone', () => problem(410, 'qr_gone')],
    ['has run out', () => ok({ status: 'expired' })],
  ])('a code that %s is replaced', async (_, answer) => {
    server.on(statusOf(1), answer);
    await passes(POLL_MS);
    expect(state()).toMatchObject({ phase: 'waiting', picture: 'data:image/png;base64,2' });
  });
});

describe('a code that runs out', () => {
  test('is replaced by itself, also when it was scanned', async () => {
    await socket().comesOnline();
    socket().hears(SCANNED);
    await passes(300_000);
    expect(state()).toMatchObject({ phase: 'waiting', expiresAtMs: NOW + 600_000 });
    expect(sockets).toHaveLength(2);
  });

  test('is replaced for an hour; then somebody must want it', async () => {
    await passes(3_600_000);
    expect(state()).toEqual({ phase: 'expired' });
    expect(codes).toBe(12);
    await passes(3_600_000);
    expect(codes).toBe(12);
    qr.renew();
    await passes(0);
    expect(state().phase).toBe('waiting');
  });
});

describe('when no code is to be had', () => {
  test.each([
    ['the network is away', away, 'offline', 2000],
    [
      'there were too many',
      () => problem(429, 'too_many_requests', { retryAfterMs: 20_000 }),
      'too_many_requests',
      20_000,
    ],
  ])('because %s, it is tried again', async (_, answer, error, afterMs) => {
    server.on(ASK, answer);
    qr.renew();
    await passes(0);
    const failed = state();
    expect(failed).toMatchObject({ phase: 'failed', error: { error } });
    expect(failed.phase === 'failed' && failed.error).toBeInstanceOf(NioError);
    server.on(ASK, () => ok({ sessionId: 'x', qrData: 'data:x', expiresIn: 300 }));
    await passes(afterMs);
    expect(state()).toMatchObject({ phase: 'waiting', picture: 'data:x' });
  });
});

describe('the claim', () => {
  const confirmed = async (): Promise<void> => {
    await socket().comesOnline();
    socket().hears({ status: 'confirmed' });
  };

  test('is tried again while the network is away', async () => {
    server.on(CLAIM, away);
    await confirmed();
    await passes(1000);
    expect(state().phase).toBe('confirmed');
    server.on(CLAIM, () => ok({ message: '', token: 't', user: user() }));
    await passes(5000);
    expect(state().phase).toBe('done');
  });

  test('whose answer was lost has signed in all the same', async () => {
    server.on(CLAIM, () => problem(410, 'qr_gone'));
    session.reload.mockImplementation(() => {
      session.user = user();
      return Promise.resolve();
    });
    await confirmed();
    await passes(0);
    expect(state()).toEqual({ phase: 'done', user: user() });
  });

  test('that came too late begins anew', async () => {
    server.on(CLAIM, () => problem(410, 'qr_gone'));
    await confirmed();
    await passes(0);
    expect(state()).toMatchObject({ phase: 'waiting', picture: 'data:image/png;base64,2' });
  });

  test('counts also when the page was left meanwhile', async () => {
    await confirmed();
    qr.close();
    await passes(0);
    expect(session.enter).toHaveBeenCalledOnce();
  });
});

test('a closed one is silent', async () => {
  await socket().comesOnline();
  qr.close();
  expect(socket().state.getSnapshot()).toBe('idle');
  const before = server.calls.length;
  await passes(3_600_000);
  expect(server.calls).toHaveLength(before);
});
