import { Button } from '@mantine/core';
import { IconCameraOff, IconDeviceDesktopOff, IconLock, IconShieldOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../ui/Notice';
import type { MediaProblem } from './localMedia';
import styles from './MediaTrouble.module.css';

const ICONS: Readonly<Record<MediaProblem, ReactNode>> = {
  denied: <IconLock />,
  missing: <IconCameraOff />,
  busy: <IconDeviceDesktopOff />,
  insecure: <IconShieldOff />,
  unknown: <IconCameraOff />,
};

/** Why there is no picture and no sound, and what to do about it. */
export function MediaTrouble({ problem, onRetry }: { problem: MediaProblem; onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={styles.panel} role="alert">
      <Notice
        tone="trouble"
        icon={ICONS[problem]}
        title={t(`golive.problem.${problem}.title`)}
        actions={
          // Nothing on this page can make it secure.
          problem === 'insecure' ? null : <Button onClick={onRetry}>{t('common.retry')}</Button>
        }
      >
        {t(`golive.problem.${problem}.text`)}
      </Notice>
    </div>
  );
}
