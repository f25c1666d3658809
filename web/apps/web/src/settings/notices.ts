import type { AccountNotice } from '@nio/sdk';
import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useCallback } from 'react';
import { account } from '../api/account';
import { nio } from '../api/nio';

const NOTICES = ['account', 'notices'];

/** What the owner of the account should know and has not answered, newest first. */
export function useNotices(): UseQueryResult<readonly AccountNotice[]> {
  return useQuery({
    queryKey: NOTICES,
    queryFn: async ({ signal }) => (await account.notices(signal)).filter(isForHere),
    staleTime: 60_000,
  });
}

/** A stranger who has just signed in is not asked whether it was them. */
function isForHere({ kind, sessionId }: AccountNotice): boolean {
  return kind !== 'new_login' || sessionId !== nio.session.id;
}

/** Changes what {@link useNotices} shows, without asking the server. */
export function useNoticeList(): {
  readonly add: (notice: AccountNotice) => void;
  readonly remove: (id: string) => void;
} {
  const queries = useQueryClient();
  const change = useCallback(
    (to: (list: readonly AccountNotice[]) => readonly AccountNotice[]) =>
      void queries.setQueryData<readonly AccountNotice[]>(NOTICES, (list) => to(list ?? [])),
    [queries],
  );
  const add = useCallback(
    (notice: AccountNotice) => {
      if (!isForHere(notice)) return;
      change((list) => [notice, ...list.filter(({ id }) => id !== notice.id)]);
    },
    [change],
  );
  const remove = useCallback(
    (gone: string) => change((list) => list.filter(({ id }) => id !== gone)),
    [change],
  );
  return { add, remove };
}
