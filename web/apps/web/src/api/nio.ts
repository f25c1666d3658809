import { NioClient, type Readable, type SessionState } from '@nio/sdk';
import { useSyncExternalStore } from 'react';

/** The server this page came from. */
export const nio = new NioClient({ baseUrl: '' });

/** The value of an SDK store, kept current. */
export function useStore<T>(store: Readable<T>): T {
  return useSyncExternalStore(store.subscribe, store.getSnapshot);
}

/** Who is signed in. */
export function useSession(): SessionState {
  return useStore(nio.session.state);
}
