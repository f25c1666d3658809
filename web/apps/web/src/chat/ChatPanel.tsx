import { type ChatMessage, type LiveRoom, type OutgoingMessage, type RoomState } from '@nio/sdk';
import {
  IconAlertCircle,
  IconArrowDown,
  IconClock,
  IconRefresh,
  IconTrash,
} from '@tabler/icons-react';
import { memo, useMemo, useRef, type CSSProperties, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../api/nio';
import { useFormat } from '../i18n/format';
import { AVATAR_COLORS } from '../theme/theme';
import { hash } from '../ui/hash';
import styles from './ChatPanel.module.css';
import { Composer } from './Composer';
import { useChatScroll } from './useChatScroll';

/** The chat of a stream: a column on a desktop, lines over the picture on a phone. */
export function ChatPanel({
  room,
  state,
  inputRef,
  actions,
}: {
  room: LiveRoom;
  state: Pick<RoomState, 'chat' | 'loadingOlder' | 'phase'>;
  inputRef: RefObject<HTMLInputElement | null>;
  /** Buttons beside the message field on phones. */
  actions?: ReactNode;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const session = useSession();
  const myId = session.status === 'user' ? session.user.id : null;
  const { messages, outbox } = state.chat;
  const list = useRef<HTMLDivElement>(null);
  const scroll = useChatScroll(list, state.chat, () => void room.loadOlder());
  const empty = messages.length === 0 && outbox.length === 0;

  return (
    <div className={styles.panel}>
      <h2 className={styles.heading}>{t('chat.title')}</h2>
      <div className={styles.frame}>
        <div
          ref={list}
          className={styles.list}
          role="log"
          aria-live="polite"
          aria-label={t('chat.log')}
          data-testid="chat-list"
          // Scrollable by keyboard.
          tabIndex={0}
          onScroll={scroll.onScroll}
        >
          {state.loadingOlder ? <p className={styles.aside}>{t('chat.loadingOlder')}</p> : null}
          {empty && state.phase === 'joined' ? (
            <p className={styles.aside}>{t('chat.empty')}</p>
          ) : null}
          {messages.map((message) => (
            <Line key={message.id} message={message} mine={message.author.id === myId} />
          ))}
          {outbox.map((message) => (
            <OutgoingLine
              key={message.clientMessageId}
              message={message}
              onRetry={() => room.retry(message.clientMessageId)}
              onDiscard={() => room.discard(message.clientMessageId)}
            />
          ))}
        </div>
        {scroll.fresh > 0 || scroll.away ? (
          <button type="button" className={styles.fresh} onClick={scroll.toBottom}>
            <IconArrowDown aria-hidden="true" />
            {scroll.fresh > 0
              ? t('chat.fresh', { count: scroll.fresh, formatted: format.count(scroll.fresh) })
              : t('chat.toBottom')}
          </button>
        ) : null}
      </div>
      <Composer
        guest={session.status === 'guest'}
        inputRef={inputRef}
        actions={actions}
        onSend={(text) => {
          room.send(text);
          scroll.toBottom();
        }}
      />
    </div>
  );
}

const Line = memo(function Line({ message, mine }: { message: ChatMessage; mine: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { author, createdAt } = message;
  const style = useMemo(
    () => ({ '--name': `var(--nio-name-${hash(author.id) % AVATAR_COLORS})` }) as CSSProperties,
    [author.id],
  );
  return (
    <div className={styles.line} data-mine={mine} style={style}>
      <span className={styles.bubble}>
        <span className={styles.author}>{author.nickname}</span>
        {author.role === 'streamer' ? (
          <span className={styles.badge}>{t('chat.streamer')}</span>
        ) : null}{' '}
        <span className={styles.text}>{message.text}</span>
        <time className={styles.time} dateTime={createdAt} title={format.exact(createdAt)}>
          {format.clock(createdAt)}
        </time>
      </span>
    </div>
  );
});

function OutgoingLine({
  message,
  onRetry,
  onDiscard,
}: {
  message: OutgoingMessage;
  onRetry: () => void;
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
            {t(reason(message))}
            <button
              type="button"
              aria-label={t('chat.retry')}
              title={t('chat.retry')}
              onClick={onRetry}
            >
              <IconRefresh aria-hidden="true" />
            </button>
            <button
              type="button"
              aria-label={t('chat.discard')}
              title={t('chat.discard')}
              onClick={onDiscard}
            >
              <IconTrash aria-hidden="true" />
            </button>
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

function reason({ error }: OutgoingMessage): 'chat.failedSlow' | 'chat.failedLong' | 'chat.failed' {
  const code = error?.error ?? '';
  if (code === 'slow_down' || code === 'too_many_requests') return 'chat.failedSlow';
  return code === 'text_too_long' ? 'chat.failedLong' : 'chat.failed';
}
