import type { ReactNode } from 'react';
import styles from './Facts.module.css';

/** Names and values, one pair a line. What is not known yet is a dash. */
export function Facts({
  facts,
}: {
  facts: readonly { readonly name: string; readonly value: ReactNode; readonly testId?: string }[];
}) {
  return (
    <dl className={styles.facts}>
      {facts.map(({ name, value, testId }) => (
        <div key={name} className={styles.fact}>
          <dt>{name}</dt>
          <dd className="nio-tabular" data-testid={testId}>
            {value ?? '—'}
          </dd>
        </div>
      ))}
    </dl>
  );
}
