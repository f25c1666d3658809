import { IconAlertCircle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './Message.module.css';

const ICONS = { calm: IconInfoCircle, good: IconCircleCheck, trouble: IconAlertCircle } as const;

/** A sentence or two within a page that stay: what went wrong, what was done, what to know. */
export function Message({
  tone = 'calm',
  children,
}: {
  tone?: 'calm' | 'good' | 'trouble';
  children: ReactNode;
}) {
  const Icon = ICONS[tone];
  return (
    <div className={styles.message} data-tone={tone} role={tone === 'trouble' ? 'alert' : 'status'}>
      <Icon aria-hidden="true" />
      <div>{children}</div>
    </div>
  );
}
