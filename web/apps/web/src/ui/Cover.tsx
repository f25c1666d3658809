import type { Stream } from '@nio/sdk';
import type { CSSProperties } from 'react';
import { CategoryIcon } from './CategoryIcon';
import styles from './Cover.module.css';
import { hash, initial } from './hash';

/** A picture made of what is known of a stream: its category's colours and sign, and the first letter of its title. */
export function Cover({ stream }: { stream: Pick<Stream, 'id' | 'category' | 'title'> }) {
  const angle = hash(stream.id) % 360;
  const style = {
    '--from': `var(--nio-cover-${stream.category}-from)`,
    '--to': `var(--nio-cover-${stream.category}-to)`,
    '--angle': `${angle}deg`,
    '--shift': `${20 + (angle % 60)}%`,
  } as CSSProperties;
  return (
    <span className={styles.cover} style={style} aria-hidden="true">
      <span className={styles.letter}>{initial(stream.title)}</span>
      <span className={styles.sign}>
        <CategoryIcon category={stream.category} />
      </span>
    </span>
  );
}
