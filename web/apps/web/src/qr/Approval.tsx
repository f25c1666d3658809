import { Button, Loader } from '@mantine/core';
import { QrApproval, type QrApprovalState, type QrScan, type User } from '@nio/sdk';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCloudOff,
  IconHandStop,
  IconHourglassEmpty,
  IconWifi,
} from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { nio, useStore } from '../api/nio';
import { failureText } from '../auth/failureText';
import { useFormat } from '../i18n/format';
import { DeviceIcon } from '../settings/device';
import { useAct } from '../settings/useAct';
import { Facts } from '../ui/Facts';
import { Notice } from '../ui/Notice';
import styles from './Approval.module.css';

/** Shows who asks to be signed in as `user`, and answers. */
export function Approval({ code, user }: { code: string; user: User }) {
  const [approval] = useState(() => new QrApproval(nio.http, code));
  const { act } = useAct();
  useEffect(() => void approval.scan(), [approval]);
  return (
    <ApprovalView
      state={useStore(approval.state)}
      nickname={user.nickname}
      onRetry={() => void approval.scan()}
      onConfirm={(number) => void act(() => approval.confirm(number))}
      onReject={() => void act(() => approval.reject())}
    />
  );
}

/** One state of an approval. */
export function ApprovalView({
  state,
  nickname,
  onRetry,
  onConfirm,
  onReject,
}: {
  state: QrApprovalState;
  nickname: string;
  onRetry: () => void;
  onConfirm: (number: number) => void;
  onReject: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const scanAgain = (
    <Button component={Link} to="/qr-login">
      {t('approve.scanAgain')}
    </Button>
  );
  switch (state.phase) {
    case 'starting':
      return (
        <div className={styles.wait} role="status">
          <Loader size="lg" />
          <p>{t('approve.starting')}</p>
        </div>
      );
    case 'asking':
      return (
        <div className={styles.page}>
          <header className={styles.head}>
            <h1 className={styles.title}>{t('approve.title')}</h1>
            <p className={styles.lead}>{t('approve.lead', { nickname })}</p>
          </header>
          <Requester scan={state.scan} />
          <section className={styles.answer} aria-label={t('approve.question')}>
            <h2 className={styles.question}>{t('approve.question')}</h2>
            {state.scan.reauthenticate ? <p className={styles.lead}>{t('approve.prove')}</p> : null}
            <div className={styles.numbers}>
              {state.scan.numbers.map((number) => (
                <button
                  key={number}
                  type="button"
                  className={styles.number}
                  disabled={state.answering !== null}
                  aria-label={t('approve.number', { number })}
                  onClick={() => onConfirm(number)}
                >
                  {number}
                </button>
              ))}
            </div>
            <button
              type="button"
              className={styles.refuse}
              disabled={state.answering !== null}
              onClick={onReject}
            >
              <IconHandStop aria-hidden="true" />
              {t('approve.reject')}
            </button>
          </section>
        </div>
      );
    case 'confirmed':
      return (
        <div role="status">
          <Notice
            page
            tone="warm"
            icon={<IconCircleCheck />}
            title={t('approve.confirmedTitle')}
            actions={
              <Button component={Link} to="/dashboard/settings/sessions">
                {t('recovery.toSessions')}
              </Button>
            }
          >
            {t('approve.confirmedText')}
          </Notice>
        </div>
      );
    case 'rejected':
      return (
        <div role="status">
          <Notice
            page
            icon={<IconHandStop />}
            title={t('approve.rejectedTitle')}
            actions={
              <Button component={Link} to="/">
                {t('common.toHome')}
              </Button>
            }
          >
            {t('approve.rejectedText')}
          </Notice>
        </div>
      );
    case 'wrong':
      return (
        <div role="alert">
          <Notice
            page
            tone="trouble"
            icon={<IconAlertTriangle />}
            title={t('approve.wrongTitle')}
            actions={scanAgain}
          >
            {t('approve.wrongText')}
          </Notice>
        </div>
      );
    case 'gone':
      return (
        <div role="alert">
          <Notice
            page
            icon={<IconHourglassEmpty />}
            title={t('approve.goneTitle')}
            actions={scanAgain}
          >
            {t('approve.goneText')}
          </Notice>
        </div>
      );
    case 'failed':
      return (
        <div role="alert">
          <Notice
            page
            tone="trouble"
            icon={<IconCloudOff />}
            title={t('approve.failedTitle')}
            actions={<Button onClick={onRetry}>{t('common.retry')}</Button>}
          >
            {failureText(state.error, t, format)}
          </Notice>
        </div>
      );
  }
}

function Requester({ scan: { requester } }: { scan: QrScan }) {
  const { t } = useTranslation();
  const { proximity } = requester;
  const near = proximity === 'same_network' || proximity === 'same_country';
  return (
    <section className={styles.requester}>
      <div className={styles.device}>
        <span className={styles.deviceIcon}>
          <DeviceIcon kind={requester.deviceKind} />
        </span>
        <strong>{requester.device}</strong>
      </div>
      <Facts
        facts={[
          { name: t('approve.browser'), value: requester.browser },
          { name: t('approve.system'), value: requester.system },
          { name: t('approve.place'), value: requester.location ?? t('approve.unknownPlace') },
          { name: t('approve.address'), value: requester.ipAddress },
        ]}
      />
      <div className={styles.proximity} data-near={near} role={near ? undefined : 'alert'}>
        {near ? <IconWifi aria-hidden="true" /> : <IconAlertTriangle aria-hidden="true" />}
        <div>
          <strong>{t(`approve.proximity.${proximity}`)}</strong>
          {near ? null : <p>{t(`approve.warning.${proximity}`)}</p>}
        </div>
      </div>
    </section>
  );
}
