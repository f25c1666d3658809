import { Button, Loader } from '@mantine/core';
import { QrLogin, type QrLoginState } from '@nio/sdk';
import { IconCloudOff, IconHandStop, IconHourglassEmpty } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { openAccountSocket } from '../api/account';
import { nio, useStore } from '../api/nio';
import { duration, useFormat } from '../i18n/format';
import { useNow } from '../ui/Ago';
import { Avatar } from '../ui/Avatar';
import { Notice } from '../ui/Notice';
import { failureText } from './failureText';
import styles from './QrPanel.module.css';
import { QrSkeleton } from './QrSkeleton';

/** Waits to be signed in by a phone. The page leaves by itself once that is done. */
export default function QrPanel() {
  const [login] = useState(
    () => new QrLogin({ http: nio.http, session: nio.session, openSocket: openAccountSocket }),
  );
  useEffect(() => {
    login.start();
    return () => login.close();
  }, [login]);
  return <QrView state={useStore(login.state)} onRenew={() => login.renew()} />;
}

/** One state of a QR login. */
export function QrView({ state, onRenew }: { state: QrLoginState; onRenew: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const again = <Button onClick={onRenew}>{t('qr.again')}</Button>;
  switch (state.phase) {
    case 'starting':
      return <QrSkeleton />;
    case 'waiting':
      return (
        <div className={styles.panel}>
          <div className={styles.frame}>
            <img
              className={styles.picture}
              src={state.picture}
              alt={t('qr.alt')}
              data-testid="qr-picture"
            />
          </div>
          {state.offline ? <Offline /> : <Countdown untilMs={state.expiresAtMs} />}
          <section className={styles.how}>
            <h2 className={styles.howTitle}>{t('qr.stepsTitle')}</h2>
            <ol className={styles.steps}>
              {(['open', 'scan', 'confirm'] as const).map((step) => (
                <li key={step}>{t(`qr.step.${step}`)}</li>
              ))}
            </ol>
          </section>
        </div>
      );
    case 'scanned':
      return (
        <div className={styles.panel} role="status">
          <div className={styles.who}>
            {state.person ? <Avatar person={state.person} size="lg" /> : null}
            <strong>
              {state.person
                ? t('qr.scanned', { nickname: state.person.nickname })
                : t('qr.scannedSomebody')}
            </strong>
          </div>
          {state.number === null ? null : (
            <>
              <p className={styles.ask}>{t('qr.number')}</p>
              <p className={styles.number} data-testid="qr-number">
                {state.number}
              </p>
            </>
          )}
          {state.offline ? <Offline /> : <Countdown untilMs={state.expiresAtMs} />}
          <p className={styles.countdown}>{t('qr.numberHint')}</p>
          <Button variant="default" onClick={onRenew}>
            {t('qr.again')}
          </Button>
        </div>
      );
    case 'confirmed':
    case 'done':
      return (
        <div className={styles.panel} role="status">
          <Loader size="lg" />
          <strong>{t('qr.confirmed')}</strong>
        </div>
      );
    case 'rejected':
      return (
        <div role="alert">
          <Notice
            tone="trouble"
            icon={<IconHandStop />}
            title={t('qr.rejectedTitle')}
            actions={again}
          >
            {t('qr.rejectedText')}
          </Notice>
        </div>
      );
    case 'expired':
      return (
        <div role="status">
          <Notice icon={<IconHourglassEmpty />} title={t('qr.expiredTitle')} actions={again}>
            {t('qr.expiredText')}
          </Notice>
        </div>
      );
    case 'failed':
      return (
        <div role="alert">
          <Notice
            tone="trouble"
            icon={<IconCloudOff />}
            title={t('qr.failedTitle')}
            actions={<Button onClick={onRenew}>{t('common.retry')}</Button>}
          >
            {failureText(state.error, t, format)}
          </Notice>
        </div>
      );
  }
}

/** Not announced: a screen reader would read every second. */
function Countdown({ untilMs }: { untilMs: number }) {
  const { t } = useTranslation();
  const leftMs = untilMs - useNow(1000);
  return (
    <p className={`${styles.countdown} nio-tabular`}>
      {leftMs <= 0 ? t('qr.renewing') : t('qr.left', { time: duration(leftMs) })}
    </p>
  );
}

function Offline() {
  const { t } = useTranslation();
  return (
    <p className={styles.offline} role="status">
      <IconCloudOff aria-hidden="true" />
      {t('qr.offline')}
    </p>
  );
}
