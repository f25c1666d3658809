import { Button } from '@mantine/core';
import type { InboxPage, Notification } from '@nio/sdk';
import { useInfiniteQuery, useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { IconBell, IconChecks } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { useSession, useStore } from '../api/nio';
import { inbox } from '../api/people';
import { unread } from '../api/unread';
import { loginPath } from '../auth/next';
import { unique } from '../home/streams';
import { useFormat } from '../i18n/format';
import { peopleErrorText } from '../people/errorText';
import { MoreButton } from '../people/MoreButton';
import list from '../people/People.module.css';
import { SkeletonRows } from '../people/PersonRow';
import { Trouble } from '../people/Trouble';
import { toast } from '../shell/toast';
import { usePageTitle } from '../shell/usePageTitle';
import { Ago } from '../ui/Ago';
import { Avatar } from '../ui/Avatar';
import { Notice } from '../ui/Notice';
import styles from './InboxPage.module.css';
import { INBOX } from './watch';

const PAGE = 30;

/** `/inbox`: what the people one follows have done. */
export function Component() {
  const { t } = useTranslation();
  const session = useSession();
  const location = useLocation();
  usePageTitle(t('inbox.title'));
  switch (session.status) {
    case 'starting':
      return null;
    case 'guest':
      return (
        <Notice
          page
          tone="warm"
          icon={<IconBell />}
          title={t('inbox.guestTitle')}
          actions={
            <Button component={Link} to={loginPath(location)} size="md">
              {t('nav.signIn')}
            </Button>
          }
        >
          {t('inbox.guestText')}
        </Notice>
      );
    case 'user':
      return <Inbox userId={session.user.id} />;
  }
}

function Inbox({ userId }: { userId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const queries = useQueryClient();
  const left = useStore(unread);
  const [marking, setMarking] = useState(false);
  const key = [...INBOX, userId];
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: async ({ pageParam, signal }) => {
      const page = await inbox.page(
        { limit: PAGE, ...(pageParam === null ? {} : { before: pageParam }) },
        signal,
      );
      unread.set(page.unread);
      return page;
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ hasMore, notifications }) =>
      hasMore ? (notifications.at(-1)?.id ?? null) : null,
  });

  /** `null` marks all. */
  const read = async (id: string | null): Promise<void> => {
    const readAt = new Date().toISOString();
    queries.setQueryData<InfiniteData<InboxPage>>(key, (data) =>
      data === undefined
        ? data
        : {
            ...data,
            pages: data.pages.map((page) => ({
              ...page,
              notifications: page.notifications.map((it) =>
                (id === null || it.id === id) && it.readAt === null ? { ...it, readAt } : it,
              ),
            })),
          },
    );
    unread.set(await inbox.read(id === null ? undefined : [id]));
  };
  const readAll = async (): Promise<void> => {
    setMarking(true);
    try {
      await read(null);
    } catch (cause) {
      await toast(peopleErrorText(cause, t, format), 'trouble');
      await query.refetch();
    } finally {
      setMarking(false);
    }
  };

  const items = unique((query.data?.pages ?? []).flatMap((page) => page.notifications));
  return (
    <div className={`${list.page} ${list.narrow}`}>
      <header className={list.head}>
        <h1 className={list.title}>{t('inbox.title')}</h1>
        {left > 0 ? (
          <Button
            variant="default"
            leftSection={<IconChecks aria-hidden="true" />}
            loading={marking}
            onClick={() => void readAll()}
          >
            {t('inbox.readAll')}
          </Button>
        ) : null}
      </header>
      {query.data === undefined ? (
        query.error ? (
          <Trouble
            error={query.error}
            retry={() => void query.refetch()}
            retrying={query.isFetching}
          />
        ) : (
          <SkeletonRows />
        )
      ) : items.length === 0 ? (
        <Notice
          tone="warm"
          icon={<IconBell />}
          title={t('inbox.emptyTitle')}
          actions={
            <Button component={Link} to="/" size="md">
              {t('following.look')}
            </Button>
          }
        >
          {t('inbox.emptyText')}
        </Notice>
      ) : (
        <>
          <ul className={styles.list}>
            {items.map((notification) => (
              <Item
                key={notification.id}
                notification={notification}
                // Whether it was read is worth no complaint: the place it leads to is what was wanted.
                onOpen={() => void read(notification.id).catch(() => undefined)}
              />
            ))}
          </ul>
          <MoreButton
            pages={{
              more: query.hasNextPage ? () => void query.fetchNextPage() : null,
              loadingMore: query.isFetchingNextPage,
            }}
          />
        </>
      )}
    </div>
  );
}

function Item({ notification, onOpen }: { notification: Notification; onOpen: () => void }) {
  const { t } = useTranslation();
  const { kind, person, streamId, title, readAt } = notification;
  const started = kind === 'stream_started';
  return (
    <li className={styles.item} data-read={readAt !== null} data-testid="notification">
      <Link
        className={styles.link}
        to={started && streamId !== null ? `/live/${streamId}` : `/profile/${person.nickname}`}
        onClick={() => {
          if (readAt === null) onOpen();
        }}
      >
        <Avatar person={person} size="lg" />
        <span className={list.lines}>
          <span>
            <strong>{person.nickname}</strong> {t(started ? 'inbox.started' : 'inbox.followed')}
          </span>
          {started && title ? <span className={styles.title}>{title}</span> : null}
          <span className={list.detail}>
            <Ago at={notification.createdAt} />
          </span>
        </span>
        {readAt === null ? (
          <span className={styles.dot}>
            <span className="nio-visually-hidden">{t('inbox.unread')}</span>
          </span>
        ) : null}
      </Link>
    </li>
  );
}
