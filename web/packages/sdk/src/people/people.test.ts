import { beforeEach, expect, test } from 'vitest';
import { NioClient } from '../http/client.js';
import { FakeServer, ok, problem } from '../testing/fakeServer.js';
import { Banners } from './banners.js';
import { Inbox } from './inbox.js';
import { People } from './people.js';

let asked: Request[];
let server: FakeServer;
let nio: NioClient;

beforeEach(() => {
  asked = [];
  server = new FakeServer().on('POST /api/auth/refresh', () => new Response(null, { status: 204 }));
  nio = new NioClient({
    baseUrl: 'http://nio.test',
    channel: null,
    fetch: (request) => {
      asked.push(request.clone());
      return server.fetch(request);
    },
  });
});

test('following tells how many do now', async () => {
  server.on('PUT /api/people/u1/follow', () => ok({ following: true, followers: 12 }));
  expect(await new People(nio.http).follow('u1')).toBe(12);
});

test('a search says what, which and where', async () => {
  server.on('GET /api/search', () => ok({ people: [], streams: [], pagination: {} }));
  await new People(nio.http).search('джаз', 'people', { page: 2 });
  expect(new URL(asked.at(-1)!.url).search).toBe(
    `?q=${encodeURIComponent('джаз')}&type=people&page=2`,
  );
});

test('a picture is sent as it is, by its own type', async () => {
  const bytes: string[] = [];
  const types: (string | null)[] = [];
  const people = new People(
    new NioClient({
      baseUrl: 'http://nio.test',
      channel: null,
      fetch: async (request) => {
        if (request.url.endsWith('/refresh')) return new Response(null, { status: 204 });
        types.push(request.headers.get('Content-Type'));
        bytes.push(await request.text());
        return ok({ previewUrl: '/api/files/previews/a.jpg' });
      },
    }).http,
  );
  const image = new Blob(['not really a picture'], { type: 'image/jpeg' });
  expect(await people.setPreview('s1', image)).toBe('/api/files/previews/a.jpg');
  expect([types, bytes]).toEqual([['image/jpeg'], ['not really a picture']]);
});

test('all notifications are read without naming them', async () => {
  const bodies: unknown[] = [];
  server.on('POST /api/notifications/read', ({ body }) => {
    bodies.push(body);
    return ok({ unread: 0 });
  });
  const inbox = new Inbox(nio.http);
  await inbox.read();
  expect(await inbox.read(['n1'])).toBe(0);
  expect(bodies).toEqual([{}, { ids: ['n1'] }]);
});

test('an impression answers nothing, and a refusal is told', async () => {
  const banners = new Banners(nio.http);
  server.on('POST /api/banners/b1/impression', () => new Response(null, { status: 204 }));
  await banners.seen('b1');
  server.on('POST /api/banners/b1/impression', () => problem(404, 'not_found'));
  await expect(banners.seen('b1')).rejects.toMatchObject({ error: 'not_found' });
});
