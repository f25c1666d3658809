import { beforeEach, describe, expect, test } from 'vitest';
import { NioClient } from '../http/client.js';
import { FakeServer, ok, problem } from '../testing/fakeServer.js';
import { jwt, user } from '../testing/fixtures.js';
import { Account } from './account.js';

let server: FakeServer;
let account: Account;
let seen: { body: unknown; headers: Headers }[];

const says = (route: string, answer: object) =>
  server.on(route, (request) => {
    seen.push(request);
    return ok(answer);
  });

beforeEach(() => {
  seen = [];
  server = new FakeServer().on('POST /api/auth/refresh', () =>
    ok({ message: '', token: jwt(0, 900), user: user() }),
  );
  account = new Account(
    new NioClient({ baseUrl: 'http://nio.test', fetch: server.fetch, channel: null }).http,
  );
});

test('places are asked for in the language of the app', async () => {
  says('GET /api/sessions', []);
  await account.sessions('ru');
  expect(seen[0]?.headers.get('Accept-Language')).toBe('ru');
});

test('how many sessions have ended is told', async () => {
  says('DELETE /api/sessions/others/all', { message: '', deletedCount: 3 });
  expect(await account.endOtherSessions()).toBe(3);
});

describe('a sensitive call', () => {
  test('without a fresh proof says how to prove it', async () => {
    server.on('PUT /api/account/email', () =>
      problem(403, 'reauthentication_required', { methods: ['password'] }),
    );
    await expect(account.changeEmail('new@example.com')).rejects.toMatchObject({
      status: 403,
      methods: ['password'],
    });
  });

  test('with a wrong password is not repeated: that would count as two tries', async () => {
    server.on('POST /api/auth/reauthenticate', () => problem(401, 'invalid_credentials'));
    await expect(account.reauthenticate('wrong')).rejects.toMatchObject({
      error: 'invalid_credentials',
    });
    expect(server.calls).toEqual(['POST /api/auth/refresh', 'POST /api/auth/reauthenticate']);
  });
});

test('a provider is asked for by name and comes back to a page', async () => {
  says('POST /api/account/identities/google/start', { url: 'https://accounts.example/x' });
  expect(await account.startProvider('google', 'link', '/dashboard/settings/linked')).toBe(
    'https://accounts.example/x',
  );
  expect(seen[0]?.body).toEqual({ purpose: 'link', next: '/dashboard/settings/linked' });
});
