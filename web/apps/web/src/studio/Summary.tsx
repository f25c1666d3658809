import { Button } from '@mantine/core';
import type { Stream } from '@nio/sdk';
import { IconDevices } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { withTexts } from '../i18n/i18n';
import { Facts } from '../room/EndedPanel';
import panel from '../room/EndedPanel.module.css';
import { Rail } from '../shell/Navigation';
import { Avatar } from '../ui/Avatar';
import { Notice } from '../ui/Notice';
import styles from './StudioPage.module.css';

const Earned = lazy(() => withTexts('money', import('../gifts/Earned')));

/** After the broadcast: how it was. */
export function Summary({ stream }: { stream: Stream }) {
  const { t } = useTranslation();
  return (
    <div className={styles.page} data-testid="stream-ended">
      <Rail />
      <main className={styles.resume}>
        <div className={panel.inner}>
          <Avatar person={stream.streamer} size="xl" />
          <div>
            <h1 className={panel.title}>{t('studio.summaryTitle')}</h1>
            <p className={panel.text}>
              {stream.endReason === 'streamer_lost'
                ? t('studio.summaryLost')
                : stream.endReason === 'ended_by_admin'
                  ? t('studio.summaryAdmin')
                  : stream.title}
            </p>
          </div>
          <Facts stream={stream} />
          <Suspense fallback={null}>
            <Earned stream={stream} />
          </Suspense>
          <div className={styles.dialogActions}>
            <Button component={Link} to="/stream/create" size="md">
              {t('studio.again')}
            </Button>
            <Button component={Link} to="/" size="md" variant="default">
              {t('common.toHome')}
            </Button>
          </div>
        </div>
      </main>
    </div>
  );
}

/** On a page whose broadcast goes on from another one. */
export function TakenOver() {
  const { t } = useTranslation();
  return (
    <div className={styles.page}>
      <Rail />
      <main className={styles.resume}>
        <Notice
          icon={<IconDevices />}
          title={t('studio.tookOver')}
          actions={
            <Button component={Link} to="/">
              {t('common.toHome')}
            </Button>
          }
        />
      </main>
    </div>
  );
}
