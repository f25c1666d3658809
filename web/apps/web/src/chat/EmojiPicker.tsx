import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { readSetting, writeSetting } from '../api/settings';
import { EMOJI } from './emoji';
import styles from './EmojiPicker.module.css';

const RECENT_MAX = 16;

/** Emoji to put into a message: the recent ones first, found by a word of either language. */
export default function EmojiPicker({
  onPick,
  onClose,
}: {
  onPick: (emoji: string) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const panel = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState('');
  const [recent, setRecent] = useState(readRecent);
  useEffect(() => {
    search.current?.focus();
    const outside = (event: PointerEvent): void => {
      const { current } = panel;
      // The button beside the field closes it by itself.
      if (event.target instanceof Element && event.target.closest('[aria-haspopup=dialog]')) return;
      if (current && !current.contains(event.target as Node)) onClose();
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
    // Once, when it opens.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  const word = query.trim().toLowerCase();
  const found = EMOJI.filter(({ words }) => words.some((it) => it.startsWith(word)));
  const pick = (emoji: string): void => {
    const next = [emoji, ...recent.filter((it) => it !== emoji)].slice(0, RECENT_MAX);
    setRecent(next);
    writeSetting('emoji', next.join(' '));
    onPick(emoji);
  };
  const group = (label: string, emojis: readonly string[]) => (
    <section aria-label={label}>
      <h3 className={styles.heading}>{label}</h3>
      <div className={styles.grid} onKeyDown={move}>
        {emojis.map((emoji) => (
          <button
            key={emoji}
            type="button"
            className={styles.emoji}
            title={nameOf(emoji)}
            aria-label={`${emoji} ${nameOf(emoji)}`}
            onClick={() => pick(emoji)}
          >
            {emoji}
          </button>
        ))}
      </div>
    </section>
  );
  return (
    <div
      ref={panel}
      className={styles.panel}
      role="dialog"
      aria-label={t('chat.emoji.title')}
      data-testid="emoji-picker"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <input
        ref={search}
        className={styles.search}
        type="search"
        value={query}
        placeholder={t('chat.emoji.search')}
        aria-label={t('chat.emoji.search')}
        onChange={(event) => setQuery(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          // Not the message.
          event.preventDefault();
          const [first] = found;
          if (first && word !== '') pick(first.emoji);
        }}
      />
      <div className={styles.scroll} tabIndex={-1}>
        {word === '' && recent.length > 0 ? group(t('chat.emoji.recent'), recent) : null}
        {found.length > 0 ? (
          group(
            t('chat.emoji.all'),
            found.map(({ emoji }) => emoji),
          )
        ) : (
          <p className={styles.heading} role="status">
            {t('chat.emoji.none')}
          </p>
        )}
      </div>
    </div>
  );
}

/** What an emoji is called in the language of the page. */
function nameOf(emoji: string): string {
  const russian = document.documentElement.lang === 'ru';
  const names = EMOJI.find((it) => it.emoji === emoji)?.words ?? [];
  return names.find((name) => /[а-яё]/.test(name) === russian) ?? '';
}

/** Arrows go from one to the next, up and down by what stands above and below. */
function move(event: KeyboardEvent<HTMLElement>): void {
  const all = [...event.currentTarget.querySelectorAll('button')];
  const at = all.indexOf(event.target as HTMLButtonElement);
  const row = all.findIndex((it) => it.offsetTop > (all[0]?.offsetTop ?? 0));
  const columns = row < 0 ? all.length : row;
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  all[at + step]?.focus();
}

function readRecent(): readonly string[] {
  const known = new Set(EMOJI.map(({ emoji }) => emoji));
  return (readSetting('emoji') ?? '').split(' ').filter((it) => known.has(it));
}
