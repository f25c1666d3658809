import type { ReactNode } from 'react';
import styles from './Notice.module.css';

/** A page or part of a page that has something to say instead of something to show. */
export function Notice({
  icon,
  title,
  children,
  actions,
  tone = 'calm',
  ...rest
}: {
  icon: ReactNode;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  tone?: 'calm' | 'warm' | 'trouble';
  'data-testid'?: string;
}) {
  return (
    <section className={styles.notice} data-tone={tone} {...rest}>
      <span className={styles.icon} aria-hidden="true">
        {icon}
      </span>
      <h2 className={styles.title}>{title}</h2>
      {children ? <div className={styles.text}>{children}</div> : null}
      {actions ? <div className={styles.actions}>{actions}</div> : null}
    </section>
  );
}
