import type { Stream } from '@nio/sdk';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../api/errorText';
import { nio } from '../api/nio';
import { queries } from '../api/queries';
import { markOnAir } from '../golive/handover';
import { useFormat } from '../i18n/format';
import { toast } from '../shell/toast';

/** Ends one's stream. `end` resolves to whether it worked; what went wrong is said. */
export function useEndStream(stream: Stream): { ending: boolean; end: () => Promise<boolean> } {
  const { t } = useTranslation();
  const format = useFormat();
  const [ending, setEnding] = useState(false);
  const end = async (): Promise<boolean> => {
    setEnding(true);
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
