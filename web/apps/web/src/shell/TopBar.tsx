import { IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { SearchField } from '../search/SearchField';
import { Logo } from '../ui/Logo';
import { Account, Coins } from './Navigation';
import styles from './Shell.module.css';

/** Pages where people look around; on the others a desktop shows no field to search. */
const LOOKING_AROUND = /^\/(?:$|following|search|inbox|profile)/;

/** Above every page with navigation: the search, and on phones, whose bar below has no place for it, the account. */
export function TopBar() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  return (
    <header className={styles.top} data-quiet={!LOOKING_AROUND.test(pathname)}>
      <Link to="/" className={styles.brand} aria-label="NIO">
        <Logo withName />
      </Link>
      <div className={styles.search}>
        <SearchField />
      </div>
      <span className={styles.spring} />
      <Link to="/search" className={styles.icon} aria-label={t('search.title')}>
        <IconSearch aria-hidden="true" />
      </Link>
      <nav className={styles.account} aria-label={t('nav.account')}>
        <Coins />
        <Account side="bottom" />
      </nav>
    </header>
  );
}
