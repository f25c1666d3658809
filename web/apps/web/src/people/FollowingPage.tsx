import { Button } from '@mantine/core';
import type { FoundPerson, Stream } from '@nio/sdk';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconHeart, IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { useSession } from '../api/nio';
import { people } from '../api/people';
import { loginPath } from '../auth/next';
import { LiveCard, SkeletonCards } from '../home/LiveCard';
import { unique } from '../home/streams';
import { usePageTitle } from '../shell/usePageTitle';
import { Notice } from '../ui/Notice';
import { MoreButton } from './MoreButton';
import styles from './People.module.css';
import { FoundRow } from './PersonRow';
import { Trouble } from './Trouble';

const REFRESH_MS = 15_000;

/** `/following`: who of the people one follows is live, and then all of them. */
export function Component() {
  const { t } = useTranslation();
  const session = useSession();
  const location = useLocation();
  usePageTitle(t('following.title'));
  switch (session.status) {
    case 'starting':
      return null;
    case 'guest':
      return (
        <Notice
          page
          tone="warm"
          icon={<IconHeart />}
          title={t('following.guestTitle')}
          actions={
            <>
              <Button component={Link} to={loginPath(location)} size="md">
                {t('nav.signIn')}
              </Button>
              <Button component={Link} to="/" variant="default" size="md">
                {t('following.look')}
              </Button>
            </>
          }
        >
          {t('following.guestText')}
        </Notice>
      );
    case 'user':
      return <Following userId={session.user.id} />;
  }
}

function Following({ userId }: { userId: string }) {
  const { t } = useTranslation();
  const query = useInfiniteQuery({
    queryKey: ['following', userId],
    queryFn: ({ pageParam, signal }) => people.following({ page: pageParam, limit: 48 }, signal),
    initialPageParam: 1,
    getNextPageParam: ({ pagination }) =>
      pagination.page < pagination.pages ? pagination.page + 1 : undefined,
    refetchInterval: REFRESH_MS,
  });
  const more = {
    more: query.hasNextPage ? () => void query.fetchNextPage() : null,
    loadingMore: query.isFetchingNextPage,
  };
  const streams = unique(
    (query.data?.pages ?? []).flatMap((page): readonly Stream[] => page.streams),
  );
  const followed = unique(
    (query.data?.pages ?? []).flatMap((page): readonly FoundPerson[] => page.people),
  );
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1 className={styles.title}>{t('following.title')}</h1>
      </header>
      {query.data === undefined ? (
        query.error ? (
          <Trouble
            error={query.error}
            retry={() => void query.refetch()}
            retrying={query.isFetching}
          />
        ) : (
          <SkeletonCards />
        )
      ) : streams.length === 0 && followed.length === 0 ? (
        <Notice
          tone="warm"
          icon={<IconUsers />}
          title={t('following.emptyTitle')}
          actions={
            <Button component={Link} to="/" size="md">
              {t('following.look')}
            </Button>
          }
        >
          {t('following.emptyText')}
        </Notice>
      ) : (
        <>
          {streams.length > 0 ? (
            <section aria-label={t('following.live')}>
              <ul className={styles.grid}>
                {streams.map((stream) => (
                  <li key={stream.id}>
                    <LiveCard stream={stream} />
                  </li>
                ))}
              </ul>
            </section>
          ) : (
            <p className={styles.hint}>{t('following.nobodyLive')}</p>
          )}
          {followed.length > 0 ? (
            <section className={styles.section}>
              <h2 className={styles.subtitle}>{t('following.people')}</h2>
              <ul className={`${styles.rows} ${styles.columns}`}>
                {followed.map((person) => (
                  <FoundRow key={person.id} person={person} />
                ))}
              </ul>
            </section>
          ) : null}
          <MoreButton pages={more} />
        </>
      )}
    </div>
  );
}
