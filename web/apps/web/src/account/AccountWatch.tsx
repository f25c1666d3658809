import { Button, CloseButton } from '@mantine/core';
import type { AccountSocket } from '@nio/sdk';
import { IconLogout } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { openAccountSocket } from '../api/account';
import { noteBalance } from '../api/money';
import { nio, useSession } from '../api/nio';
import { unread } from '../api/unread';
import { endedText } from '../auth/failureText';
import { loginPath } from '../auth/next';
import { useInboxWatch } from '../inbox/watch';
import { NoticeCard } from '../settings/NoticeCard';
import { useNoticeList, useNotices } from '../settings/notices';
import styles from './AccountWatch.module.css';

/** How long a connection may take to open after the page was left. */
const OPENING_MS = 10_000;

/** What cannot wait until somebody looks into the settings. */
const URGENT: ReadonlySet<string> = new Set(['new_login', 'token_reuse']);

/**
 * Above every page with navigation, once somebody is signed in: hears when the account is used elsewhere and when this
 * device is signed out, and says so. Not in the live room, where nothing lies over the video.
 */
export default function AccountWatch() {
  const session = useSession();
  switch (session.status) {
    case 'user':
      return <Watch key={session.user.id} />;
    case 'guest':
      return session.ended === undefined ? null : <SignedOut reason={session.ended} />;
    case 'starting':
      return null;
  }
}

function Watch() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const notices = useNotices();
  const { add } = useNoticeList();
  const [heard, setHeard] = useState<AccountSocket | null>(null);
  useInboxWatch(heard);
  useEffect(() => {
    const socket = openAccountSocket();
    const closers = [
      socket.on('session_revoked', ({ sessionId, reason }) => {
        void nio.session.ended(sessionId, reason);
      }),
      socket.on('notification', ({ notice }) => {
        if (notice !== null) add(notice);
      }),
      socket.on('balance', noteBalance),
    ];
    const wake = (): void => socket.wake();
    window.addEventListener('online', wake);
    socket.connect();
    setHeard(socket);
    return () => {
      window.removeEventListener('online', wake);
      for (const close of closers) close();
      closeQuietly(socket);
    };
  }, [add]);
  // Another account, or none, has other ones.
  useEffect(() => () => unread.set(0), []);
  const urgent = (notices.data ?? []).filter(({ kind }) => URGENT.has(kind));
  const [first] = urgent;
  // There they stand in full.
  if (first === undefined || pathname === '/dashboard/settings/security') return null;
  return (
    <div className={styles.banner} aria-label={t('notice.label')} role="alert">
      <div className={styles.inside}>
        <NoticeCard key={first.id} notice={first} />
        {urgent.length > 1 ? (
          <Link className={styles.more} to="/dashboard/settings/security">
            {t('notice.more', { count: urgent.length - 1 })}
          </Link>
        ) : null}
      </div>
    </div>
  );
}

/** Browsers complain in the console of a WebSocket that is closed while it opens: this one is let open first. */
function closeQuietly(socket: AccountSocket): void {
  if (socket.state.getSnapshot() !== 'connecting') {
    socket.close();
    return;
  }
  const close = (): void => {
    clearTimeout(enough);
    forget();
    socket.close();
  };
  const enough = setTimeout(close, OPENING_MS);
  const forget = socket.state.subscribe(close);
}

function SignedOut({ reason }: { reason: string }) {
  const { t } = useTranslation();
  const location = useLocation();
  const [closed, setClosed] = useState(false);
  // The sign-in page says it itself.
  if (closed || location.pathname === '/login') return null;
  return (
    <div className={styles.banner} aria-label={t('notice.label')} role="alert">
      <div className={styles.signedOut}>
        <IconLogout aria-hidden="true" />
        <p>{endedText(reason, t)}</p>
        <Button component={Link} to={loginPath(location)}>
          {t('nav.signIn')}
        </Button>
        <CloseButton aria-label={t('common.close')} onClick={() => setClosed(true)} />
      </div>
    </div>
  );
}
