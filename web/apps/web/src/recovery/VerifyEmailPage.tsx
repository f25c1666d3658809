import { Button } from '@mantine/core';
import { NioError, type User } from '@nio/sdk';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { account } from '../api/account';
import { nio, useSession } from '../api/nio';
import { AuthLayout } from '../auth/AuthLayout';
import { failureText } from '../auth/failureText';
import { useFragmentToken } from '../auth/fragmentToken';
import { useFormat } from '../i18n/format';
import { usePageTitle } from '../shell/usePageTitle';
import { Message } from '../ui/Message';
import { LinkNotice, MissingToken } from './LinkNotice';
import { useLinkAction } from './useLinkAction';

/** Back to here after signing in. The token is remembered, not carried: it belongs in no address a server sees. */
const LOGIN = '/login?next=%2Fverify-email';

/** `/verify-email#token=…`: counts only in a session of the account the letter is about. */
export function Component() {
  const { t } = useTranslation();
  const token = useFragmentToken();
  const session = useSession();
  usePageTitle(t('recovery.verifyTitle'));
  if (token === null) return <MissingToken />;
  switch (session.status) {
    case 'starting':
      return null;
    case 'guest':
      return (
        <LinkNotice
          title={t('recovery.verifyGuestTitle')}
          text={t('recovery.verifyGuestText')}
          action={t('auth.login')}
          to={LOGIN}
        />
      );
    case 'user':
      return <Verify token={token} user={session.user} />;
  }
}

function Verify({ token, user }: { token: string; user: User }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [state, run] = useLinkAction(async () => {
    const email = await account.confirmEmail(token);
    // The address is confirmed all the same when this is not heard.
    await nio.session.reload().catch(() => undefined);
    return email;
  });
  switch (state.phase) {
    case 'done':
      return (
        <LinkNotice
          title={t('recovery.verifyDoneTitle')}
          text={t('recovery.verifyDoneText', { email: state.result })}
          action={t('recovery.continue')}
          to="/"
        />
      );
    case 'expired':
      return (
        <LinkNotice
          title={t('recovery.expiredTitle')}
          text={t('recovery.expiredText.verify')}
          action={t('recovery.toSettings')}
          to="/dashboard/settings/account"
        />
      );
    case 'ready':
    case 'working':
      if (state.failure instanceof NioError && state.failure.error === 'sign_in_first') {
        return <OtherAccount nickname={user.nickname} />;
      }
      return (
        <AuthLayout title={t('recovery.verifyTitle')} lead={t('recovery.verifyText')}>
          {state.failure ? (
            <Message tone="trouble">{failureText(state.failure, t, format)}</Message>
          ) : null}
          <Button
            size="lg"
            fullWidth
            loading={state.phase === 'working'}
            onClick={() => void run()}
          >
            {t('recovery.verifySend')}
          </Button>
        </AuthLayout>
      );
  }
}

function OtherAccount({ nickname }: { nickname: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [leaving, setLeaving] = useState(false);
  const leave = async (): Promise<void> => {
    setLeaving(true);
    // Away or not, this device has forgotten the session.
    await nio.session.logout().catch(() => undefined);
    await navigate(LOGIN);
  };
  return (
    <AuthLayout
      title={t('recovery.verifyOtherTitle')}
      lead={<span role="alert">{t('recovery.verifyOtherText', { nickname })}</span>}
    >
      <Button size="lg" fullWidth loading={leaving} onClick={() => void leave()}>
        {t('recovery.verifyOther')}
      </Button>
    </AuthLayout>
  );
}
