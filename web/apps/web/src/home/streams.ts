import type { Category, Stream } from '@nio/sdk';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { nio } from '../api/nio';

const PAGE = 24;
const REFRESH_MS = 10_000;
const ENDED = 8;

/** Live streams of a category, refreshed while one looks. */
export interface LiveStreams {
  /** `null` until the first answer; kept when a later refresh fails. */
  readonly streams: readonly Stream[] | null;
  readonly error: unknown;
  readonly retry: () => void;
  readonly retrying: boolean;
  /** Loads the next page; `null` when there is none. */
  readonly more: (() => void) | null;
  readonly loadingMore: boolean;
}

/** Live streams of a category and with a tag, or all of them. */
export function useLiveStreams(category: Category | null, tag: string | null = null): LiveStreams {
  const query = useInfiniteQuery({
    queryKey: ['streams', 'live', category, tag],
    queryFn: ({ pageParam, signal }) =>
      nio.streams.list(
        {
          status: 'live',
          category: category ?? undefined,
          tag: tag ?? undefined,
          page: pageParam,
          limit: PAGE,
        },
        signal,
      ),
    initialPageParam: 1,
    getNextPageParam: ({ pagination }) =>
      pagination.page < pagination.pages ? pagination.page + 1 : undefined,
    refetchInterval: REFRESH_MS,
  });
  return {
    streams: query.data ? unique(query.data.pages.flatMap((page) => page.streams)) : null,
    error: query.error,
    retry: () => void query.refetch(),
    retrying: query.isFetching,
    more: query.hasNextPage ? () => void query.fetchNextPage() : null,
    loadingMore: query.isFetchingNextPage,
  };
}

/** The last streams that ended. */
export function useEndedStreams(
  category: Category | null,
  tag: string | null = null,
): readonly Stream[] {
  const query = useQuery({
    queryKey: ['streams', 'ended', category, tag],
    queryFn: ({ signal }) =>
      nio.streams.list(
        {
          status: 'ended',
          category: category ?? undefined,
          tag: tag ?? undefined,
          limit: ENDED,
        },
        signal,
      ),
    refetchInterval: 3 * REFRESH_MS,
    placeholderData: keepPreviousData,
  });
  return query.data?.streams ?? [];
}

/** Pages are read one after the other while the order moves: something may stand on two of them. */
export function unique<T extends { readonly id: string }>(items: readonly T[]): readonly T[] {
  return [...new Map(items.map((item) => [item.id, item])).values()];
}
