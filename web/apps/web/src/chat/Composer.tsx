import { LIMITS, type Person } from '@nio/sdk';
import { IconMoodSmile, IconSend2, IconX } from '@tabler/icons-react';
import {
  lazy,
  Suspense,
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type ReactNode,
  type RefObject,
} from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { loginPath } from '../auth/next';
import { useFormat } from '../i18n/format';
import { GlassButton } from '../ui/GlassButton';
import styles from './ChatPanel.module.css';
import { mentionAt } from './chatText';
import type { Draft } from './draft';

const EmojiPicker = lazy(() => import('./EmojiPicker'));

/** The count of what is left is told from here on. */
const WARN_LEFT = 60;

/** So many names are offered after an @. */
const NAMES_MAX = 6;

/** As the server counts: code points, so that most emoji are one. */
function lengthOf(text: string): number {
  return Array.from(text).length;
}

/** The field to write in, or the way to sign in for those who may only read, or why one may not. */
export function Composer({
  guest,
  refusal,
  draft,
  people,
  waitSeconds,
  inputRef,
  actions,
  onDraft,
  onSend,
}: {
  guest: boolean;
  /** Why one may not write; what is written stays. */
  refusal: ReactNode;
  draft: Draft;
  /** Who may be mentioned, the likeliest first. */
  people: readonly Person[];
  /** How long the slow mode lasts yet. */
  waitSeconds: number;
  inputRef: RefObject<HTMLInputElement | null>;
  actions?: ReactNode;
  onDraft: (draft: Draft) => void;
  onSend: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const location = useLocation();
  const ids = useId();
  const [caret, setCaret] = useState(0);
  const [choice, setChoice] = useState(0);
  /** The text in which no names are wanted. */
  const [dismissed, setDismissed] = useState<string | null>(null);
  const [picking, setPicking] = useState(false);
  const emojiButton = useRef<HTMLButtonElement>(null);
  const { text, replyTo } = draft;
  /** Where the caret belongs after what was put in; before the next key, or fast typing would land elsewhere. */
  const caretTo = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (caretTo.current === null) return;
    inputRef.current?.setSelectionRange(caretTo.current, caretTo.current);
    caretTo.current = null;
  }, [inputRef, text]);
  const left = LIMITS.chatTextMax - lengthOf(text.trim());
  const sendable = text.trim() !== '' && left >= 0 && waitSeconds === 0;
  const typed = dismissed === text ? null : mentionAt(text, caret);
  const names = typed === null ? [] : matching(people, typed.query);
  const chosen = names[Math.min(choice, names.length - 1)];

  if (guest) {
    return (
      <div className={styles.composer}>
        <Link className={styles.signIn} to={loginPath(location)}>
          {t('chat.signIn')}
        </Link>
        {actions}
      </div>
    );
  }
  if (refusal !== null) {
    return (
      <div className={styles.composer}>
        <p className={styles.refusal} role="status" data-testid="chat-refusal">
          {refusal}
        </p>
        {actions}
      </div>
    );
  }

  /** Puts something in the place of what is from `from` to `to`, and the caret behind it. */
  const put = (piece: string, from: number, to: number): void => {
    onDraft({ ...draft, text: text.slice(0, from) + piece + text.slice(to) });
    const end = from + piece.length;
    setCaret(end);
    caretTo.current = end;
  };
  const complete = ({ nickname }: Person): void => {
    if (typed !== null) put(`@${nickname} `, typed.start, caret);
  };

  return (
    <form
      className={styles.writing}
      data-typed={text !== '' || undefined}
      onSubmit={(event) => {
        event.preventDefault();
        if (!sendable) return;
        onSend();
        setPicking(false);
      }}
    >
      {picking ? (
        <Suspense fallback={null}>
          <EmojiPicker
            onPick={(emoji) => put(emoji, caret, caret)}
            onClose={() => {
              setPicking(false);
              emojiButton.current?.focus();
            }}
          />
        </Suspense>
      ) : null}
      {names.length > 0 ? (
        <ul
          id={`${ids}names`}
          className={styles.names}
          role="listbox"
          aria-label={t('chat.people')}
        >
          {names.map((person) => (
            <li
              key={person.id}
              id={`${ids}${person.id}`}
              role="option"
              aria-selected={person === chosen}
              // The field keeps the focus.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => complete(person)}
            >
              @{person.nickname}
            </li>
          ))}
        </ul>
      ) : null}
      {replyTo ? (
        <div className={styles.replying}>
          <span className={styles.quoted}>
            <strong>{t('chat.replyTo', { nickname: replyTo.author.nickname })}</strong>{' '}
            {replyTo.text}
          </span>
          <button
            type="button"
            className={styles.iconButton}
            aria-label={t('chat.dropReply')}
            title={t('chat.dropReply')}
            onClick={() => {
              onDraft({ ...draft, replyTo: null });
              inputRef.current?.focus();
            }}
          >
            <IconX aria-hidden="true" />
          </button>
        </div>
      ) : null}
      <div className={styles.composer}>
        <div className={styles.field}>
          <input
            ref={inputRef}
            className={styles.input}
            data-testid="chat-input"
            value={text}
            onChange={(event) => {
              onDraft({ ...draft, text: event.currentTarget.value });
              setCaret(event.currentTarget.selectionStart ?? event.currentTarget.value.length);
              setChoice(0);
            }}
            onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? text.length)}
            onKeyDown={(event) => {
              if (event.key === 'Escape' && replyTo !== null && chosen === undefined) {
                onDraft({ ...draft, replyTo: null });
              }
              if (chosen === undefined || event.nativeEvent.isComposing) return;
              const step = { ArrowDown: 1, ArrowUp: names.length - 1 }[event.key];
              if (step !== undefined) setChoice((choice + step) % names.length);
              else if (event.key === 'Enter' || event.key === 'Tab') complete(chosen);
              else if (event.key === 'Escape') setDismissed(text);
              else return;
              event.preventDefault();
            }}
            placeholder={t('chat.placeholder')}
            aria-label={t('chat.input')}
            aria-describedby={left < WARN_LEFT ? `${ids}left` : undefined}
            aria-invalid={left < 0}
            role="combobox"
            aria-autocomplete="list"
            aria-expanded={names.length > 0}
            aria-controls={names.length > 0 ? `${ids}names` : undefined}
            aria-activedescendant={chosen ? `${ids}${chosen.id}` : undefined}
            enterKeyHint="send"
            autoComplete="off"
          />
          {left < WARN_LEFT ? (
            <span id={`${ids}left`} className={styles.left} data-over={left < 0}>
              <span aria-hidden="true">{left}</span>
              <span className="nio-visually-hidden">
                {left < 0 ? t('chat.tooLong', { count: -left }) : t('chat.left', { count: left })}
              </span>
            </span>
          ) : null}
          <button
            ref={emojiButton}
            type="button"
            className={styles.emoji}
            aria-label={t('chat.emoji.open')}
            title={t('chat.emoji.open')}
            aria-haspopup="dialog"
            aria-expanded={picking}
            data-testid="emoji-open"
            onClick={() => setPicking(!picking)}
          >
            <IconMoodSmile aria-hidden="true" />
          </button>
        </div>
        <span className={styles.send}>
          <GlassButton
            type="submit"
            label={
              waitSeconds > 0
                ? t('chat.sendIn', { wait: format.span(waitSeconds) })
                : t('chat.send')
            }
            data-testid="chat-send"
            on={sendable}
            aria-disabled={!sendable}
          >
            {waitSeconds > 0 ? (
              <span className={styles.countdown} data-testid="slow-countdown">
                {waitSeconds}
              </span>
            ) : (
              <IconSend2 aria-hidden="true" />
            )}
          </GlassButton>
        </span>
        {actions}
      </div>
    </form>
  );
}

function matching(people: readonly Person[], query: string): readonly Person[] {
  const start = query.toLowerCase();
  return people
    .filter(({ nickname }) => nickname.toLowerCase().startsWith(start))
    .slice(0, NAMES_MAX);
}
