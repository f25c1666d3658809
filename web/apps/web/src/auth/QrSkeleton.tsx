import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import styles from './QrPanel.module.css';

/** While a code is on its way. */
export function QrSkeleton() {
  const { t } = useTranslation();
  return (
    <div className={styles.panel}>
      <div className={styles.frame} role="status" aria-label={t('qr.starting')}>
        <Skeleton height="100%" radius="md" />
      </div>
      <p className={styles.countdown}>{t('qr.starting')}</p>
    </div>
  );
}
