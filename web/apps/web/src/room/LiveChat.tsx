import type { LiveRoom } from '@nio/sdk';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChatProps } from '../chat/ChatPanel';
import { withTexts } from '../i18n/i18n';
import styles from './Room.module.css';

// The picture does not wait for them.
const ChatPanel = lazy(() => withTexts('chat', import('../chat/ChatPanel')));
const FloatingReactions = lazy(() => import('../chat/FloatingReactions'));

/** The chat of a room, once its code is there. */
export function LiveChat(props: ChatProps) {
  return (
    <Suspense fallback={<Waiting />}>
      <ChatPanel {...props} />
    </Suspense>
  );
}

/** The room's reactions over its picture, once their code is there. */
export function LiveReactions({ room }: { room: LiveRoom }) {
  return (
    <Suspense fallback={null}>
      <FloatingReactions room={room} />
    </Suspense>
  );
}

function Waiting() {
  const { t } = useTranslation();
  return (
    <div className={styles.chatWaiting} role="status" aria-label={t('common.loading')}>
      <div className={styles.fieldWaiting} />
    </div>
  );
}
