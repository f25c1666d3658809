/** The way back after signing in, carried as `?next=`. */

/** Where to go after signing in. Paths of this site only, so that nobody is led elsewhere by a crafted link. */
export function safeNext(next: string | null): string {
  if (next === null) return '/';
  try {
    // Resolving catches what looks like a path and is none: `//host`, `/\host`, tabs and newlines in between.
    const base = 'https://nio.invalid';
    const url = new URL(next, base);
    // The result is checked as well: `/.//host` resolves to `//host`, which is another host when it is resolved once more.
    const inside = next.startsWith('/') && url.origin === base && !url.pathname.startsWith('//');
    return inside ? url.pathname + url.search + url.hash : '/';
  } catch {
    return '/';
  }
}

/** The sign-in (or registration) page that leads back to `from`. */
export function loginPath(
  from: { pathname: string; search?: string },
  page: '/login' | '/register' = '/login',
): string {
  const here = from.pathname + (from.search ?? '');
  return here === '/' ? page : `${page}?next=${encodeURIComponent(here)}`;
}
