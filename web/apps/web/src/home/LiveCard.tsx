import { Skeleton } from '@mantine/core';
import type { Stream } from '@nio/sdk';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { duration, useFormat } from '../i18n/format';
import { Ago, useNow } from '../ui/Ago';
import { Avatar } from '../ui/Avatar';
import { Cover } from '../ui/Cover';
import { LivePill } from '../ui/LivePill';
import styles from './LiveCard.module.css';

/** A stream on the air: one link, read as one sentence. */
export function LiveCard({ stream }: { stream: Stream }) {
  const { t } = useTranslation();
  const format = useFormat();
  const viewers = t('home.viewers', {
    count: stream.viewerCount,
    formatted: format.count(stream.viewerCount),
  });
  return (
    <Link
      to={`/live/${stream.id}`}
      className={styles.card}
      data-testid="live-card"
      aria-label={t('home.card', {
        title: stream.title,
        nickname: stream.streamer.nickname,
        viewers,
      })}
    >
      <span className={styles.picture}>
        <Cover stream={stream} />
        <span className={styles.pill}>
          <LivePill viewers={stream.viewerCount} />
        </span>
        {stream.streamerOnline ? null : <span className={styles.away}>{t('home.away')}</span>}
      </span>
      <Words stream={stream}>{t(`category.${stream.category}`)}</Words>
    </Link>
  );
}

/** A stream that is over: what it was, how long, and how many watched. */
export function EndedCard({ stream }: { stream: Stream }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const endedAt = stream.endedAt ?? stream.startedAt;
  const lasted = Date.parse(endedAt) - Date.parse(stream.startedAt);
  return (
    <Link
      to={`/live/${stream.id}`}
      className={styles.card}
      data-ended
      aria-label={t('home.endedCard', {
        title: stream.title,
        nickname: stream.streamer.nickname,
        when: format.ago(endedAt, now),
      })}
    >
      <span className={styles.picture}>
        <Cover stream={stream} />
        <span className={styles.lasted}>{duration(lasted)}</span>
      </span>
      <Words stream={stream}>
        <Ago at={endedAt} words={(when) => t('home.endedAgo', { when })} />
        {' · '}
        {t('home.peak', {
          count: stream.peakViewers,
          formatted: format.count(stream.peakViewers),
        })}
      </Words>
    </Link>
  );
}

function Words({ stream, children }: { stream: Stream; children: ReactNode }) {
  return (
    <span className={styles.words}>
      <Avatar person={stream.streamer} />
      <span className={styles.lines}>
        <span className={styles.title}>{stream.title}</span>
        <span className={styles.name}>{stream.streamer.nickname}</span>
        <span className={styles.detail}>{children}</span>
      </span>
    </span>
  );
}

/** In place of the cards while they load. */
export function SkeletonCards({ count = 8 }: { count?: number }) {
  const { t } = useTranslation();
  return (
    <div className={styles.skeletons} role="status" aria-label={t('common.loading')}>
      {Array.from({ length: count }, (_, index) => (
        <div key={index} className={styles.card}>
          <Skeleton className={styles.picture} radius="md" />
          <span className={styles.words}>
            <Skeleton className={styles.round} circle />
            <span className={styles.bars}>
              <Skeleton className={styles.bar} />
              <Skeleton className={styles.bar} width="60%" />
            </span>
          </span>
        </div>
      ))}
    </div>
  );
}
