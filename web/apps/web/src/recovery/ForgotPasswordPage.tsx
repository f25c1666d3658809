import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { account, useMethods } from '../api/account';
import styles from '../auth/Auth.module.css';
import { AuthLayout } from '../auth/AuthLayout';
import { failureText } from '../auth/failureText';
import { useForm } from '../auth/useForm';
import { checkEmail } from '../auth/validate';
import { useFormat } from '../i18n/format';
import { usePageTitle } from '../shell/usePageTitle';
import { Message } from '../ui/Message';

/** `/forgot-password` */
export function Component() {
  const { t } = useTranslation();
  const format = useFormat();
  const methods = useMethods();
  const [sentTo, setSentTo] = useState<string | null>(null);
  const form = useForm({
    fields: ['email'],
    check: (_, values) => checkEmail(values.email),
    send: async ({ email }) => {
      await account.forgotPassword(email.trim());
      setSentTo(email.trim());
    },
  });
  usePageTitle(t('recovery.forgotTitle'));
  const back = (
    <p className={styles.other}>
      <Link className={styles.link} to="/login">
        {t('recovery.toLogin')}
      </Link>
    </p>
  );
  if (sentTo !== null) {
    return (
      <AuthLayout
        title={t('recovery.forgotSentTitle')}
        lead={<span role="status">{t('recovery.forgotSentText', { email: sentTo })}</span>}
      >
        <Button variant="default" size="lg" fullWidth onClick={() => setSentTo(null)}>
          {t('recovery.forgotAgain')}
        </Button>
        {back}
      </AuthLayout>
    );
  }
  if (methods?.mail === false) {
    return (
      <AuthLayout title={t('recovery.forgotTitle')}>
        <Message>{t('auth.failure.mail_unavailable')}</Message>
        {back}
      </AuthLayout>
    );
  }
  return (
    <AuthLayout title={t('recovery.forgotTitle')} lead={t('recovery.forgotText')}>
      <form className={styles.form} onSubmit={form.submit} noValidate>
        {form.failure ? (
          <Message tone="trouble">{failureText(form.failure, t, format)}</Message>
        ) : null}
        <TextInput
          {...form.field('email')}
          label={t('auth.email')}
          type="email"
          inputMode="email"
          autoComplete="username"
          autoCapitalize="none"
        />
        <Button type="submit" size="lg" fullWidth loading={form.sending}>
          {t('recovery.forgotSend')}
        </Button>
      </form>
      {back}
    </AuthLayout>
  );
}
