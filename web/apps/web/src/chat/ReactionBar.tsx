import { REACTIONS, type LiveRoom } from '@nio/sdk';
import { IconHeart } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { GlassButton } from '../ui/GlassButton';
import styles from './Reactions.module.css';
import { useLongPress } from './useLongPress';
import { useReact } from './useReact';

/** The eight emoji to react with. */
export function ReactionBar({ room, onReacted }: { room: LiveRoom; onReacted?: () => void }) {
  const { t } = useTranslation();
  const react = useReact(room);
  return (
    <div className={styles.bar} role="group" aria-label={t('chat.react.label')}>
      {REACTIONS.map((emoji) => (
        <button
          key={emoji}
          type="button"
          className={styles.reaction}
          aria-label={t('chat.react.with', { emoji })}
          onClick={() => {
            react(emoji);
            onReacted?.();
          }}
        >
          {emoji}
        </button>
      ))}
    </div>
  );
}

/** On a phone: a heart at once, the others for a finger that stays. */
export function HeartButton({ room }: { room: LiveRoom }) {
  const { t } = useTranslation();
  const react = useReact(room);
  const [opened, setOpened] = useState(false);
  const place = useRef<HTMLSpanElement>(null);
  const press = useLongPress(() => setOpened(true));
  useEffect(() => {
    if (!opened) return;
    // A tap elsewhere; on iPhones buttons have no focus to lose.
    const tapped = (event: PointerEvent): void => {
      if (!place.current?.contains(event.target as Node)) setOpened(false);
    };
    document.addEventListener('pointerdown', tapped);
    return () => document.removeEventListener('pointerdown', tapped);
  }, [opened]);
  return (
    <span
      ref={place}
      className={styles.heart}
      onKeyDown={(event) => {
        if (event.key === 'ArrowUp') setOpened(true);
        else if (event.key === 'Escape') setOpened(false);
      }}
    >
      {opened ? (
        <span className={styles.more}>
          <ReactionBar room={room} onReacted={() => setOpened(false)} />
        </span>
      ) : null}
      <GlassButton
        label={t('chat.react.heart')}
        aria-expanded={opened}
        data-testid="heart"
        onClick={() => (opened ? setOpened(false) : react('❤️'))}
        {...press}
      >
        <IconHeart aria-hidden="true" />
      </GlassButton>
    </span>
  );
}
