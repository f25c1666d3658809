import { readSetting, writeSetting } from '../api/settings';

const MOST = 8;

/** What was searched for on this device, the latest first. */
export function recentSearches(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(readSetting('searches') ?? '[]');
    return Array.isArray(stored)
      ? stored.filter((word) => typeof word === 'string').slice(0, MOST)
      : [];
  } catch {
    // Not ours, or broken: as if there were none.
    return [];
  }
}

/** Remembers a search, in whatever letters it was typed; the same one moves to the front. */
export function rememberSearch(query: string): void {
  const word = query.trim();
  if (word === '') return;
  const others = recentSearches().filter((it) => it.toLowerCase() !== word.toLowerCase());
  writeSetting('searches', JSON.stringify([word, ...others].slice(0, MOST)));
}

/** Forgets one search, or all of them. */
export function forgetSearch(query?: string): void {
  const left = query === undefined ? [] : recentSearches().filter((it) => it !== query);
  writeSetting('searches', left.length === 0 ? null : JSON.stringify(left));
}
