import { useSyncExternalStore } from 'react';
import { breakpoints } from '../theme/theme';

const QUERY = `(min-width: ${breakpoints.desktop})`;

function subscribe(changed: () => void): () => void {
  const media = window.matchMedia(QUERY);
  media.addEventListener('change', changed);
  return () => media.removeEventListener('change', changed);
}

/** Whether the room is laid out for a desktop. */
export function useWide(): boolean {
  return useSyncExternalStore(subscribe, () => window.matchMedia(QUERY).matches);
}
