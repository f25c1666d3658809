import { useEffect, useRef } from 'react';

/** One page of a browser sends a stream: the one that began last. `onTakenOver` is called on the others. */
export function useSingleStudio(streamId: string, onTakenOver: () => void): void {
  const latest = useRef(onTakenOver);
  useEffect(() => {
    latest.current = onTakenOver;
  });
  useEffect(() => {
    const channel = new BroadcastChannel('nio-on-air');
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (data === streamId) latest.current();
    };
    channel.postMessage(streamId);
    return () => channel.close();
  }, [streamId]);
}
