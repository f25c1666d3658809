import { beforeEach, expect, test } from 'vitest';
import { NioError } from '../error.js';
import { problem } from '../testing/fakeServer.js';
import { MediaHttp, type ServerLeg } from './media.js';

let requests: { method: string; url: string; body: string; headers: Headers }[];
let answers: Response[];
let media: MediaHttp;

const LEG: ServerLeg = { url: '/api/rtc/whip/7', answer: 'v=0' };

beforeEach(() => {
  requests = [];
  answers = [];
  media = new MediaHttp({ baseUrl: 'https://nio.test' }, async (request) => {
    requests.push({
      method: request.method,
      url: request.url,
      body: await request.text(),
      headers: request.headers,
    });
    return answers.shift() ?? new Response(null, { status: 204 });
  });
});

test('an offer is posted and the leg is where the server says', async () => {
  answers.push(
    new Response('v=0 answer', { status: 201, headers: { Location: '/api/rtc/whip/7' } }),
  );
  expect(await media.offer('whip', 's1', 'v=0 offer')).toEqual({
    url: '/api/rtc/whip/7',
    answer: 'v=0 answer',
  });
  expect(requests[0]).toMatchObject({
    method: 'POST',
    url: 'https://nio.test/api/streams/s1/whip',
    body: 'v=0 offer',
  });
  expect(requests[0]?.headers.get('Content-Type')).toBe('application/sdp');
});

test('a refusal is told by its code', async () => {
  answers.push(problem(404, 'not_published'));
  await expect(media.offer('whep', 's1', 'v=0')).rejects.toMatchObject({
    error: 'not_published',
    status: 404,
  });
});

test('a restart replaces whatever ICE session there is', async () => {
  answers.push(new Response('a=ice-ufrag:x'));
  expect(await media.restart(LEG, 'a=ice-ufrag:y')).toBe('a=ice-ufrag:x');
  expect(requests[0]).toMatchObject({ method: 'PATCH', url: 'https://nio.test/api/rtc/whip/7' });
  expect(requests[0]?.headers.get('If-Match')).toBe('*');
  expect(requests[0]?.headers.get('Content-Type')).toBe('application/trickle-ice-sdpfrag');
});

test('an absolute address is used as it is', async () => {
  await media.close({ ...LEG, url: 'https://other.test/leg' });
  expect(requests[0]).toMatchObject({ method: 'DELETE', url: 'https://other.test/leg' });
});

test('a layer is chosen by name', async () => {
  await media.choose(LEG, 'low');
  expect(requests[0]).toMatchObject({
    url: 'https://nio.test/api/rtc/whip/7/layer',
    body: '{"layer":"low"}',
  });
});

test('a leg has statistics, or is gone, or nobody knows', async () => {
  answers.push(
    new Response('{"current":"medium"}'),
    problem(404, 'not_found'),
    problem(500, 'internal'),
  );
  expect(await media.statistics(LEG)).toEqual({ current: 'medium' });
  expect(await media.statistics(LEG)).toBeNull();
  await expect(media.statistics(LEG)).rejects.toBeInstanceOf(NioError);
});
