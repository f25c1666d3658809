import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet } from 'react-router';
import { useSession } from '../api/nio';
import { queries } from '../api/queries';
import { withTexts } from '../i18n/i18n';
import { BottomBar, Rail } from './Navigation';
import styles from './Shell.module.css';
import { TopBar } from './TopBar';

// Of no use to guests, and nothing anybody waits for.
const AccountWatch = lazy(() =>
  withTexts('people', withTexts('identity', import('../account/AccountWatch'))),
);

/** Pages with navigation: a rail on a desktop, a bar below on a phone. */
export function Component() {
  const { t } = useTranslation();
  const session = useSession();
  const [watching, setWatching] = useState(false);
  // Also after the sign-out, which it may have something to say about; that may have happened in a live room.
  const concerned =
    session.status === 'user' || (session.status === 'guest' && session.ended !== undefined);
  if (concerned && !watching) setWatching(true);
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        {t('nav.skip')}
      </a>
      <Rail />
      <TopBar />
      <main id="content" className={styles.content} tabIndex={-1}>
        <QueryClientProvider client={queries}>
          {watching ? (
            <Suspense fallback={null}>
              <AccountWatch />
            </Suspense>
          ) : null}
          <Outlet />
        </QueryClientProvider>
      </main>
      <BottomBar />
    </div>
  );
}
