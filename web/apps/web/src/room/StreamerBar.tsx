import type { Stream } from '@nio/sdk';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Ago } from '../ui/Ago';
import { Avatar } from '../ui/Avatar';
import styles from './Room.module.css';

/** Who streams, what it is called, and whatever else belongs to it. */
export function StreamerBar({
  stream,
  brief,
  children,
}: {
  stream: Stream;
  /** Without category and start: there is enough else. */
  brief?: boolean;
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <div className={styles.topStart}>
      <div className={styles.streamer}>
        <Avatar person={stream.streamer} />
        <div className={styles.who}>
          <span className={styles.nickname}>{stream.streamer.nickname}</span>
          <h1 className={styles.title} title={stream.title}>
            {stream.title}
          </h1>
        </div>
      </div>
      <div className={styles.facts}>
        {children}
        {brief ? null : (
          <span className={styles.wide} title={stream.description || undefined}>
            {t(`category.${stream.category}`)}
            {stream.status === 'live' ? (
              <>
                {' · '}
                <Ago at={stream.startedAt} words={(when) => t('room.startedAgo', { when })} />
              </>
            ) : null}
          </span>
        )}
      </div>
    </div>
  );
}
