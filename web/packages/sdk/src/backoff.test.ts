import { expect, test } from 'vitest';
import { backoffMs } from './backoff.js';

test.each([
  [0, 0.5, 1000],
  [1, 0.5, 2000],
  [3, 0.5, 8000],
  [9, 0.5, 15_000],
  [0, 0, 750],
  [0, 1, 1250],
])('attempt %i with chance %f waits %i ms', (attempt, chance, ms) => {
  expect(backoffMs(attempt, { random: () => chance })).toBe(ms);
});
