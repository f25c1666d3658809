import { beforeEach, describe, expect, test, vi } from 'vitest';
import { NioClient } from '../http/client.js';
import { FakeServer, ok, problem } from '../testing/fakeServer.js';
import { jwt, user } from '../testing/fixtures.js';
import type { SessionChannel } from './session.js';

const NOW = Date.UTC(2026, 0, 1);
let server: FakeServer;
let channel: SessionChannel & { posted: unknown[] };
let tokens: number;

function client(more: object = {}): NioClient {
  return new NioClient({ baseUrl: 'http://nio.test', fetch: server.fetch, channel, ...more });
}

/** Every refresh gives another token, good for 15 minutes. */
const refreshed = (): Response => {
  const iat = Date.now() / 1000;
  return ok({ token: jwt(iat, iat + 900, String(++tokens)), user: user() });
};

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  tokens = 0;
  server = new FakeServer().on('POST /api/auth/refresh', refreshed);
  channel = {
    posted: [],
    onmessage: null,
    postMessage(message) {
      this.posted.push(message);
    },
  };
});

describe('at the start', () => {
  test('the refresh cookie tells who it is', async () => {
    const { session } = client();
    expect(session.state.getSnapshot()).toEqual({ status: 'starting' });
    await session.start();
    expect(session.state.getSnapshot()).toEqual({ status: 'user', user: user() });
  });

  test.each([
    ['refused', () => problem(401, 'refresh_invalid')],
    ['blocked', () => problem(403, 'account_disabled')],
    ['answered with nothing', () => new Response(null, { status: 204 })],
  ])('whoever is %s is a guest', async (_, answer) => {
    server.on('POST /api/auth/refresh', answer);
    const { session } = client();
    await session.start();
    expect(session.state.getSnapshot()).toEqual({ status: 'guest' });
    expect(await session.accessToken()).toBeNull();
  });

  test('a server that is away is asked until it answers', async () => {
    server.on('POST /api/auth/refresh', () => Promise.reject(new TypeError('Failed to fetch')));
    const { session } = client();
    const started = session.start();
    await vi.advanceTimersByTimeAsync(100);
    expect(session.state.getSnapshot().status).toBe('starting');
    server.on('POST /api/auth/refresh', refreshed);
    await vi.advanceTimersByTimeAsync(5000);
    await started;
    expect(session.user).toEqual(user());
  });
});

describe('the access token', () => {
  test('is asked for once, however many need it', async () => {
    const { session } = client();
    await Promise.all([session.accessToken(), session.accessToken(), session.start()]);
    expect(server.calls).toEqual(['POST /api/auth/refresh']);
  });

  test('is renewed a minute before its end', async () => {
    const { session } = client();
    const first = await session.accessToken();
    vi.setSystemTime(NOW + 13 * 60_000);
    expect(await session.accessToken()).toBe(first);
    vi.setSystemTime(NOW + 14 * 60_000);
    expect(await session.accessToken()).not.toBe(first);
  });

  test('its lifetime is its own, whatever the clock of the device says', async () => {
    const wrong = NOW / 1000 - 86_400;
    server.on('POST /api/auth/refresh', () => ok({ token: jwt(wrong, wrong + 900), user: user() }));
    const { session } = client();
    await session.accessToken();
    await session.accessToken();
    expect(server.calls).toHaveLength(1);
  });

  test('a request refused for it is repeated with a new one', async () => {
    const { session, streams } = client();
    await session.start();
    const seen: (string | null)[] = [];
    server.on('GET /api/streams/my/active', ({ headers }) => {
      seen.push(headers.get('Authorization'));
      return seen.length === 1 ? problem(401, 'unauthorized') : ok({ stream: null });
    });
    expect(await streams.myActive()).toBeNull();
    expect(new Set(seen).size).toBe(2);
  });

  test('a request keeps its body when it is repeated', async () => {
    const { session, streams } = client();
    await session.start();
    const bodies: unknown[] = [];
    server.on('POST /api/streams', ({ body }) => {
      bodies.push(body);
      return bodies.length === 1
        ? problem(401, 'unauthorized')
        : ok({ message: '', stream: {} }, 201);
    });
    await streams.create({ title: 'Hi', category: 'talk' });
    expect(bodies).toEqual([bodies[0], bodies[0]]);
    expect(bodies[0]).toEqual({ title: 'Hi', category: 'talk' });
  });

  test('when there is no new one, the person has become a guest', async () => {
    const { session, streams } = client();
    await session.start();
    server
      .on('GET /api/streams/my/active', () => problem(401, 'unauthorized'))
      .on('POST /api/auth/refresh', () => problem(401, 'refresh_invalid'));
    await expect(streams.myActive()).rejects.toMatchObject({ error: 'unauthorized' });
    expect(session.state.getSnapshot().status).toBe('guest');
  });
});

