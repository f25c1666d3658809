import type { Person } from '@nio/sdk';
import { useState, type CSSProperties } from 'react';
import { AVATAR_COLORS } from '../theme/theme';
import styles from './Avatar.module.css';
import { hash, initial } from './hash';

/**
 * A person's picture; until it is there, and for people without one, an initial on a colour of their own. Decoration: the
 * name stands beside it.
 */
export function Avatar({
  person,
  size = 'md',
}: {
  person: Person;
  size?: 'sm' | 'md' | 'lg' | 'xl';
}) {
  const ground = `var(--nio-avatar-${hash(person.id) % AVATAR_COLORS})`;
  const [broken, setBroken] = useState<string | null>(null);
  const url = person.avatarUrl;
  return (
    <span
      className={styles.avatar}
      data-size={size}
      style={{ '--ground': ground } as CSSProperties}
      aria-hidden="true"
    >
      {initial(person.nickname)}
      {url && url !== broken ? (
        <img
          className={styles.picture}
          src={url}
          alt=""
          loading="lazy"
          decoding="async"
          onError={() => setBroken(url)}
        />
      ) : null}
    </span>
  );
}
