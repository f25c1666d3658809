import { LIMITS } from '@nio/sdk';
import { IconSend2 } from '@tabler/icons-react';
import { useId, useState, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { loginPath } from '../auth/next';
import { GlassButton } from '../ui/GlassButton';
import styles from './ChatPanel.module.css';

/** The count of what is left is told from here on. */
const WARN_LEFT = 60;

/** As the server counts: code points, so that most emoji are one. */
function lengthOf(text: string): number {
  return Array.from(text).length;
}

/** The field to write in, or the way to sign in for those who may only read. */
export function Composer({
  guest,
  inputRef,
  actions,
  onSend,
}: {
  guest: boolean;
  inputRef: RefObject<HTMLInputElement | null>;
  actions?: ReactNode;
  onSend: (text: string) => void;
}) {
  const { t } = useTranslation();
  const location = useLocation();
  const [text, setText] = useState('');
  const hint = useId();
  const left = LIMITS.chatTextMax - lengthOf(text.trim());
  const sendable = text.trim() !== '' && left >= 0;

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
  return (
    <form
      className={styles.composer}
      onSubmit={(event) => {
        event.preventDefault();
        if (!sendable) return;
        onSend(text.trim());
        setText('');
      }}
    >
      <div className={styles.field}>
        <input
          ref={inputRef}
          className={styles.input}
          data-testid="chat-input"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          placeholder={t('chat.placeholder')}
          aria-label={t('chat.input')}
          aria-describedby={left < WARN_LEFT ? hint : undefined}
          aria-invalid={left < 0}
          enterKeyHint="send"
          autoComplete="off"
        />
        {left < WARN_LEFT ? (
          <span id={hint} className={styles.left} data-over={left < 0}>
            <span aria-hidden="true">{left}</span>
            <span className="nio-visually-hidden">
              {left < 0 ? t('chat.tooLong', { count: -left }) : t('chat.left', { count: left })}
            </span>
          </span>
        ) : null}
      </div>
      <GlassButton
        type="submit"
        label={t('chat.send')}
        data-testid="chat-send"
        on={sendable}
        aria-disabled={!sendable}
      >
        <IconSend2 aria-hidden="true" />
      </GlassButton>
      {actions}
    </form>
  );
}
