import type { Stream } from '@nio/sdk';
import { useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { errorText } from '../api/errorText';
import { nio } from '../api/nio';
import { queries } from '../api/queries';
import { markOnAir } from '../golive/handover';
import { useFormat } from '../i18n/format';
import { toast } from '../shell/toast';

/** How the end of one's stream goes. */
export interface Ending {
  readonly ending: boolean;
  /** Ends it; resolves to whether it worked. What went wrong is said. */
  readonly end: () => Promise<boolean>;
}

/** Ends one's stream. */
export function useEndStream(stream: Stream): Ending {
  const { t } = useTranslation();
  const format = useFormat();
  const [ending, setEnding] = useState(false);
  const end = async (): Promise<boolean> => {
    // At once, so that what a live stream alone may send stops before the server is told.
    flushSync(() => setEnding(true));
    try {
      await nio.streams.end(stream.id);
      markOnAir(null);
      await queries.invalidateQueries({ queryKey: ['streams'] });
      return true;
    } catch (cause) {
      await toast(errorText(cause, t, format), 'trouble');
      return false;
    } finally {
      setEnding(false);
    }
  };
  return { ending, end };
}
