import { expect, test } from 'vitest';
import { tagOf, withTag } from './tags';

test.each([
  ['Jazz', 'jazz'],
  [' #джаз ', 'джаз'],
  ['late night', 'late-night'],
  ['90s', '90s'],
  ['a', null],
  ['c++', null],
  ['', null],
  ['x'.repeat(25), null],
])('%j is kept as %j', (typed, tag) => {
  expect(tagOf(typed)).toBe(tag);
});

test('a tag stands once, and five are enough', () => {
  expect(withTag(['jazz'], 'jazz')).toEqual(['jazz']);
  expect(withTag(['a1', 'a2', 'a3', 'a4'], 'a5')).toHaveLength(5);
  expect(withTag(['a1', 'a2', 'a3', 'a4', 'a5'], 'a6')).toHaveLength(5);
});
