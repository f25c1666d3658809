import { IconBell, IconHeart, IconHome, IconPlus, IconUser } from '@tabler/icons-react';
import { lazy, Suspense, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, useLocation } from 'react-router';
import { useSession, useStore } from '../api/nio';
import { unread } from '../api/unread';
import { loginPath } from '../auth/next';
import { withTexts } from '../i18n/i18n';
import { Avatar } from '../ui/Avatar';
import { Logo } from '../ui/Logo';
import styles from './Navigation.module.css';

// Opened rarely, so it is not part of what a viewer waits for.
const AccountMenu = lazy(() => withTexts('identity', import('./AccountMenu')));
const CoinPill = lazy(() => withTexts('money', import('../wallet/CoinPill')));

/** The rail at the left of wide screens. */
export function Rail() {
  const { t } = useTranslation();
  return (
    <nav className={styles.rail} aria-label={t('nav.label')}>
      <Link to="/" className={styles.brand} aria-label="NIO">
        <Logo />
      </Link>
      <Five />
      <span className={styles.spring} />
      <Coins />
      <Account side="right" />
    </nav>
  );
}

/** The bar at the bottom of phones. */
export function BottomBar() {
  const { t } = useTranslation();
  return (
    <nav className={styles.bar} aria-label={t('nav.label')}>
      <Five />
    </nav>
  );
}

/** The five places everything is reached from. */
function Five() {
  const { t } = useTranslation();
  const session = useSession();
  const location = useLocation();
  const user = session.status === 'user' ? session.user : null;
  return (
    <>
      <Item to="/" icon={<IconHome aria-hidden="true" />} label={t('nav.home')} />
      <Item to="/following" icon={<IconHeart aria-hidden="true" />} label={t('nav.following')} />
      <GoLive />
      <Item to="/inbox" icon={<Bell />} label={t('nav.inbox')} />
      <Item
        to={user ? `/profile/${user.nickname}` : loginPath(location)}
        icon={<IconUser aria-hidden="true" />}
        label={t('nav.me')}
      />
    </>
  );
}

function Bell() {
  const { t } = useTranslation();
  const count = useStore(unread);
  return (
    <span className={styles.bell}>
      <IconBell aria-hidden="true" />
      {count > 0 ? (
        <span className={styles.badge} data-testid="unread">
          <span className="nio-visually-hidden">{t('nav.unread')}</span>
          {count > 99 ? '99+' : count}
        </span>
      ) : null}
    </span>
  );
}

function Item({ to, icon, label }: { to: string; icon: ReactNode; label: string }) {
  return (
    <NavLink to={to} end className={styles.item}>
      {icon}
      <span className={styles.label}>{label}</span>
    </NavLink>
  );
}

function GoLive() {
  const { t } = useTranslation();
  return (
    <NavLink to="/stream/create" className={styles.item}>
      <span className={styles.plus}>
        <IconPlus aria-hidden="true" />
      </span>
      <span className={styles.label}>{t('nav.goLive')}</span>
    </NavLink>
  );
}

/** The balance of those who have one. */
export function Coins() {
  return useSession().status === 'user' ? (
    <Suspense fallback={null}>
      <CoinPill />
    </Suspense>
  ) : null;
}

/** Who is signed in, which opens the menu of the account. */
export function Account({ side }: { side: 'right' | 'bottom' }) {
  const { t } = useTranslation();
  const session = useSession();
  const [asked, setAsked] = useState(false);
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const user = session.status === 'user' ? session.user : null;
  const button = (
    <button
      ref={opener}
      type="button"
      className={styles.item}
      aria-haspopup="dialog"
      aria-expanded={open}
      onClick={() => {
        setAsked(true);
        setOpen(!open);
      }}
    >
      {user ? <Avatar person={user} size="sm" /> : <IconUser aria-hidden="true" />}
      <span className={styles.label}>
        {user ? user.nickname : session.status === 'guest' ? t('nav.signIn') : t('nav.account')}
      </span>
    </button>
  );
  if (!asked) return button;
  return (
    <Suspense fallback={button}>
      <AccountMenu
        side={side}
        opened={open}
        onChange={(next) => {
          setOpen(next);
          // The menu cannot give the focus back itself: when its code had come, this button was made anew.
          if (!next) opener.current?.focus();
        }}
        user={user}
      >
        {button}
      </AccountMenu>
    </Suspense>
  );
}
