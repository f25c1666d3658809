import type { LiveRoom } from '@nio/sdk';
import { useEffect, useRef, useState, type CSSProperties } from 'react';
import { useFormat } from '../i18n/format';
import { reactionsOf } from './reactions';
import styles from './Reactions.module.css';

/** So many are in the air at once; what comes beyond is left out. */
const AIR_MAX = 24;
/** So many of one handful rise, however many people reacted. */
const HANDFUL_MAX = 8;
/** For those who want no motion, the count stays for this long after the last one. */
const COUNT_MS = 4000;

interface Floating {
  readonly id: number;
  readonly emoji: string;
  readonly style: CSSProperties;
}

/** Reactions that rise over the picture; a quiet count for those who asked for less motion. */
export default function FloatingReactions({ room }: { room: LiveRoom }) {
  const still = useReducedMotion();
  return still ? <Count room={room} /> : <Rising room={room} />;
}

function Rising({ room }: { room: LiveRoom }) {
  const [floating, setFloating] = useState<readonly Floating[]>([]);
  const next = useRef(0);
  useEffect(
    () =>
      reactionsOf(room).on((reactions) => {
        // Nobody sees them, and without frames they would never end.
        if (document.visibilityState === 'hidden') return;
        const fresh = reactions.flatMap(({ emoji, count }) =>
          Array.from({ length: Math.min(count, HANDFUL_MAX) }, () => {
            const id = next.current++;
            return { id, emoji, style: path(id) };
          }),
        );
        setFloating((before) => [...before, ...fresh.slice(0, AIR_MAX - before.length)]);
      }),
    [room],
  );
  return (
    <div className={styles.air} aria-hidden="true" data-testid="floating-reactions">
      {floating.map(({ id, emoji, style }) => (
        <span
          key={id}
          className={styles.floating}
          style={style}
          onAnimationEnd={() => setFloating((before) => before.filter((it) => it.id !== id))}
        >
          {emoji}
        </span>
      ))}
    </div>
  );
}

/** A way of its own for every one, spread without being random: the golden ratio never comes near itself. */
function path(id: number): CSSProperties {
  const spread = (id * 0.618) % 1;
  return {
    '--from': `${Math.round(spread * 100)}%`,
    '--drift': `${Math.round((spread - 0.5) * 300)}%`,
    '--delay': `${(id % 8) * 90}ms`,
  } as CSSProperties;
}

function Count({ room }: { room: LiveRoom }) {
  const format = useFormat();
  const [counts, setCounts] = useState<ReadonlyMap<string, number>>(new Map());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = reactionsOf(room).on((reactions) => {
      setCounts((before) => {
        const after = new Map(before);
        for (const { emoji, count } of reactions) {
          after.set(emoji, (after.get(emoji) ?? 0) + count);
        }
        return after;
      });
      clearTimeout(timer);
      timer = setTimeout(() => setCounts(new Map()), COUNT_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [room]);
  if (counts.size === 0) return null;
  return (
    <div className={styles.count} aria-hidden="true" data-testid="reaction-count">
      {[...counts].map(([emoji, count]) => (
        <span key={emoji} className="nio-tabular">
          {emoji} {format.count(count)}
        </span>
      ))}
    </div>
  );
}

function useReducedMotion(): boolean {
  const query = '(prefers-reduced-motion: reduce)';
  const [reduced, setReduced] = useState(() => window.matchMedia(query).matches);
  useEffect(() => {
    const media = window.matchMedia(query);
    const changed = (): void => setReduced(media.matches);
    media.addEventListener('change', changed);
    return () => media.removeEventListener('change', changed);
  }, []);
  return reduced;
}
