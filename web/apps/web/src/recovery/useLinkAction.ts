import { NioError } from '@nio/sdk';
import { useState } from 'react';

/** How the one action of a mail's link stands. */
export type LinkAction<T> =
  | { readonly phase: 'ready' | 'working'; readonly failure: unknown }
  | { readonly phase: 'done'; readonly result: T }
  | { readonly phase: 'expired' };

/**
 * The one action of a mail's link. On a press, never on load: programs that check mail for danger open every link, and
 * would use it up.
 */
export function useLinkAction<T>(
  act: () => Promise<T>,
): readonly [state: LinkAction<T>, run: () => Promise<void>] {
  const [state, setState] = useState<LinkAction<T>>({ phase: 'ready', failure: null });
  const run = async (): Promise<void> => {
    setState({ phase: 'working', failure: null });
    try {
      setState({ phase: 'done', result: await act() });
    } catch (cause) {
      setState(isExpired(cause) ? { phase: 'expired' } : { phase: 'ready', failure: cause });
    }
  };
  return [state, run];
}

/** Whether a link has run out or was used. */
export function isExpired(cause: unknown): boolean {
  return cause instanceof NioError && cause.error === 'link_expired';
}
