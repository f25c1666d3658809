import { expect, test } from 'vitest';
import { NioError } from './error.js';

const answer = (status: number, headers: Record<string, string> = {}): Response =>
  new Response(null, { status, headers });

test.each([
  [{ error: 'email_taken', detail: 'Taken.' }, answer(409), 'email_taken', 'Taken.', null],
  [{ error: 'slow', retryAfterMs: 1500 }, answer(429), 'slow', '429', 1500],
  ['<html>', answer(502), 'unexpected', '502', null],
  [undefined, answer(401), 'unauthorized', '401', null],
  [
    { error: 'too_many_requests' },
    answer(429, { 'Retry-After': '7' }),
    'too_many_requests',
    '429',
    7000,
  ],
])('reads the problem %j', (body, response, error, detail, retryAfterMs) => {
  const problem = NioError.fromProblem(body, response);
  expect(problem).toMatchObject({ error, detail, retryAfterMs, status: response.status });
});

test('keeps the fields it understands', () => {
  const { fields } = NioError.fromProblem(
    {
      error: 'validation_failed',
      errors: [{ field: 'nickname', error: 'size', min: 3, max: 20 }, { error: 'no field' }, null],
    },
    answer(400),
  );
  expect(fields).toEqual([{ field: 'nickname', error: 'size', detail: '', min: 3, max: 20 }]);
});
