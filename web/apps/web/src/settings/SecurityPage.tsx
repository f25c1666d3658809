import { Button, PasswordInput } from '@mantine/core';
import { LIMITS, type User } from '@nio/sdk';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { account, useMethods } from '../api/account';
import { nio, useSession } from '../api/nio';
import { failureText } from '../auth/failureText';
import { NewPassword } from '../auth/NewPassword';
import { useForm } from '../auth/useForm';
import { checkFilled, checkNewPassword } from '../auth/validate';
import { useFormat } from '../i18n/format';
import { Check } from '../ui/Check';
import { Message } from '../ui/Message';
import { NoticeCard } from './NoticeCard';
import { useNotices } from './notices';
import { Head, Loaded, Part } from './Part';
import { ProofRefused, useProof } from './proof';
import styles from './Settings.module.css';

/** `/dashboard/settings/security` */
export function Component() {
  const { t } = useTranslation();
  const session = useSession();
  const notices = useNotices();
  return (
    <>
      <Head title={t('settings.page.security')} lead={t('settings.security.lead')} />
      <Part title={t('settings.security.noticesTitle')}>
        <Loaded query={notices} height={96}>
          {(list) =>
            list.length === 0 ? (
              <p className={styles.hint}>{t('settings.security.noticesEmpty')}</p>
            ) : (
              <ul className={styles.cards}>
                {list.map((notice) => (
                  <li key={notice.id}>
                    <NoticeCard notice={notice} />
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </Part>
      {session.status === 'user' ? (
        <Part
          title={t(
            session.user.hasPassword
              ? 'settings.security.passwordTitle'
              : 'settings.security.setTitle',
          )}
        >
          {session.user.email === null && !session.user.hasPassword ? (
            <EmailFirst />
          ) : (
            <PasswordPart user={session.user} />
          )}
        </Part>
      ) : null}
    </>
  );
}

/** A password alone is nothing to sign in with. */
function EmailFirst() {
  const { t } = useTranslation();
  return (
    <>
      <p className={styles.hint}>{t('settings.security.needsEmail')}</p>
      <div>
        <Button component={Link} to="/dashboard/settings/account" variant="default">
          {t('settings.security.addEmail')}
        </Button>
      </div>
    </>
  );
}

function PasswordPart({ user }: { user: User }) {
  const { t } = useTranslation();
  const [done, setDone] = useState<{ readonly ended: number; readonly round: number } | null>(null);
  return (
    <>
      {done === null ? null : (
        <Message tone="good">
          {done.ended > 0
            ? t('settings.security.changedAnd', { count: done.ended })
            : t('settings.security.changed')}
        </Message>
      )}
      <PasswordForm
        // Emptied after a change.
        key={done?.round ?? 0}
        user={user}
        onDone={(ended) => setDone((before) => ({ ended, round: (before?.round ?? 0) + 1 }))}
      />
    </>
  );
}

function PasswordForm({ user, onDone }: { user: User; onDone: (ended: number) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const withProof = useProof();
  const min = useMethods()?.passwordMinLength ?? LIMITS.passwordMin;
  const [endOtherSessions, setEndOtherSessions] = useState(true);
  const form = useForm<'currentPassword' | 'newPassword'>({
    fields: user.hasPassword ? ['currentPassword', 'newPassword'] : ['newPassword'],
    check: (field, values) =>
      field === 'currentPassword'
        ? checkFilled(values.currentPassword)
        : checkNewPassword(values.newPassword, user, min),
    send: async ({ currentPassword, newPassword }) => {
      const ended = await withProof(() =>
        account.changePassword({
          ...(user.hasPassword ? { currentPassword } : {}),
          newPassword,
          endOtherSessions,
        }),
      );
      onDone(ended);
      // The account has a password now. When that is not heard, the next visit tells.
      if (!user.hasPassword) await nio.session.reload().catch(() => undefined);
    },
  });
  const failure = form.failure instanceof ProofRefused ? null : form.failure;
  return (
    <form className={styles.form} onSubmit={form.submit} noValidate>
      {user.hasPassword ? null : <p className={styles.hint}>{t('settings.security.setText')}</p>}
      {failure ? <Message tone="trouble">{failureText(failure, t, format)}</Message> : null}
      {/* So that password managers know whose it is. */}
      <input
        type="text"
        name="username"
        autoComplete="username"
        value={user.email ?? user.nickname}
        readOnly
        hidden
      />
      {user.hasPassword ? (
        <PasswordInput
          {...form.field('currentPassword')}
          label={t('settings.security.current')}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': t('auth.showPassword'), tabIndex: 0 }}
        />
      ) : null}
      <NewPassword form={form} name="newPassword" label={t('settings.security.new')} min={min} />
      <Check
        label={t('settings.security.endOthers')}
        checked={endOtherSessions}
        onChange={setEndOtherSessions}
      />
      <div>
        <Button type="submit" loading={form.sending}>
          {t(user.hasPassword ? 'settings.security.change' : 'settings.security.set')}
        </Button>
      </div>
    </form>
  );
}
