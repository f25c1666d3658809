import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { account, useMethods } from '../api/account';
import { nio } from '../api/nio';
import { AuthLayout } from '../auth/AuthLayout';
import { failureText } from '../auth/failureText';
import { useFragmentToken } from '../auth/fragmentToken';
import { useFormat } from '../i18n/format';
import { usePageTitle } from '../shell/usePageTitle';
import { Message } from '../ui/Message';
import { LinkNotice, MissingToken } from './LinkNotice';
import { useLinkAction } from './useLinkAction';

/** `/not-me#token=…`: a new login was somebody else. */
export function Component() {
  const { t } = useTranslation();
  const token = useFragmentToken();
  usePageTitle(t('recovery.notMeTitle'));
  return token === null ? <MissingToken /> : <NotMe token={token} />;
}

function NotMe({ token }: { token: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const methods = useMethods();
  const [state, run] = useLinkAction(() => account.notMeByLink(token));
  switch (state.phase) {
    case 'done':
      return (
        <LinkNotice
          title={t('recovery.notMeDoneTitle')}
          text={t('recovery.notMeDoneText')}
          action={t('recovery.changePassword')}
          // By mail whoever signed in cannot follow; without mail the old password is all there is.
          to={
            nio.session.user === null && methods?.mail
              ? '/forgot-password'
              : '/dashboard/settings/security'
          }
        />
      );
    case 'expired':
      return (
        <LinkNotice
          title={t('recovery.expiredTitle')}
          text={t('recovery.expiredText.notMe')}
          action={t('recovery.toSessions')}
          to="/dashboard/settings/sessions"
        />
      );
    case 'ready':
    case 'working':
      return (
        <AuthLayout title={t('recovery.notMeTitle')} lead={t('recovery.notMeText')}>
          {state.failure ? (
            <Message tone="trouble">{failureText(state.failure, t, format)}</Message>
          ) : null}
          <Button
            size="lg"
            color="red"
            fullWidth
            loading={state.phase === 'working'}
            onClick={() => void run()}
          >
            {t('recovery.notMeSend')}
          </Button>
        </AuthLayout>
      );
  }
}
