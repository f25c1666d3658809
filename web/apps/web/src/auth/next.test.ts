import { expect, test } from 'vitest';
import { loginPath, safeNext } from './next';

test.each([
  [null, '/'],
  ['', '/'],
  ['/live/1?x=2#y', '/live/1?x=2#y'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['/\t/evil.example', '/'],
  ['/.//evil.example', '/'],
  ['/a/..//evil.example', '/'],
  ['https://evil.example/', '/'],
  ['javascript:alert(1)', '/'],
  ['live/1', '/'],
  ['/a/../b', '/b'],
])('%j leads to %s', (next, path) => {
  expect(safeNext(next)).toBe(path);
});

test.each([
  [{ pathname: '/' }, '/login'],
  [{ pathname: '/live/1', search: '?a=b' }, '/login?next=%2Flive%2F1%3Fa%3Db'],
])('%j is found again after signing in', (from, path) => {
  expect(loginPath(from)).toBe(path);
});
