import { IconEye } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format';
import styles from './LivePill.module.css';

/** LIVE and how many watch. The number is told in words to those who cannot see the eye. */
export function LivePill({ viewers, testId }: { viewers: number; testId?: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const formatted = format.count(viewers);
  return (
    <span className={styles.pill}>
      <span className={styles.live}>{t('room.live')}</span>
      <span className={styles.viewers} title={t('home.viewers', { count: viewers, formatted })}>
        <IconEye aria-hidden="true" />
        <span className="nio-tabular" data-testid={testId}>
          {formatted}
        </span>
      </span>
    </span>
  );
}
