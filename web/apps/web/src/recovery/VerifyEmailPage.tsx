import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { account } from '../api/account';
import { nio } from '../api/nio';
import { AuthLayout } from '../auth/AuthLayout';
import { failureText } from '../auth/failureText';
import { useFragmentToken } from '../auth/fragmentToken';
import { useFormat } from '../i18n/format';
import { usePageTitle } from '../shell/usePageTitle';
import { Message } from '../ui/Message';
import { LinkNotice, MissingToken } from './LinkNotice';
import { useLinkAction } from './useLinkAction';

/** `/verify-email#token=…` */
export function Component() {
  const { t } = useTranslation();
  const token = useFragmentToken();
  usePageTitle(t('recovery.verifyTitle'));
  return token === null ? <MissingToken /> : <Verify token={token} />;
}

function Verify({ token }: { token: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [state, run] = useLinkAction(async () => {
    const email = await account.confirmEmail(token);
    // Whoever is signed in here may be somebody else; the server knows.
    if (nio.session.user !== null) await nio.session.reload().catch(() => undefined);
    return email;
  });
  switch (state.phase) {
    case 'done':
      return (
        <LinkNotice
          title={t('recovery.verifyDoneTitle')}
          text={t('recovery.verifyDoneText', { email: state.result })}
          action={t('recovery.continue')}
          to={nio.session.user === null ? '/login' : '/'}
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
