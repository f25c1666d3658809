import type { ChatMessage, OutgoingMessage, Quote, Role, SystemMessage } from '@nio/sdk';
import {
  IconAlertCircle,
  IconArrowBackUp,
  IconClock,
  IconDotsVertical,
  IconPencil,
  IconRefresh,
  IconTrash,
} from '@tabler/icons-react';
import { memo, useMemo, useRef, type CSSProperties, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format';
import { AVATAR_COLORS } from '../theme/theme';
import { hash } from '../ui/hash';
import styles from './ChatPanel.module.css';
import { textParts } from './chatText';
import { systemText } from './systemText';
import { useLongPress, type Point } from './useLongPress';

/** One's own colour, the same in every room. */
export function nameStyle(id: string): CSSProperties {
  return { '--name': `var(--nio-name-${hash(id) % AVATAR_COLORS})` } as CSSProperties;
}

/** What somebody may do here beyond watching and writing; nothing for viewers. */
export function RoleBadge({ role }: { role: Role }) {
  const { t } = useTranslation();
  if (role === 'viewer') return null;
  return (
    <span className={styles.badge} data-role={role} title={t(`chat.roleName.${role}`)}>
      {t(`chat.role.${role}`)}
    </span>
  );
}

/** What somebody wrote. */
export const Line = memo(function Line({
  message,
  myId,
  hideQuote,
  onMenu,
  onJump,
}: {
  message: ChatMessage;
  myId: string | null;
  /** The one who is answered is not to be read. */
  hideQuote: boolean;
  onMenu: (message: ChatMessage, at: Point) => void;
  onJump: (id: string) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { author, createdAt, mentions, replyTo } = message;
  const element = useRef<HTMLDivElement>(null);
  const style = useMemo(() => nameStyle(author.id), [author.id]);
  const parts = useMemo(() => textParts(message.text, mentions), [message.text, mentions]);
  const open = (at: Point): void => onMenu(message, at);
  const press = useLongPress(open);
  const openHere = (): void => open(under(element.current));
  const forMe =
    myId !== null &&
    author.id !== myId &&
    (replyTo?.author.id === myId || mentions.some(({ id }) => id === myId));
  return (
    <div
      ref={element}
      className={styles.line}
      data-line={message.id}
      data-mine={author.id === myId}
      data-for-me={forMe || undefined}
      style={style}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.target !== element.current || event.key !== 'Enter') return;
        event.preventDefault();
        openHere();
      }}
      {...press}
    >
      <span className={styles.bubble}>
        {replyTo ? <QuoteLine quote={replyTo} hidden={hideQuote} onJump={onJump} /> : null}
        <span className={styles.author} onClick={openHere}>
          {author.nickname}
        </span>
        <RoleBadge role={author.role} />{' '}
        <span className={styles.text}>
          {parts.map((part, index) =>
            part.kind === 'text' ? (
              part.text
            ) : part.kind === 'link' ? (
              <a
                key={index}
                className={styles.link}
                href={part.href}
                target="_blank"
                rel="noopener noreferrer nofollow ugc"
              >
                {part.text}
              </a>
            ) : (
              <span key={index} className={styles.mention} data-me={part.person.id === myId}>
                {part.text}
              </span>
            ),
          )}
        </span>
        <span className={styles.tools}>
          <time className={styles.time} dateTime={createdAt} title={format.exact(createdAt)}>
            {format.clock(createdAt)}
          </time>
          <button
            type="button"
            className={styles.tool}
            aria-haspopup="menu"
            aria-label={t('chat.menuOf', { nickname: author.nickname })}
            // The arrows come here; a thousand stops for Tab would be a wall.
            tabIndex={-1}
            onClick={(event) => open(under(event.currentTarget))}
          >
            <IconDotsVertical aria-hidden="true" />
          </button>
        </span>
      </span>
    </div>
  );
});

/** The lower left corner of what is pointed at by keyboard. */
function under(element: HTMLElement | null): Point {
  const box = element?.getBoundingClientRect();
  return { x: box?.left ?? 0, y: box?.bottom ?? 0 };
}

function QuoteLine({
  quote,
  hidden,
  onJump,
}: {
  quote: Quote;
  hidden: boolean;
  onJump: (id: string) => void;
}) {
  const { t } = useTranslation();
  const words = hidden ? t('chat.hiddenQuote') : quote.text;
  return (
    <span
      className={styles.quote}
      data-hidden={hidden}
      title={words}
      {...(hidden
        ? {}
        : {
            role: 'button',
            tabIndex: -1,
            'aria-label': t('chat.answered', { nickname: quote.author.nickname, text: words }),
            onClick: () => onJump(quote.id),
          })}
    >
      <IconArrowBackUp aria-hidden="true" />
      <span className={styles.quoted}>
        {hidden ? words : `${quote.author.nickname}: ${quote.text}`}
      </span>
    </span>
  );
}

/** What happened in the room. */
export const SystemLine = memo(function SystemLine({ line }: { line: SystemMessage }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <p className={styles.system} data-line={line.id} data-event={line.event} tabIndex={-1}>
      {systemText(line, t, format)}
    </p>
  );
});

/** What one has written and the server does not have yet. */
export function OutgoingLine({
  message,
  onRetry,
  onEdit,
  onDiscard,
}: {
  message: OutgoingMessage;
  onRetry: () => void;
  onEdit: () => void;
  onDiscard: () => void;
}) {
  const { t } = useTranslation();
  const failed = message.status === 'failed';
  return (
    <div className={styles.line} data-mine data-status={message.status}>
      <span className={styles.bubble}>
        <span className={styles.author}>{t('chat.you')}</span>{' '}
        <span className={styles.text}>{message.text}</span>
        {failed ? (
          <span className={styles.failed}>
            <IconAlertCircle aria-hidden="true" />
            <span role="alert">{t(`chat.failed.${reason(message)}`)}</span>
            <Act label={t('chat.retry')} icon={<IconRefresh aria-hidden="true" />} on={onRetry} />
            <Act label={t('chat.edit')} icon={<IconPencil aria-hidden="true" />} on={onEdit} />
            <Act label={t('chat.discard')} icon={<IconTrash aria-hidden="true" />} on={onDiscard} />
          </span>
        ) : (
          <span className={styles.pending} role="img" aria-label={t('chat.pending')}>
            <IconClock aria-hidden="true" />
          </span>
        )}
      </span>
    </div>
  );
}

function Act({ label, icon, on }: { label: string; icon: ReactNode; on: () => void }) {
  return (
    <button type="button" aria-label={label} title={label} onClick={on}>
      {icon}
    </button>
  );
}

const REASONS = {
  slow_down: 'slow',
  slow_mode: 'slow',
  too_many_requests: 'slow',
  text_too_long: 'long',
  offline: 'offline',
  timeout: 'offline',
  timed_out: 'timed_out',
  followers_only: 'followers_only',
  emotes_only: 'emotes_only',
  links_not_allowed: 'links_not_allowed',
  blocked_word: 'blocked_word',
  blocked: 'blocked',
} as const;

function reason({ error }: OutgoingMessage): (typeof REASONS)[keyof typeof REASONS] | 'other' {
  const code = error?.error ?? '';
  return code in REASONS ? REASONS[code as keyof typeof REASONS] : 'other';
}
