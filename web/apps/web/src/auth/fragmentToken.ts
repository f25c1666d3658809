import { useState } from 'react';

/**
 * The token a link of a mail carries behind `#token=`, which no server or log has seen; `null` when it is not whole. It
 * leaves the address bar at once, so that neither the history nor a shared address gives it away.
 */
export function useFragmentToken(): string | null {
  const [token] = useState(takeToken);
  return token;
}

/** What was taken from the address bar: a page that is mounted anew (React may begin twice) must find it again. */
let taken: { readonly pathname: string; readonly token: string } | null = null;

function takeToken(): string | null {
  const { hash, pathname, search } = window.location;
  if (hash !== '') {
    window.history.replaceState(window.history.state, '', pathname + search);
    taken = { pathname, token: new URLSearchParams(hash.slice(1)).get('token') ?? '' };
  }
  return taken?.pathname === pathname && taken.token !== '' ? taken.token : null;
}
