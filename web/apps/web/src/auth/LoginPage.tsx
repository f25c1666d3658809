import '@mantine/core/styles/FloatingIndicator.layer.css';
import '@mantine/core/styles/SegmentedControl.layer.css';
import { Button, PasswordInput, SegmentedControl, TextInput } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useSearchParams } from 'react-router';
import { useMethods } from '../api/account';
import { nio, useSession } from '../api/nio';
import { readSetting, writeSetting } from '../api/settings';
import { useFormat } from '../i18n/format';
import { usePageTitle } from '../shell/usePageTitle';
import { Message } from '../ui/Message';
import styles from './Auth.module.css';
import { AuthLayout } from './AuthLayout';
import { endedText, failureText, problemText } from './failureText';
import { QrSkeleton } from './QrSkeleton';
import { SocialButtons } from './SocialButtons';
import { TermsLine } from './TermsLine';
import { useForm } from './useForm';
import { useLeaveSignedIn } from './useLeaveSignedIn';
import { checkFilled } from './validate';

// Brings the socket along.
const QrPanel = lazy(() => import('./QrPanel'));

type Way = 'password' | 'qr';

/** `/login`: by password, by QR code, or through another service. */
export function Component() {
  const { t } = useTranslation();
  const format = useFormat();
  const { search } = useLocation();
  const [params] = useSearchParams();
  const session = useSession();
  const next = useLeaveSignedIn();
  const methods = useMethods();
  const [way, setWay] = useState<Way>(() => (readSetting('signIn') === 'qr' ? 'qr' : 'password'));
  // Here, not in its part of the page: what was typed is still there after a look at the other way.
  const form = useForm({
    fields: ['email', 'password'],
    check: (field, values) => checkFilled(values[field]),
    send: async ({ email, password }) => {
      await nio.session.login({ email: email.trim(), password });
    },
  });
  usePageTitle(t('auth.login'));

  const problem = problemText(params, t);
  const ended = session.status === 'guest' ? session.ended : undefined;
  return (
    <AuthLayout title={t('auth.loginTitle')} lead={t('auth.loginText')}>
      {problem === null ? null : <Message tone="trouble">{problem}</Message>}
      {ended === undefined ? null : <Message>{endedText(ended, t)}</Message>}
      <SegmentedControl
        aria-label={t('auth.way')}
        className={styles.ways}
        fullWidth
        radius="xl"
        value={way}
        onChange={(value) => {
          setWay(value);
          writeSetting('signIn', value);
        }}
        data={[
          { value: 'password', label: t('auth.wayPassword') },
          { value: 'qr', label: t('auth.wayQr') },
        ]}
      />
      {way === 'password' ? (
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
          <PasswordInput
            {...form.field('password')}
            label={t('auth.password')}
            autoComplete="current-password"
            visibilityToggleButtonProps={{ 'aria-label': t('auth.showPassword'), tabIndex: 0 }}
          />
          {methods?.mail ? (
            <p className={styles.forgot}>
              <Link className={styles.link} to="/forgot-password">
                {t('auth.forgot')}
              </Link>
            </p>
          ) : null}
          <Button type="submit" size="lg" fullWidth loading={form.sending}>
            {t('auth.login')}
          </Button>
        </form>
      ) : (
        <Suspense fallback={<QrSkeleton />}>
          <QrPanel />
        </Suspense>
      )}
      <SocialButtons providers={methods?.providers ?? []} next={next} />
      <p className={styles.other}>
        {t('auth.noAccount')}{' '}
        <Link className={styles.link} to={'/register' + search}>
          {t('auth.register')}
        </Link>
      </p>
      <TermsLine methods={methods} />
    </AuthLayout>
  );
}
