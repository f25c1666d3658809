import { NioError, type LiveRoom, type Reaction } from '@nio/sdk';
import { useTranslation } from 'react-i18next';
import { errorText } from '../api/errorText';
import { useFormat } from '../i18n/format';
import { toast } from '../shell/toast';
import { reactionsOf } from './reactions';

/** Too many at once is no mishap worth a word: the heart has been seen. */
const QUIET = ['slow_down', 'too_many_requests'];

/** Reacts, and says why when it is not possible. */
export function useReact(room: LiveRoom): (emoji: Reaction) => void {
  const { t } = useTranslation();
  const format = useFormat();
  const react = async (emoji: Reaction): Promise<void> => {
    try {
      await reactionsOf(room).send(emoji);
    } catch (cause) {
      const code = NioError.of(cause).error;
      if (QUIET.includes(code)) return;
      const why = code === 'timed_out' || code === 'blocked' ? t(`chat.failed.${code}`) : null;
      await toast(why ?? errorText(cause, t, format), 'trouble');
    }
  };
  return (emoji) => void react(emoji);
}
