import '@mantine/core/styles/FloatingIndicator.layer.css';
import '@mantine/core/styles/Popover.layer.css';
import '@mantine/core/styles/SegmentedControl.layer.css';
import { Button, Popover, SegmentedControl, useMantineColorScheme } from '@mantine/core';
import type { User } from '@nio/sdk';
import { IconQrcode, IconScale, IconSettings, IconWallet } from '@tabler/icons-react';
import { lazy, Suspense, useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { nio } from '../api/nio';
import { LANGUAGE_NAMES, LANGUAGES, type Language } from '../i18n/language';
import { setLanguage, withTexts } from '../i18n/i18n';
import { Avatar } from '../ui/Avatar';
import { loginPath } from '../auth/next';
import styles from './AccountMenu.module.css';

const Balance = lazy(() => withTexts('money', import('../wallet/MenuBalance')));

function MenuBalance() {
  return (
    <Suspense fallback={null}>
      <Balance />
    </Suspense>
  );
}

/** Who is signed in, how the app looks and speaks, and the way in or out. */
export default function AccountMenu({
  user,
  side,
  opened,
  onChange,
  children,
}: {
  user: User | null;
  side: 'right' | 'bottom';
  opened: boolean;
  onChange: (opened: boolean) => void;
  children: ReactNode;
}) {
  const { t, i18n } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const location = useLocation();
  const themeLabel = useId();
  const languageLabel = useId();
  const close = (): void => onChange(false);
  return (
    <Popover
      opened={opened}
      onChange={onChange}
      position={side === 'right' ? 'right-end' : 'bottom-end'}
      trapFocus
      withRoles={false}
      radius="md"
      shadow="md"
    >
      <Popover.Target>{children}</Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={t('nav.account')} className={styles.menu}>
        {user ? (
          <>
            <Link className={styles.who} to={`/profile/${user.nickname}`} onClick={close}>
              <Avatar person={user} size="lg" />
              <span className={styles.names}>
                <strong>{user.nickname}</strong>
                <span className={styles.email}>{user.email}</span>
              </span>
            </Link>
            <div className={styles.links}>
              <Link className={styles.link} to="/wallet" onClick={close}>
                <IconWallet aria-hidden="true" />
                {t('account.wallet')}
                <MenuBalance />
              </Link>
              <Link className={styles.link} to="/dashboard/settings/sessions" onClick={close}>
                <IconSettings aria-hidden="true" />
                {t('account.settings')}
              </Link>
              <Link className={styles.link} to="/qr-login" onClick={close}>
                <IconQrcode aria-hidden="true" />
                {t('account.scan')}
              </Link>
              {user.role === 'admin' ? (
                <Link className={styles.link} to="/admin/money" onClick={close}>
                  <IconScale aria-hidden="true" />
                  {t('account.books')}
                </Link>
              ) : null}
            </div>
          </>
        ) : (
          <div className={styles.guest}>
            <p className={styles.email}>{t('account.guest')}</p>
            <Button component={Link} to={loginPath(location)} onClick={close} data-autofocus>
              {t('nav.signIn')}
            </Button>
            <Button
              component={Link}
              to={loginPath(location, '/register')}
              onClick={close}
              variant="default"
            >
              {t('account.register')}
            </Button>
          </div>
        )}
        <div className={styles.choice}>
          <span id={themeLabel}>{t('account.theme')}</span>
          <SegmentedControl
            aria-labelledby={themeLabel}
            fullWidth
            value={colorScheme}
            onChange={(value) => setColorScheme(value)}
            data={[
              { value: 'auto', label: t('account.themeAuto') },
              { value: 'light', label: t('account.themeLight') },
              { value: 'dark', label: t('account.themeDark') },
            ]}
          />
        </div>
        <div className={styles.choice}>
          <span id={languageLabel}>{t('account.language')}</span>
          <SegmentedControl
            aria-labelledby={languageLabel}
            fullWidth
            value={i18n.language}
            onChange={(value) => void setLanguage(value as Language)}
            data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
          />
        </div>
        {user ? (
          <Button
            variant="default"
            fullWidth
            onClick={() => {
              close();
              // Away or not, this device has forgotten the session.
              nio.session.logout().catch(() => undefined);
            }}
          >
            {t('account.signOut')}
          </Button>
        ) : null}
      </Popover.Dropdown>
    </Popover>
  );
}
