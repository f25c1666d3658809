/** Renewed this long before its end, so that no request leaves with a token that dies on the way. */
const MARGIN_MS = 60_000;

/** Used when the lifetime cannot be read from the token. */
const FALLBACK_LIFETIME_MS = 10 * 60_000;

/** An access token and the local time until which it may be used. */
export interface AccessToken {
  readonly value: string;
  readonly usableUntilMs: number;
}

/**
 * Reads the lifetime of a JWT as the difference of its own `exp` and `iat`, counted from now: the clock of the device
 * need not agree with the server's.
 */
export function accessToken(value: string, nowMs: number): AccessToken {
  return { value, usableUntilMs: nowMs + (lifetimeMs(value) ?? FALLBACK_LIFETIME_MS) - MARGIN_MS };
}

/** The session a JWT belongs to; `null` when it cannot be read. */
export function sessionOf(jwt: string): string | null {
  const { sid } = claimsOf(jwt);
  return typeof sid === 'string' ? sid : null;
}

function lifetimeMs(jwt: string): number | null {
  const { exp, iat } = claimsOf(jwt);
  return typeof exp === 'number' && typeof iat === 'number' ? (exp - iat) * 1000 : null;
}

function claimsOf(jwt: string): { exp?: unknown; iat?: unknown; sid?: unknown } {
  try {
    const payload = (jwt.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const claims: unknown = JSON.parse(atob(payload));
    return typeof claims === 'object' && claims !== null ? claims : {};
  } catch {
    return {};
  }
}
