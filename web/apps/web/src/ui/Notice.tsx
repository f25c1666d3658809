import type { ReactNode } from 'react';
import styles from './Notice.module.css';

/** A page or part of a page that has something to say instead of something to show. */
export function Notice({
  icon,
  title,
  children,
  actions,
  tone = 'calm',
  page,
}: {
  icon: ReactNode;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  tone?: 'calm' | 'warm' | 'trouble';
  /** The whole page is nothing else: stands in its middle. */
  page?: boolean;
}) {
  return (
    <section className={styles.notice} data-tone={tone} data-page={page}>
      <span className={styles.icon} aria-hidden="true">
        {icon}
      </span>
      <h2 className={styles.title}>{title}</h2>
      {children ? <div className={styles.text}>{children}</div> : null}
      {actions ? <div className={styles.actions}>{actions}</div> : null}
    </section>
  );
}
