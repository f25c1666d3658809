import type { RoomPerson } from '@nio/sdk';
import { Button, Skeleton } from '@mantine/core';
import { QueryClientProvider, useInfiniteQuery } from '@tanstack/react-query';
import { IconDotsVertical } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { queries } from '../api/queries';
import { rooms } from '../api/rooms';
import { useFormat } from '../i18n/format';
import { Avatar } from '../ui/Avatar';
import { RoleBadge } from './Line';
import styles from './Lists.module.css';
import type { Point } from './useLongPress';

const PAGE = 50;
const REFRESH_MS = 15_000;

interface Props {
  readonly streamId: string;
  /** People one does not want to see. */
  readonly hidden: ReadonlySet<string>;
  readonly onMenu: (person: RoomPerson, at: Point) => void;
}

/** Who is in the room: those with a name, and how many besides. */
export default function Viewers(props: Props) {
  return (
    // The room itself does without.
    <QueryClientProvider client={queries}>
      <List {...props} />
    </QueryClientProvider>
  );
}

function List({ streamId, hidden, onMenu }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useInfiniteQuery({
    queryKey: ['viewers', streamId],
    queryFn: ({ pageParam, signal }) =>
      rooms.viewers(streamId, { page: pageParam, limit: PAGE }, signal),
    initialPageParam: 1,
    getNextPageParam: ({ pagination }) =>
      pagination.page < pagination.pages ? pagination.page + 1 : undefined,
    refetchInterval: REFRESH_MS,
  });
  if (query.data === undefined) {
    return query.isError ? (
      <div className={styles.note} role="alert">
        <p>{t('chat.viewers.failed')}</p>
        <Button variant="default" loading={query.isFetching} onClick={() => void query.refetch()}>
          {t('common.retry')}
        </Button>
      </div>
    ) : (
      <div className={styles.list} role="status" aria-label={t('common.loading')}>
        {Array.from({ length: 6 }, (_, row) => (
          <Skeleton key={row} className={styles.skeleton} />
        ))}
      </div>
    );
  }
  // People move between pages while they are read.
  const viewers = [
    ...new Map(
      query.data.pages.flatMap((page) => page.viewers).map((viewer) => [viewer.id, viewer]),
    ).values(),
  ].filter(({ id }) => !hidden.has(id));
  const guests = query.data.pages.at(-1)?.guests ?? 0;
  return (
    <div className={styles.scroll} data-testid="viewers" tabIndex={0}>
      {viewers.length === 0 ? <p className={styles.note}>{t('chat.viewers.empty')}</p> : null}
      <ul className={styles.list}>
        {viewers.map((viewer) => (
          <li key={viewer.id} className={styles.row}>
            <Avatar person={viewer} size="sm" />
            <span className={styles.name}>
              {viewer.nickname} <RoleBadge role={viewer.role} />
            </span>
            <button
              type="button"
              className={styles.tool}
              aria-haspopup="menu"
              aria-label={t('chat.viewers.menuOf', { nickname: viewer.nickname })}
              onClick={(event) => {
                const { left, bottom } = event.currentTarget.getBoundingClientRect();
                onMenu(viewer, { x: left, y: bottom });
              }}
            >
              <IconDotsVertical aria-hidden="true" />
            </button>
          </li>
        ))}
      </ul>
      {query.hasNextPage ? (
        <Button
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t('chat.viewers.more')}
        </Button>
      ) : null}
      {guests > 0 ? (
        <p className={styles.note}>
          {t('chat.viewers.guests', { count: guests, formatted: format.count(guests) })}
        </p>
      ) : null}
    </div>
  );
}
