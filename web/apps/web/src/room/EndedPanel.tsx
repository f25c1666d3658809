import { Button } from '@mantine/core';
import type { Stream } from '@nio/sdk';
import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { people } from '../api/people';
import { queries } from '../api/queries';
import { LiveCard } from '../home/LiveCard';
import { unique } from '../home/streams';
import { duration, useFormat } from '../i18n/format';
import { FollowButton } from '../people/FollowButton';
import { useMyId, useProfile } from '../people/queries';
import { Avatar } from '../ui/Avatar';
import styles from './EndedPanel.module.css';

const OTHERS = 4;

/** A stream that is over: what it was, and where to go from here. */
export default function EndedPanel({ stream }: { stream: Stream }) {
  return (
    <QueryClientProvider client={queries}>
      <Ended stream={stream} />
    </QueryClientProvider>
  );
}

function Ended({ stream }: { stream: Stream }) {
  const { t } = useTranslation();
  const me = useMyId();
  const next = useQuery({
    queryKey: ['streams', 'next', stream.id, me, OTHERS],
    queryFn: ({ signal }) => people.next(stream.id, OTHERS, signal),
  });
  // The streamer may have begun anew; nothing is nearer.
  const again = useProfile(stream.streamer.nickname).data?.live ?? null;
  const cards = unique([
    ...(again === null || again.id === stream.id ? [] : [again]),
    ...(next.data ?? []),
  ]).slice(0, OTHERS);
  const { nickname } = stream.streamer;
  return (
    <main className={styles.panel} data-testid="stream-ended">
      <div className={styles.inner}>
        <Avatar person={stream.streamer} size="xl" />
        <div role="status">
          <h2 className={styles.title}>{t('room.endedTitle')}</h2>
          <p className={styles.text}>
            {stream.endReason === 'streamer_lost'
              ? t('room.endedLost', { nickname })
              : stream.endReason === 'ended_by_admin'
                ? t('room.endedAdmin')
                : `${nickname} · ${stream.title}`}
          </p>
        </div>
        <Facts stream={stream} />
        <div className={styles.actions}>
          <FollowButton person={stream.streamer} />
          <Button component={Link} to="/" variant="default">
            {t('common.toHome')}
          </Button>
        </div>
        {cards.length > 0 ? (
          <section className={styles.others}>
            <h3 className={styles.subtitle}>{t('room.otherLive')}</h3>
            <ul className={styles.grid} data-testid="watch-next">
              {cards.map((other) => (
                <li key={other.id}>
                  <LiveCard stream={other} />
                </li>
              ))}
            </ul>
          </section>
        ) : null}
      </div>
    </main>
  );
}

/** A stream in three numbers. */
export function Facts({ stream }: { stream: Stream }) {
  const { t } = useTranslation();
  const format = useFormat();
  const lasted = Date.parse(stream.endedAt ?? stream.startedAt) - Date.parse(stream.startedAt);
  const facts = [
    [t('room.summaryDuration'), duration(lasted)],
    [t('room.summaryPeak'), format.count(stream.peakViewers)],
    [t('room.summaryMessages'), format.count(stream.messageCount)],
  ] as const;
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name} className={styles.fact}>
          <dt>{name}</dt>
          <dd className="nio-tabular">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
