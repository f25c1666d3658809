import { Button, Modal, TextInput } from '@mantine/core';
import type { User } from '@nio/sdk';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { account, useMethods } from '../api/account';
import { nio, useSession } from '../api/nio';
import { failureText } from '../auth/failureText';
import { useForm } from '../auth/useForm';
import { checkEmail } from '../auth/validate';
import { useFormat } from '../i18n/format';
import { toast } from '../shell/toast';
import { Avatar } from '../ui/Avatar';
import { Message } from '../ui/Message';
import { Head, Part } from './Part';
import { ProofRefused, useProof } from './proof';
import styles from './Settings.module.css';
import { useAct } from './useAct';

/** `/dashboard/settings/account` */
export function Component() {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <>
      <Head title={t('settings.page.account')} lead={t('settings.account.lead')} />
      {session.status === 'user' ? <Who user={session.user} /> : null}
    </>
  );
}

function Who({ user }: { user: User }) {
  const { t } = useTranslation();
  const format = useFormat();
  const methods = useMethods();
  const [changing, setChanging] = useState(false);
  const [sentTo, setSentTo] = useState<string | null>(null);
  const unproved = user.email !== null && !user.emailVerified;
  return (
    <>
      <div className={styles.who}>
        <Avatar person={user} size="xl" />
        <dl className={styles.facts}>
          <div>
            <dt>{t('settings.account.nickname')}</dt>
            <dd>{user.nickname}</dd>
          </div>
          <div>
            <dt>{t('settings.account.since')}</dt>
            <dd>
              <time dateTime={user.createdAt}>{format.day(user.createdAt)}</time>
            </dd>
          </div>
        </dl>
      </div>
      <Part title={t('settings.account.email')}>
        <div className={styles.row}>
          <span className={styles.value}>{user.email ?? t('settings.account.noEmail')}</span>
          {user.email === null ? null : (
            <span className={styles.badge} data-tone={user.emailVerified ? 'good' : 'warn'}>
              {t(user.emailVerified ? 'settings.account.verified' : 'settings.account.unverified')}
            </span>
          )}
        </div>
        {sentTo === null ? null : (
          <Message tone="good">{t('settings.account.changeSent', { email: sentTo })}</Message>
        )}
        {methods?.mail === false ? (
          <p className={styles.hint}>{t('settings.account.noMail')}</p>
        ) : null}
        {methods?.mail && unproved ? (
          <p className={styles.hint}>{t('settings.account.unverifiedText')}</p>
        ) : null}
        {methods === undefined ? null : (
          <div className={styles.buttons}>
            {methods.mail && unproved ? <Resend email={user.email} /> : null}
            <Button variant="default" onClick={() => setChanging(true)}>
              {t(user.email === null ? 'settings.account.add' : 'settings.account.change')}
            </Button>
          </div>
        )}
      </Part>
      <Modal
        opened={changing}
        onClose={() => setChanging(false)}
        title={t('settings.account.changeTitle')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <ChangeEmail
          mail={methods?.mail ?? true}
          onCancel={() => setChanging(false)}
          onSent={(email) => {
            setSentTo(email);
            setChanging(false);
          }}
        />
      </Modal>
    </>
  );
}

function Resend({ email }: { email: string }) {
  const { t } = useTranslation();
  const { acting, act } = useAct();
  const send = async (): Promise<void> => {
    if (await act(() => account.sendVerification())) {
      await toast(t('settings.account.resent', { email }));
    }
  };
  return (
    <Button loading={acting} onClick={() => void send()}>
      {t('settings.account.resend')}
    </Button>
  );
}

function ChangeEmail({
  mail,
  onSent,
  onCancel,
}: {
  /** Without mail there is no link to follow. */
  mail: boolean;
  onSent: (email: string) => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const withProof = useProof();
  const form = useForm({
    fields: ['email'],
    check: (_, values) => checkEmail(values.email),
    send: async (values) => {
      const email = values.email.trim();
      await withProof(() => account.changeEmail(email));
      if (mail) {
        onSent(email);
        return;
      }
      onCancel();
      await toast(t('settings.account.changed'));
      // It is changed all the same when this is not heard.
      await nio.session.reload().catch(() => undefined);
    },
    places: { email_taken: { field: 'email', complaint: { key: 'email_taken' } } },
  });
  const failure = form.failure instanceof ProofRefused ? null : form.failure;
  return (
    <form className={styles.dialog} onSubmit={form.submit} noValidate>
      <p className={styles.hint}>
        {t(mail ? 'settings.account.changeText' : 'settings.account.changeNow')}
      </p>
      {failure ? <Message tone="trouble">{failureText(failure, t, format)}</Message> : null}
      <TextInput
        {...form.field('email')}
        label={t('auth.email')}
        type="email"
        inputMode="email"
        autoComplete="email"
        autoCapitalize="none"
        data-autofocus
      />
      <div className={styles.actions}>
        <Button variant="default" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" loading={form.sending}>
          {t(mail ? 'settings.account.changeSend' : 'settings.account.changeNowSend')}
        </Button>
      </div>
    </form>
  );
}
