import { Button, TextInput } from '@mantine/core';
import { LIMITS } from '@nio/sdk';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { useMethods } from '../api/account';
import { nio } from '../api/nio';
import { useFormat } from '../i18n/format';
import { usePageTitle } from '../shell/usePageTitle';
import { Message } from '../ui/Message';
import styles from './Auth.module.css';
import { AuthLayout } from './AuthLayout';
import { failureText } from './failureText';
import { NewPassword } from './NewPassword';
import { SocialButtons } from './SocialButtons';
import { TermsLine } from './TermsLine';
import { useForm } from './useForm';
import { useLeaveSignedIn } from './useLeaveSignedIn';
import { checkEmail, checkNewPassword, checkNickname } from './validate';

/** `/register` */
export function Component() {
  const { t } = useTranslation();
  const format = useFormat();
  const { search } = useLocation();
  const next = useLeaveSignedIn();
  const methods = useMethods();
  const min = methods?.passwordMinLength ?? LIMITS.passwordMin;
  const form = useForm({
    fields: ['nickname', 'email', 'password'],
    check: (field, values) => {
      switch (field) {
        case 'nickname':
          return checkNickname(values.nickname);
        case 'email':
          return checkEmail(values.email);
        case 'password':
          return checkNewPassword(values.password, values, min);
      }
    },
    send: async ({ email, password, nickname }) => {
      await nio.session.register({ email: email.trim(), password, nickname });
    },
    places: {
      email_taken: { field: 'email', complaint: { key: 'email_taken' } },
      nickname_taken: { field: 'nickname', complaint: { key: 'nickname_taken' } },
    },
  });
  usePageTitle(t('auth.register'));
  return (
    <AuthLayout title={t('auth.registerTitle')} lead={t('auth.registerText')}>
      <form className={styles.form} onSubmit={form.submit} noValidate>
        {form.failure ? (
          <Message tone="trouble">{failureText(form.failure, t, format)}</Message>
        ) : null}
        <TextInput
          {...form.field('nickname')}
          label={t('auth.nickname')}
          description={t('auth.nicknameHint')}
          autoComplete="nickname"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={40}
        />
        <TextInput
          {...form.field('email')}
          label={t('auth.email')}
          type="email"
          inputMode="email"
          autoComplete="username"
          autoCapitalize="none"
        />
        <NewPassword form={form} name="password" label={t('auth.password')} min={min} />
        <Button type="submit" size="lg" fullWidth loading={form.sending}>
          {t('auth.register')}
        </Button>
      </form>
      <SocialButtons providers={methods?.providers ?? []} next={next} />
      <p className={styles.other}>
        {t('auth.haveAccount')}{' '}
        <Link className={styles.link} to={'/login' + search}>
          {t('auth.login')}
        </Link>
      </p>
      <TermsLine methods={methods} />
    </AuthLayout>
  );
}
