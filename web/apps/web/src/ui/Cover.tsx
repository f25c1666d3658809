import type { Stream } from '@nio/sdk';
import { useState, type CSSProperties } from 'react';
import { CategoryIcon } from './CategoryIcon';
import styles from './Cover.module.css';
import { hash, initial } from './hash';

/**
 * The preview picture of a stream. Until it is there, and for streams without one, a picture made of what is known: the
 * category's colours and sign, and the first letter of the title.
 */
export function Cover({
  stream,
}: {
  stream: Pick<Stream, 'id' | 'category' | 'title' | 'previewUrl'>;
}) {
  const [shown, setShown] = useState(false);
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
      {stream.previewUrl ? (
        <img
          className={styles.preview}
          src={stream.previewUrl}
          alt=""
          loading="lazy"
          decoding="async"
          data-shown={shown}
          onLoad={() => setShown(true)}
          onError={() => setShown(false)}
        />
      ) : null}
    </span>
  );
}
