import '@mantine/core/styles/Input.layer.css';
import '@mantine/core/styles/PasswordInput.layer.css';
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { NioError } from '@nio/sdk';
import { IconAlertCircle } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useNavigate, useSearchParams } from 'react-router';
import { errorText } from '../api/errorText';
import { nio, useSession } from '../api/nio';
import { useFormat } from '../i18n/format';
import { usePageTitle } from '../shell/usePageTitle';
import { Logo } from '../ui/Logo';
import styles from './AuthPage.module.css';
import { safeNext } from './next';
import { useAuthForm } from './useAuthForm';
import type { AuthField } from './validate';

const FIELDS: Readonly<Record<'login' | 'register', readonly AuthField[]>> = {
  login: ['email', 'password'],
  register: ['nickname', 'email', 'password'],
};

/** Sign-in and registration: the same page with other fields. */
export function AuthPage({ purpose }: { purpose: 'login' | 'register' }) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const { search } = useLocation();
  const [params] = useSearchParams();
  const session = useSession();
  const next = safeNext(params.get('next'));
  const registering = purpose === 'register';
  const form = useAuthForm(FIELDS[purpose], registering, async ({ email, password, nickname }) => {
    if (registering) await nio.session.register({ email: email.trim(), password, nickname });
    else await nio.session.login({ email: email.trim(), password });
  });
  usePageTitle(t(registering ? 'auth.register' : 'auth.login'));

  // Also for those who come here signed in already, and for a sign-in in another tab.
  useEffect(() => {
    if (session.status === 'user') void navigate(next, { replace: true });
  }, [session.status, next, navigate]);

  const field = (name: AuthField) => {
    const complaint = form.complaints[name];
    return {
      name,
      value: form.values[name],
      error: complaint ? t(`auth.${complaint.key}`, { ...complaint }) : undefined,
      // The library's password field leaves this out.
      'aria-invalid': complaint !== undefined,
      onChange: (event: { currentTarget: { value: string } }) =>
        form.change(name, event.currentTarget.value),
      onBlur: () => form.leave(name),
      size: 'md',
      required: true,
      withAsterisk: false,
    } as const;
  };

  return (
    <div className={styles.page}>
      <aside className={styles.pitch} aria-hidden="true">
        <div className={styles.pitchWords}>
          <strong>{t('auth.pitchTitle')}</strong>
          <span>{t('auth.pitchText')}</span>
        </div>
      </aside>
      <div className={styles.side}>
        <form className={styles.form} onSubmit={form.submit} noValidate>
          <span className={styles.logo}>
            <Logo withName />
          </span>
          <div className={styles.head}>
            <h1 className={styles.title}>
              {t(registering ? 'auth.registerTitle' : 'auth.loginTitle')}
            </h1>
            <p className={styles.lead}>{t(registering ? 'auth.registerText' : 'auth.loginText')}</p>
          </div>
          {form.failure ? (
            <p className={styles.failure} role="alert">
              <IconAlertCircle aria-hidden="true" />
              {failureText(form.failure)}
            </p>
          ) : null}
          {registering ? (
            <TextInput
              {...field('nickname')}
              label={t('auth.nickname')}
              description={t('auth.nicknameHint')}
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={40}
            />
          ) : null}
          <TextInput
            {...field('email')}
            label={t('auth.email')}
            type="email"
            inputMode="email"
            autoComplete="email"
            autoCapitalize="none"
          />
          <PasswordInput
            {...field('password')}
            label={t('auth.password')}
            description={registering ? t('auth.passwordHint') : undefined}
            autoComplete={registering ? 'new-password' : 'current-password'}
            visibilityToggleButtonProps={{ 'aria-label': t('auth.showPassword'), tabIndex: 0 }}
          />
          <Button type="submit" size="lg" fullWidth loading={form.sending}>
            {t(registering ? 'auth.register' : 'auth.login')}
          </Button>
          <p className={styles.other}>
            {t(registering ? 'auth.haveAccount' : 'auth.noAccount')}{' '}
            <Link to={(registering ? '/login' : '/register') + search}>
              {t(registering ? 'auth.login' : 'auth.register')}
            </Link>
          </p>
        </form>
      </div>
    </div>
  );

  function failureText(cause: unknown): string {
    const code = cause instanceof NioError ? cause.error : '';
    return code === 'invalid_credentials' || code === 'account_disabled'
      ? t(`auth.${code}`)
      : errorText(cause, t, format);
  }
}
