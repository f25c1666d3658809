import { beforeEach, describe, expect, test } from 'vitest';
import { forgetSearch, recentSearches, rememberSearch } from './recent';

beforeEach(() => localStorage.clear());

describe('searches of this device', () => {
  test('are remembered, the latest first', () => {
    for (const word of ['jazz', ' chess ', '']) rememberSearch(word);
    expect(recentSearches()).toEqual(['chess', 'jazz']);
  });

  test('stand once, however they were typed', () => {
    for (const word of ['Jazz', 'chess', 'jazz']) rememberSearch(word);
    expect(recentSearches()).toEqual(['jazz', 'chess']);
  });

  test('are eight at most', () => {
    for (let i = 0; i < 12; i++) rememberSearch(`word ${i}`);
    expect(recentSearches()).toHaveLength(8);
    expect(recentSearches()[0]).toBe('word 11');
  });

  test('are forgotten one by one, or all', () => {
    for (const word of ['jazz', 'chess', 'go']) rememberSearch(word);
    forgetSearch('chess');
    expect(recentSearches()).toEqual(['go', 'jazz']);
    forgetSearch();
    expect(recentSearches()).toEqual([]);
  });

  test.each(['{', '{"a":1}', '[1,2]'])('that are not readable are none: %s', (stored) => {
    localStorage.setItem('nio.searches', stored);
    expect(recentSearches()).toEqual([]);
  });
});