describe('signing in and out', () => {
  test('a wrong password says so and does not touch the refresh token', async () => {
    const { session } = client();
    server.on('POST /api/auth/login', () => problem(401, 'invalid_credentials'));
    await expect(session.login({ email: 'a@b.c', password: 'x' })).rejects.toMatchObject({
      error: 'invalid_credentials',
      status: 401,
    });
    expect(server.calls).toEqual(['POST /api/auth/login']);
  });

  test('other tabs are told of both', async () => {
    const { session } = client();
    server
      .on('POST /api/auth/login', () => ok({ message: '', token: jwt(0, 900), user: user() }))
      .on('POST /api/auth/logout', () => new Response(null, { status: 204 }));
    await session.login({ email: 'a@b.c', password: 'x' });
    await session.logout();
    expect(channel.posted).toEqual(['signed-in', 'signed-out']);
    expect(session.state.getSnapshot().status).toBe('guest');
  });

  test('a sign-out in another tab counts here', async () => {
    const { session } = client();
    await session.start();
    channel.onmessage?.({ data: 'signed-out' } as MessageEvent);
    expect(session.user).toBeNull();
  });

  test('signing out works on this device also when the server is away', async () => {
    const { session } = client();
    await session.start();
    await expect(session.logout()).rejects.toMatchObject({ error: 'offline' });
    expect(session.user).toBeNull();
  });

  test('what another way in gave signs in here, and the other tabs are told', async () => {
    const { session } = client();
    await session.enter({ message: '', token: jwt(0, 900), user: user() });
    expect(session.user).toEqual(user());
    expect(channel.posted).toEqual(['signed-in']);
  });

  test('an app without cookies names its device at the next sign-in', async () => {
    const store = (value: string | null) => ({
      get: () => Promise.resolve(value),
      set: (next: string | null) => {
        value = next;
        return Promise.resolve();
      },
    });
    const [refreshTokenStore, deviceTokenStore] = [store(null), store(null)];
    const bodies: unknown[] = [];
    server.on('POST /api/auth/login', ({ body }) => {
      bodies.push(body);
      return ok({ message: '', token: jwt(0, 900), user: user(), deviceToken: 'd1' });
    });
    const { session } = client({ refreshTokenStore, deviceTokenStore });
    await session.login({ email: 'a@b.c', password: 'x' });
    await session.login({ email: 'a@b.c', password: 'x' });
    expect(bodies).toEqual([
      { email: 'a@b.c', password: 'x', tokenTransport: 'body' },
      { email: 'a@b.c', password: 'x', tokenTransport: 'body', deviceToken: 'd1' },
    ]);
  });

  test('an app without cookies carries the refresh token itself', async () => {
    let stored: string | null = 'r1';
    const refreshTokenStore = {
      get: () => Promise.resolve(stored),
      set: (token: string | null) => {
        stored = token;
        return Promise.resolve();
      },
    };
    server.on('POST /api/auth/refresh', ({ body }) => {
      expect(body).toEqual({ refreshToken: 'r1' });
      return ok({ token: jwt(0, 900), user: user(), refreshToken: 'r2' });
    });
    await client({ refreshTokenStore }).session.start();
    expect(stored).toBe('r2');
  });
});

describe('a session that was ended from elsewhere', () => {
  const signedInAs = async (sid: string) => {
    server.on('POST /api/auth/refresh', () => ok({ token: jwt(0, 900, 'x', sid), user: user() }));
    const { session } = client();
    await session.start();
    return session;
  };

  test('makes a guest who is told why', async () => {
    const session = await signedInAs('s1');
    server.on('POST /api/auth/refresh', () => problem(401, 'refresh_invalid'));
    await session.ended('s1', 'ended_by_user');
    expect(session.state.getSnapshot()).toEqual({ status: 'guest', ended: 'ended_by_user' });
  });

  test('counts also when the server cannot be asked any more', async () => {
    const session = await signedInAs('s1');
    server.on('POST /api/auth/refresh', () => Promise.reject(new TypeError('Failed to fetch')));
    await session.ended('s1', 'not_me');
    expect(session.state.getSnapshot()).toEqual({ status: 'guest', ended: 'not_me' });
  });

  test('by signing out in another tab is nothing to be told of', async () => {
    const session = await signedInAs('s1');
    server.on('POST /api/auth/refresh', () => new Response(null, { status: 204 }));
    await session.ended('s1', 'logout');
    expect(session.state.getSnapshot()).toEqual({ status: 'guest' });
  });

  test('does not matter when it is not the one of this page any more', async () => {
    const session = await signedInAs('s2');
    await session.ended('s1', 'evicted');
    expect(session.user).toEqual(user());
    expect(server.calls).toHaveLength(1);
  });

  test('does not matter when somebody has signed in in another tab meanwhile', async () => {
    const session = await signedInAs('s1');
    server.on('POST /api/auth/refresh', () =>
      ok({ token: jwt(0, 900, 'x', 's2'), user: user('oleg') }),
    );
    await session.ended('s1', 'ended_by_user');
    expect(session.user?.id).toBe('oleg');
  });

  test('is found out when the server was not heard', async () => {
    const session = await signedInAs('s1');
    server.on('POST /api/auth/refresh', () => problem(401, 'refresh_invalid'));
    await session.reload();
    expect(session.state.getSnapshot()).toEqual({ status: 'guest', ended: 'expired' });
  });

  test('tells of a blocked account', async () => {
    const session = await signedInAs('s1');
    server.on('POST /api/auth/refresh', () => problem(403, 'account_disabled'));
    await session.reload();
    expect(session.state.getSnapshot()).toEqual({ status: 'guest', ended: 'account_disabled' });
  });
});
