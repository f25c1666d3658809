/**
 * Waiting time before attempt number `attempt` (from 0): doubles from `baseMs` to `maxMs`, spread by ±25 % so that
 * everybody who lost the same server does not come back in the same moment.
 */
export function backoffMs(
  attempt: number,
  { baseMs = 1000, maxMs = 15_000, random = Math.random } = {},
): number {
  const full = Math.min(maxMs, baseMs * 2 ** attempt);
  return Math.round(full * (0.75 + random() * 0.5));
}
