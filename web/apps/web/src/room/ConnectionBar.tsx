import type { LiveSocket } from '@nio/sdk';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from '../api/nio';
import styles from './ConnectionBar.module.css';
import { useTakesLong } from './useTakesLong';

/** A blink of the network is not worth a word. */
const PATIENCE_MS = 700;
const GOOD_NEWS_MS = 2000;

/** A thin bar that says the connection is cut, that it is back, and goes by itself. */
export function ConnectionBar({
  socket,
  over,
}: {
  socket: Pick<LiveSocket, 'state'>;
  /** Nothing more will come anyway. */
  over: boolean;
}) {
  const { t } = useTranslation();
  const state = useStore(socket.state);
  const cut = state === 'reconnecting' || state === 'refused';
  const lost = useTakesLong(cut ? PATIENCE_MS : null);
  const [back, setBack] = useState(false);

  useEffect(() => {
    if (!lost) return;
    // Runs when it is no longer lost.
    return () => setBack(true);
  }, [lost]);

  useEffect(() => {
    if (!back) return;
    const timer = setTimeout(() => setBack(false), GOOD_NEWS_MS);
    return () => clearTimeout(timer);
  }, [back]);

  const shown = over
    ? null
    : lost
      ? state === 'refused'
        ? 'refused'
        : 'lost'
      : back
        ? 'back'
        : null;
  return (
    <div className={styles.place} role="status">
      {shown === null ? null : (
        <div
          className={styles.bar}
          data-state={shown}
          data-testid="connection-bar"
          data-connection-bar
        >
          {shown === 'lost'
            ? t('room.connectionLost')
            : shown === 'refused'
              ? t('room.connectionRefused')
              : t('room.connectionBack')}
        </div>
      )}
    </div>
  );
}
