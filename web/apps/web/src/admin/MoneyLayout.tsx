import { IconCash, IconReceipt, IconScale } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Navigate, NavLink, Outlet, useLocation } from 'react-router';
import { useSession } from '../api/nio';
import { loginPath } from '../auth/next';
import settings from '../settings/Settings.module.css';
import { ProofProvider } from '../settings/ProofProvider';
import { showOpenTab } from '../settings/showOpenTab';
import { Component as NotFound } from '../shell/NotFoundPage';
import styles from './Money.module.css';

const PAGES = [
  { path: '', Icon: IconScale, name: 'ledger' },
  { path: '/withdrawals', Icon: IconCash, name: 'withdrawals' },
  { path: '/payments', Icon: IconReceipt, name: 'payments' },
] as const;

/** `/admin/money/…`: for admins; for everybody else there is no such page. */
export function MoneyLayout() {
  const { t } = useTranslation();
  const session = useSession();
  const location = useLocation();
  switch (session.status) {
    case 'starting':
      return null;
    case 'guest':
      return <Navigate to={loginPath(location)} replace />;
    case 'user':
      if (session.user.role !== 'admin') return <NotFound />;
      return (
        <ProofProvider>
          <div className={styles.page}>
            <h1 className={settings.title}>{t('adminMoney.title')}</h1>
            <nav className={settings.menu} data-money-menu aria-label={t('adminMoney.menu')}>
              {PAGES.map(({ path, Icon, name }) => (
                <NavLink
                  key={name}
                  to={`/admin/money${path}`}
                  end
                  className={settings.tab}
                  // Looked at whenever another page opens.
                  ref={(tab) => showOpenTab(tab)}
                >
                  <Icon aria-hidden="true" />
                  {t(`adminMoney.page.${name}`)}
                </NavLink>
              ))}
            </nav>
            <Outlet />
          </div>
        </ProofProvider>
      );
  }
}
