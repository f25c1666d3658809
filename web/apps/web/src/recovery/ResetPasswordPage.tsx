import { Button } from '@mantine/core';
import { LIMITS } from '@nio/sdk';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { account, useMethods } from '../api/account';
import styles from '../auth/Auth.module.css';
import { AuthLayout } from '../auth/AuthLayout';
import { failureText } from '../auth/failureText';
import { useFragmentToken } from '../auth/fragmentToken';
import { NewPassword } from '../auth/NewPassword';
import { useForm } from '../auth/useForm';
import { checkNewPassword } from '../auth/validate';
import { useFormat } from '../i18n/format';
import { usePageTitle } from '../shell/usePageTitle';
import { Message } from '../ui/Message';
import { LinkNotice, MissingToken } from './LinkNotice';
import { isExpired } from './useLinkAction';

/** `/reset-password#token=…` */
export function Component() {
  const { t } = useTranslation();
  const token = useFragmentToken();
  usePageTitle(t('recovery.resetTitle'));
  return token === null ? <MissingToken /> : <Reset token={token} />;
}

function Reset({ token }: { token: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const min = useMethods()?.passwordMinLength ?? LIMITS.passwordMin;
  const [done, setDone] = useState(false);
  const form = useForm({
    fields: ['newPassword'],
    check: (_, values) => checkNewPassword(values.newPassword, {}, min),
    send: async ({ newPassword }) => {
      await account.resetPassword(token, newPassword);
      setDone(true);
    },
  });
  if (done) {
    return (
      <LinkNotice
        title={t('recovery.resetDoneTitle')}
        text={t('recovery.resetDoneText')}
        action={t('auth.login')}
        to="/login"
      />
    );
  }
  if (isExpired(form.failure)) {
    return (
      <LinkNotice
        title={t('recovery.expiredTitle')}
        text={t('recovery.expiredText.reset')}
        action={t('recovery.newLink')}
        to="/forgot-password"
      />
    );
  }
  return (
    <AuthLayout title={t('recovery.resetTitle')} lead={t('recovery.resetText')}>
      <form className={styles.form} onSubmit={form.submit} noValidate>
        {form.failure ? (
          <Message tone="trouble">{failureText(form.failure, t, format)}</Message>
        ) : null}
        <NewPassword form={form} name="newPassword" label={t('recovery.newPassword')} min={min} />
        <Button type="submit" size="lg" fullWidth loading={form.sending}>
          {t('recovery.resetSend')}
        </Button>
      </form>
    </AuthLayout>
  );
}
