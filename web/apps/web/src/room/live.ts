import { IceServers, LiveRoom, LiveSocket } from '@nio/sdk';
import { useEffect, useState } from 'react';
import { nio } from '../api/nio';

/** One page's place in a stream: the connection, the room, and what WebRTC needs of the network. */
export interface Live {
  readonly socket: LiveSocket;
  readonly room: LiveRoom;
  readonly ice: IceServers;
}

/**
 * Enters a stream and leaves it with the page. `attach` is called before the first word is exchanged and returns what to
 * do at the end: the place to set up an end of WebRTC.
 */
export function enterLive(
  streamId: string,
  attach: (live: Live) => () => void,
  role?: 'viewer',
): () => void {
  const socket = new LiveSocket({ baseUrl: nio.baseUrl, session: nio.session });
  const room = new LiveRoom({
    streamId,
    socket,
    streams: nio.streams,
    session: nio.session,
    ...(role === undefined ? {} : { role }),
  });
  const live = { socket, room, ice: new IceServers(nio.rtc) };
  const detach = attach(live);
  // The socket library waits longer and longer between attempts; these moments are worth one at once.
  const wake = (): void => socket.wake();
  const visible = (): void => {
    if (document.visibilityState === 'visible') wake();
  };
  window.addEventListener('online', wake);
  document.addEventListener('visibilitychange', visible);
  room.start();
  socket.connect();
  return () => {
    window.removeEventListener('online', wake);
    document.removeEventListener('visibilitychange', visible);
    detach();
    room.close();
    socket.close();
  };
}

/** {@link enterLive} for a component: `null` until the effect has run. `make` builds what else the page keeps. */
export function useLive<T extends { close: () => void }>(
  streamId: string,
  make: (live: Live) => T,
  role?: 'viewer',
): (Live & { readonly media: T }) | null {
  const [current, setCurrent] = useState<(Live & { readonly media: T }) | null>(null);
  useEffect(
    () =>
      enterLive(
        streamId,
        (live) => {
          const media = make(live);
          setCurrent({ ...live, media });
          return () => media.close();
        },
        role,
      ),
    // A page makes its media once; a new function of the same kind is no reason to start over.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [streamId, role],
  );
  return current;
}
