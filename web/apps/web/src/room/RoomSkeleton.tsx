import { useTranslation } from 'react-i18next';
import { Rail } from '../shell/Navigation';
import styles from './Room.module.css';

/** The room before anything is known of it. */
export function RoomSkeleton() {
  const { t } = useTranslation();
  return (
    <div className={styles.room}>
      <Rail />
      <div className={styles.stage} role="status" aria-label={t('common.loading')}>
        <div className={styles.shimmer} />
      </div>
      <div className={styles.side} />
    </div>
  );
}
