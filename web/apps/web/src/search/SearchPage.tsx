import { Button } from '@mantine/core';
import type { FoundPerson, SearchType, Stream } from '@nio/sdk';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { IconHistory, IconSearch, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { people } from '../api/people';
import { EndedCard, LiveCard, SkeletonCards } from '../home/LiveCard';
import { unique } from '../home/streams';
import { MoreButton } from '../people/MoreButton';
import list from '../people/People.module.css';
import { FoundRow, SkeletonRows } from '../people/PersonRow';
import { Trouble } from '../people/Trouble';
import { usePageTitle } from '../shell/usePageTitle';
import { Chip, Chips } from '../ui/Chip';
import { Notice } from '../ui/Notice';
import { forgetSearch, recentSearches, rememberSearch } from './recent';
import { SearchField } from './SearchField';
import styles from './SearchPage.module.css';

const TYPES = ['all', 'people', 'streams'] as const satisfies readonly SearchType[];

const PAGE = 24;

/** `/search?q=…&type=…` */
export function Component() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const q = (params.get('q') ?? '').trim();
  const type = TYPES.find((known) => known === params.get('type')) ?? 'all';
  usePageTitle(q === '' ? t('search.title') : t('search.titleOf', { query: q }));
  const choose = (next: SearchType): void =>
    setParams(
      (before) => {
        if (next === 'all') before.delete('type');
        else before.set('type', next);
        return before;
      },
      { replace: true },
    );
  return (
    <div className={list.page}>
      <h1 className="nio-visually-hidden">{t('search.title')}</h1>
      <div className={styles.field}>
        <SearchField autoFocus={q === ''} />
      </div>
      {q === '' ? (
        <Recent />
      ) : (
        <>
          <div className={styles.types}>
            <Chips label={t('search.types')}>
              {TYPES.map((known) => (
                <Chip key={known} pressed={type === known} onClick={() => choose(known)}>
                  {t(`search.type.${known}`)}
                </Chip>
              ))}
            </Chips>
          </div>
          <Results q={q} type={type} onChoose={choose} />
        </>
      )}
    </div>
  );
}

function Results({
  q,
  type,
  onChoose,
}: {
  q: string;
  type: SearchType;
  onChoose: (type: SearchType) => void;
}) {
  const { t } = useTranslation();
  const query = useInfiniteQuery({
    queryKey: ['search', q, type],
    queryFn: ({ pageParam, signal }) =>
      people.search(q, type, { page: pageParam, limit: PAGE }, signal),
    initialPageParam: 1,
    getNextPageParam: ({ pagination }) =>
      pagination.page < pagination.pages ? pagination.page + 1 : undefined,
    placeholderData: keepPreviousData,
    staleTime: 15_000,
  });
  if (query.data === undefined) {
    if (query.error) {
      return (
        <Trouble
          error={query.error}
          retry={() => void query.refetch()}
          retrying={query.isFetching}
        />
      );
    }
    return type === 'people' ? <SkeletonRows /> : <SkeletonCards />;
  }
  const found = unique(query.data.pages.flatMap((page): readonly FoundPerson[] => page.people));
  const streams = unique(query.data.pages.flatMap((page): readonly Stream[] => page.streams));
  const remember = (): void => rememberSearch(q);
  return (
    <div aria-busy={query.isPlaceholderData} className={styles.results} onClickCapture={remember}>
      <p className="nio-visually-hidden" role="status">
        {t('search.found', { people: found.length, streams: streams.length })}
      </p>
      {found.length === 0 && streams.length === 0 ? (
        <Notice
          icon={<IconSearch />}
          title={t('search.nothingTitle', { query: q })}
          actions={
            type === 'all' ? null : (
              <Button variant="default" onClick={() => onChoose('all')}>
                {t('search.everywhere')}
              </Button>
            )
          }
        >
          {t('search.nothingText')}
        </Notice>
      ) : null}
      {found.length > 0 ? (
        <section>
          {type === 'all' ? <h2 className={list.subtitle}>{t('search.type.people')}</h2> : null}
          <ul className={`${list.rows} ${list.columns}`} data-testid="found-people">
            {found.map((person) => (
              <FoundRow key={person.id} person={person} />
            ))}
          </ul>
        </section>
      ) : null}
      {streams.length > 0 ? (
        <section>
          {type === 'all' ? <h2 className={list.subtitle}>{t('search.type.streams')}</h2> : null}
          <ul className={list.grid} data-testid="found-streams">
            {streams.map((stream) => (
              <li key={stream.id}>
                {stream.status === 'live' ? (
                  <LiveCard stream={stream} />
                ) : (
                  <EndedCard stream={stream} />
                )}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <MoreButton
        pages={{
          more: query.hasNextPage ? () => void query.fetchNextPage() : null,
          loadingMore: query.isFetchingNextPage,
        }}
      />
    </div>
  );
}

/** What was searched for before, on this device. */
function Recent() {
  const { t } = useTranslation();
  const [recent, setRecent] = useState(recentSearches);
  const forget = (query?: string): void => {
    forgetSearch(query);
    setRecent(recentSearches());
  };
  if (recent.length === 0) {
    return (
      <Notice icon={<IconSearch />} title={t('search.emptyTitle')}>
        {t('search.emptyText')}
      </Notice>
    );
  }
  return (
    <section>
      <div className={styles.recentHead}>
        <h2 className={styles.recentTitle}>{t('search.recent')}</h2>
        <Button variant="subtle" onClick={() => forget()}>
          {t('search.forgetAll')}
        </Button>
      </div>
      <ul className={list.rows}>
        {recent.map((query) => (
          <li key={query} className={list.row}>
            <Link
              className={list.person}
              to={`/search?q=${encodeURIComponent(query)}`}
              onClick={() => rememberSearch(query)}
            >
              <IconHistory aria-hidden="true" />
              <span className={list.nickname}>{query}</span>
            </Link>
            <button
              type="button"
              className={styles.forget}
              aria-label={t('search.forget', { query })}
              onClick={() => forget(query)}
            >
              <IconX aria-hidden="true" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
