import type { Stream } from '@nio/sdk';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Ago } from '../ui/Ago';
import { Avatar } from '../ui/Avatar';
import styles from './Room.module.css';

/** Who streams, what it is called, and whatever else belongs to it. */
export function StreamerBar({
  stream,
  brief,
  followers,
  follow,
  children,
}: {
  stream: Stream;
  /** One's own: without a way to the profile, category and start. */
  brief?: boolean;
  /** How many follow, beside the name. */
  followers?: ReactNode;
  /** What to follow with, on phones. */
  follow?: ReactNode;
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <div className={styles.topStart}>
      <div className={styles.streamer}>
        <Avatar person={stream.streamer} />
        <div className={styles.who}>
          <span className={styles.name}>
            {brief ? (
              <span className={styles.nickname}>{stream.streamer.nickname}</span>
            ) : (
              <Link
                className={styles.nickname}
                to={`/profile/${stream.streamer.nickname}`}
                data-testid="streamer"
              >
                {stream.streamer.nickname}
              </Link>
            )}
            {followers}
          </span>
          <h1 className={styles.title} title={stream.title}>
            {stream.title}
          </h1>
        </div>
        {follow}
      </div>
      <div className={styles.facts}>
        {children}
        {brief ? null : (
          <span className={styles.wide} title={stream.description || undefined}>
            {stream.status === 'live' ? (
              <Ago at={stream.startedAt} words={(when) => t('room.startedAgo', { when })} />
            ) : null}
          </span>
        )}
      </div>
    </div>
  );
}
