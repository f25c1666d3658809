import { IconDevices, IconLink, IconShieldLock, IconUserCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Navigate, NavLink, Outlet, useLocation } from 'react-router';
import { useSession } from '../api/nio';
import { loginPath } from '../auth/next';
import { ProofProvider } from './ProofProvider';
import { showOpenTab } from './showOpenTab';
import styles from './Settings.module.css';

const PAGES = [
  { path: 'sessions', Icon: IconDevices },
  { path: 'account', Icon: IconUserCircle },
  { path: 'security', Icon: IconShieldLock },
  { path: 'linked', Icon: IconLink },
] as const;

/** `/dashboard/settings/…`: for those who are signed in. A menu at the left of wide screens, a row of tabs on phones. */
export function Component() {
  const { t } = useTranslation();
  const session = useSession();
  const location = useLocation();
  switch (session.status) {
    case 'starting':
      return null;
    case 'guest':
      return <Navigate to={loginPath(location)} replace />;
    case 'user':
      return (
        <ProofProvider>
          <div className={styles.page}>
            <nav className={styles.menu} aria-label={t('settings.menu')}>
              {PAGES.map(({ path, Icon }) => (
                <NavLink
                  key={path}
                  to={`/dashboard/settings/${path}`}
                  className={styles.tab}
                  // Looked at whenever another page opens.
                  ref={(tab) => showOpenTab(tab)}
                >
                  <Icon aria-hidden="true" />
                  {t(`settings.page.${path}`)}
                </NavLink>
              ))}
            </nav>
            <div className={styles.content}>
              <Outlet />
            </div>
          </div>
        </ProofProvider>
      );
  }
}
