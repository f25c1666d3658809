import type { ChatMessage } from '@nio/sdk';
import { IconPin, IconPinnedOff, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import styles from './ChatPanel.module.css';

/** The message that is held above the chat. */
export function PinnedBar({
  message,
  onJump,
  onUnpin,
  onHide,
}: {
  message: ChatMessage;
  onJump: (id: string) => void;
  /** For moderators; the others can hide it for themselves. */
  onUnpin: (() => void) | null;
  onHide: () => void;
}) {
  const { t } = useTranslation();
  const label = t(onUnpin ? 'chat.unpin' : 'chat.hidePinned');
  return (
    <section
      className={styles.pinned}
      aria-label={t('chat.pinnedBy', { nickname: message.author.nickname })}
      data-testid="chat-pinned"
    >
      <IconPin aria-hidden="true" />
      <button type="button" className={styles.pinnedText} onClick={() => onJump(message.id)}>
        <strong>{message.author.nickname}</strong> {message.text}
      </button>
      <button
        type="button"
        className={styles.iconButton}
        aria-label={label}
        title={label}
        onClick={onUnpin ?? onHide}
      >
        {onUnpin ? <IconPinnedOff aria-hidden="true" /> : <IconX aria-hidden="true" />}
      </button>
    </section>
  );
}
