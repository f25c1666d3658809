import { QueryClientProvider } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Outlet } from 'react-router';
import { queries } from '../api/queries';
import { BottomBar, Rail } from './Navigation';
import styles from './Shell.module.css';

/** Pages with navigation: a rail on a desktop, a bar below on a phone. */
export function Component() {
  const { t } = useTranslation();
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        {t('nav.skip')}
      </a>
      <Rail />
      <main id="content" className={styles.content} tabIndex={-1}>
        <QueryClientProvider client={queries}>
          <Outlet />
        </QueryClientProvider>
      </main>
      <BottomBar />
    </div>
  );
}
