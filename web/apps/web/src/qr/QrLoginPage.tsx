import { useTranslation } from 'react-i18next';
import { Navigate, useLocation, useSearchParams } from 'react-router';
import { useSession } from '../api/nio';
import { loginPath } from '../auth/next';
import { ProofProvider } from '../settings/ProofProvider';
import { usePageTitle } from '../shell/usePageTitle';
import { Approval } from './Approval';
import { Scanner } from './Scanner';

/** `/qr-login`: the phone's side. With `?code=` the question whether to let somebody in, without it a scanner. */
export function Component() {
  const { t } = useTranslation();
  const location = useLocation();
  const [params] = useSearchParams();
  const session = useSession();
  const code = params.get('code');
  usePageTitle(t(code === null ? 'scan.title' : 'approve.title'));
  switch (session.status) {
    case 'starting':
      return null;
    case 'guest':
      return <Navigate to={loginPath(location)} replace />;
    case 'user':
      return code === null ? (
        <Scanner />
      ) : (
        <ProofProvider>
          <Approval key={code} code={code} user={session.user} />
        </ProofProvider>
      );
  }
}
