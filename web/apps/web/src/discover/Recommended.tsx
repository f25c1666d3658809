import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { people } from '../api/people';
import { readSetting } from '../api/settings';
import { LiveCard } from '../home/LiveCard';
import { useMyId } from '../people/queries';
import styles from './Recommended.module.css';

const MOST = 4;

/** What goes with what was watched last on this device; before anything was, with `fallback`. */
export function Recommended({ fallback }: { fallback: string }) {
  const { t } = useTranslation();
  const me = useMyId();
  const after = readSetting('watched') ?? fallback;
  const next = useQuery({
    queryKey: ['streams', 'next', after, me, MOST],
    queryFn: ({ signal }) => people.next(after, MOST, signal),
    staleTime: 30_000,
    // An extra: without it the page is whole.
    retry: false,
  });
  if (next.data === undefined || next.data.length === 0) return null;
  return (
    <section className={styles.recommended}>
      <h2 className={styles.title}>{t('discover.recommended')}</h2>
      <ul className={styles.row} data-testid="recommended">
        {next.data.map((stream) => (
          <li key={stream.id}>
            <LiveCard stream={stream} />
          </li>
        ))}
      </ul>
    </section>
  );
}
