import '@mantine/core/styles/ModalBase.layer.css';
import '@mantine/core/styles/Modal.layer.css';
import '@mantine/core/styles/Overlay.layer.css';
import '@mantine/core/styles/Paper.layer.css';
import { Button, Modal } from '@mantine/core';
import { NioError, type AccountNotice } from '@nio/sdk';
import { IconShieldExclamation } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { account } from '../api/account';
import { providerName } from '../auth/providers';
import { toast } from '../shell/toast';
import { Ago } from '../ui/Ago';
import { joined } from './device';
import { useNoticeList } from './notices';
import styles from './Settings.module.css';
import { useAct } from './useAct';

/** Something that happened to the account, and what to answer. */
export function NoticeCard({ notice }: { notice: AccountNotice }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { remove } = useNoticeList();
  const { acting, act } = useAct();
  const [advising, setAdvising] = useState(false);
  const provider = notice.detail === null ? '' : providerName(notice.detail);
  const answer = (call: () => Promise<void>): Promise<boolean> =>
    act(() =>
      call().catch((cause: unknown) => {
        // Answered in another place meanwhile.
        if (!(cause instanceof NioError) || cause.error !== 'not_found') throw cause;
      }),
    );
  const seen = async (): Promise<void> => {
    if (!(await answer(() => account.dismissNotice(notice.id)))) return;
    remove(notice.id);
    if (notice.kind === 'new_login') await toast(t('notice.thanks'));
  };
  const notMe = async (): Promise<void> => {
    if (await answer(() => account.notMe(notice.id))) setAdvising(true);
  };
  const done = (change: boolean): void => {
    setAdvising(false);
    remove(notice.id);
    if (change) void navigate('/dashboard/settings/security');
  };
  return (
    <div className={styles.notice} data-testid="notice" data-kind={notice.kind}>
      <IconShieldExclamation aria-hidden="true" />
      <div className={styles.cardText}>
        <strong>{t(`notice.title.${notice.kind}`, { provider })}</strong>
        {notice.device === null && notice.browser === null && notice.ipAddress === null ? null : (
          <p className={styles.hint}>
            {joined(notice.browser, notice.device, notice.location, notice.ipAddress)}
          </p>
        )}
        <p className={styles.hint}>
          <Ago at={notice.createdAt} />
          {' · '}
          {t(`notice.text.${notice.kind}`, { detail: notice.detail ?? '' })}
        </p>
      </div>
      <div className={styles.noticeActions}>
        {notice.kind === 'new_login' ? (
          <>
            <Button variant="default" disabled={acting} onClick={() => void seen()}>
              {t('notice.itWasMe')}
            </Button>
            <Button color="red" disabled={acting} onClick={() => void notMe()}>
              {t('notice.notMe')}
            </Button>
          </>
        ) : (
          <Button variant="default" loading={acting} onClick={() => void seen()}>
            {t('notice.seen')}
          </Button>
        )}
      </div>
      <Modal
        opened={advising}
        onClose={() => done(false)}
        title={t('notice.notMeDoneTitle')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <div className={styles.dialog}>
          <p className={styles.hint}>{t('notice.notMeDoneText')}</p>
          <div className={styles.actions}>
            <Button variant="default" onClick={() => done(false)}>
              {t('notice.later')}
            </Button>
            <Button onClick={() => done(true)} data-autofocus>
              {t('recovery.changePassword')}
            </Button>
          </div>
        </div>
      </Modal>
    </div>
  );
}
