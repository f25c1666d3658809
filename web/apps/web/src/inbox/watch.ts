import type { AccountSocket } from '@nio/sdk';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { inbox } from '../api/people';
import { unread } from '../api/unread';
import { toast } from '../shell/toast';

/** Key of the list of notifications. */
export const INBOX = ['inbox'];

/** Hears what the people one follows do, says who has gone live, and keeps the number of what is unread. */
export function useInboxWatch(socket: Pick<AccountSocket, 'on' | 'state'> | null): void {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  useEffect(() => {
    if (socket === null) return;
    const count = async (): Promise<void> => {
      try {
        unread.set((await inbox.page({ limit: 1 })).unread);
      } catch {
        // A number that is a little old; the next connection asks again.
      }
    };
    const changed = (): void => void queries.invalidateQueries({ queryKey: INBOX });
    // At the first connection, and after every cut, which something may have been missed in.
    const online = (): void => {
      if (socket.state.getSnapshot() !== 'online') return;
      void count();
      changed();
    };
    const closers = [
      socket.state.subscribe(online),
      socket.on('notification', ({ notification }) => {
        if (notification === null) return;
        unread.update((before) => before + 1);
        changed();
        if (notification.kind !== 'stream_started' || notification.streamId === null) return;
        const { person, streamId, title } = notification;
        for (const key of ['following', 'streams', 'profile']) {
          void queries.invalidateQueries({ queryKey: [key] });
        }
        void toast(t('inbox.toast', { nickname: person.nickname, title: title ?? '' }), 'calm', {
          label: t('inbox.watch'),
          run: () => void navigate(`/live/${streamId}`),
        });
      }),
      socket.on('notifications_read', ({ ids }) => {
        if (ids === null) unread.set(0);
        else void count();
        changed();
      }),
    ];
    online();
    return () => {
      for (const close of closers) close();
    };
  }, [socket, t, navigate, queries]);
}
