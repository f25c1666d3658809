import '@mantine/core/styles/Input.layer.css';
import '@mantine/core/styles/PasswordInput.layer.css';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Logo } from '../ui/Logo';
import styles from './AuthLayout.module.css';

/** The pages of signing in and getting back in: a picture at the left of wide screens, one task at the right. */
export function AuthLayout({
  title,
  lead,
  children,
}: {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <div className={styles.page}>
      <aside className={styles.pitch} aria-hidden="true">
        <div className={styles.pitchWords}>
          <strong>{t('auth.pitchTitle')}</strong>
          <span>{t('auth.pitchText')}</span>
        </div>
      </aside>
      <div className={styles.side}>
        <div className={styles.task}>
          <span className={styles.logo}>
            <Logo withName />
          </span>
          <div className={styles.head}>
            <h1 className={styles.title}>{title}</h1>
            {lead ? <p className={styles.lead}>{lead}</p> : null}
          </div>
          {children}
        </div>
      </div>
    </div>
  );
}
