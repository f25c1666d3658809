import { useEffect, useState } from 'react';
import { useFormat } from '../i18n/format';

/** The time now, renewed every half minute: for words like "5 minutes ago". */
export function useNow(everyMs = 30_000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

/** A moment, relative; exact on hover. `words` puts it into a sentence. */
export function Ago({ at, words }: { at: string; words?: (when: string) => string }) {
  const format = useFormat();
  const when = format.ago(at, useNow());
  return (
    <time dateTime={at} title={format.exact(at)}>
      {words ? words(when) : when}
    </time>
  );
}
