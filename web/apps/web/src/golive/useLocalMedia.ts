import { useEffect, useState } from 'react';
import { browserMedia, LocalMedia } from './localMedia';

/** Camera and microphone for a page, let go of with it unless `handedOn` says that somebody else has them now. */
export function useLocalMedia(handedOn: () => boolean): LocalMedia | null {
  const [media, setMedia] = useState<LocalMedia | null>(null);
  useEffect(() => {
    const own = new LocalMedia(browserMedia());
    setMedia(own);
    void own.start();
    return () => {
      if (!handedOn()) own.stop();
    };
    // `handedOn` is about the page, not about its state.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return media;
}
