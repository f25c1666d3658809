import { NioError, type Stream } from '@nio/sdk';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useParams } from 'react-router';
import { nio, useSession } from '../api/nio';
import { withTexts } from '../i18n/i18n';
import { RoomSkeleton } from './RoomSkeleton';
import { WatchPage } from './WatchPage';

const StudioPage = lazy(() => withTexts('studio', import('../studio/StudioPage')));

/** `/live/:id`: the studio for the streamer, the watching page for everybody else. */
export function Component() {
  const { id = '' } = useParams();
  const session = useSession();
  switch (session.status) {
    case 'starting':
      return <RoomSkeleton />;
    case 'guest':
      // A guest streams nothing: no need to ask whose stream it is.
      return <WatchPage key={id} streamId={id} />;
    case 'user':
      return <ByOwner key={`${id} ${session.user.id}`} streamId={id} userId={session.user.id} />;
  }
}

function ByOwner({ streamId, userId }: { streamId: string; userId: string }) {
  const [watches, setWatches] = useState(false);
  const [stream, setStream] = useState<Stream | 'unknown' | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    nio.streams.get(streamId, abort.signal).then(setStream, (cause: unknown) => {
      // The room itself asks again and says what is wrong.
      if (cause instanceof NioError) setStream('unknown');
    });
    return () => abort.abort();
  }, [streamId]);
  if (stream === null) return <RoomSkeleton />;
  const mine = stream !== 'unknown' && stream.streamer.id === userId && stream.status === 'live';
  if (!mine) return <WatchPage streamId={streamId} />;
  if (watches) return <WatchPage streamId={streamId} role="viewer" />;
  return (
    <Suspense fallback={<RoomSkeleton />}>
      <StudioPage stream={stream} onWatch={() => setWatches(true)} />
    </Suspense>
  );
}
