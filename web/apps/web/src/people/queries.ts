import type { Pagination, Person, Profile } from '@nio/sdk';
import {
  useInfiniteQuery,
  useQuery,
  useQueryClient,
  type QueryClient,
  type UseQueryResult,
} from '@tanstack/react-query';
import { nio, useSession } from '../api/nio';
import { people } from '../api/people';
import { unique } from '../home/streams';

const PAGE = 24;

/** Id of the signed-in person: what one sees of others depends on who one is. */
export function useMyId(): string | null {
  const session = useSession();
  return session.status === 'user' ? session.user.id : null;
}

const profileKey = (nickname: string, viewer: string | null): readonly unknown[] => [
  'profile',
  nickname.toLowerCase(),
  viewer,
];

/** Somebody's profile, as the person at this page sees it. */
export function useProfile(nickname: string): UseQueryResult<Profile> {
  const session = useSession();
  return useQuery({
    queryKey: profileKey(nickname, session.status === 'user' ? session.user.id : null),
    queryFn: ({ signal }) => people.profile(nickname, signal),
    enabled: session.status !== 'starting',
    staleTime: 30_000,
  });
}

/** Changes what is known of a profile without asking the server. */
export function changeProfile(
  queries: QueryClient,
  nickname: string,
  change: (profile: Profile) => Profile,
): void {
  queries.setQueryData<Profile>(
    profileKey(nickname, nio.session.user?.id ?? null),
    (profile) => profile && change(profile),
  );
}

/** What lists of people and streams have in common. */
export interface Pages<T> {
  /** `null` until the first answer. */
  readonly items: readonly T[] | null;
  readonly total: number;
  readonly error: unknown;
  readonly retry: () => void;
  readonly retrying: boolean;
  /** Loads the next page; `null` when there is none. */
  readonly more: (() => void) | null;
  readonly loadingMore: boolean;
}

/** A list that comes page by page. Something that moved between two pages meanwhile stands once. */
export function usePages<T extends { readonly id: string }>(
  key: readonly unknown[],
  ask: (
    paging: { page: number; limit: number },
    signal: AbortSignal,
  ) => Promise<{ items: readonly T[]; pagination: Pagination }>,
  { limit = PAGE, enabled = true }: { limit?: number; enabled?: boolean } = {},
): Pages<T> {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => ask({ page: pageParam, limit }, signal),
    initialPageParam: 1,
    getNextPageParam: ({ pagination }) =>
      pagination.page < pagination.pages ? pagination.page + 1 : undefined,
    enabled,
  });
  return {
    items: query.data ? unique(query.data.pages.flatMap(({ items }) => items)) : null,
    total: query.data?.pages[0]?.pagination.total ?? 0,
    error: query.error,
    retry: () => void query.refetch(),
    retrying: query.isFetching,
    more: query.hasNextPage ? () => void query.fetchNextPage() : null,
    loadingMore: query.isFetchingNextPage,
  };
}

/** Which people to list. */
export type PeopleListKind = 'followers' | 'following' | 'blocked';

/** People who follow somebody, whom they follow, or whom one has blocked oneself. */
export function usePeopleList(kind: PeopleListKind, nickname: string): Pages<Person> {
  const me = useMyId();
  return usePages(['people', kind, nickname.toLowerCase(), me], async (paging, signal) => {
    const page =
      kind === 'blocked'
        ? await people.blocked(paging, signal)
        : await people.list(kind, nickname, paging, signal);
    return { items: page.people, pagination: page.pagination };
  });
}

/** Follows and unfollows, shown at once and taken back when the server refuses. */
export function useFollow(): (
  person: Pick<Person, 'id' | 'nickname'>,
  follow: boolean,
) => Promise<void> {
  const queries = useQueryClient();
  return async ({ id, nickname }, follow) => {
    const become = (following: boolean) => (profile: Profile) =>
      profile.isFollowing === following
        ? profile
        : {
            ...profile,
            isFollowing: following,
            followers: Math.max(0, profile.followers + (following ? 1 : -1)),
          };
    changeProfile(queries, nickname, become(follow));
    try {
      const followers = follow ? await people.follow(id) : await people.unfollow(id);
      changeProfile(queries, nickname, (profile) => ({ ...profile, followers }));
      // Lists of who follows whom are other ones now.
      void queries.invalidateQueries({ queryKey: ['people'] });
      void queries.invalidateQueries({ queryKey: ['following'] });
    } catch (cause) {
      changeProfile(queries, nickname, become(!follow));
      throw cause;
    }
  };
}
