import type { Stream } from '@nio/sdk';
import { expect, test } from 'vitest';
import { unique } from './streams';

test('a stream that moved between two pages stands once', () => {
  const ids = ['a', 'b', 'b', 'c', 'a'];
  expect(unique(ids.map((id) => ({ id }) as Stream)).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
});
