import { Account, AccountSocket, type SignInMethods } from '@nio/sdk';
import { useQuery } from '@tanstack/react-query';
import { nio } from './nio';

/** The signed-in account. Apart from `nio`, so that the live room does not carry it. */
export const account = new Account(nio.http);

/** A socket of `/account`, not connected yet. */
export function openAccountSocket(): AccountSocket {
  return new AccountSocket({ baseUrl: nio.baseUrl, session: nio.session });
}

/** What this server offers to sign in with; `undefined` until it is known. */
export function useMethods(): SignInMethods | undefined {
  return useQuery({
    queryKey: ['methods'],
    queryFn: ({ signal }) => account.methods(signal),
    // A server's settings change with its restart.
    staleTime: 10 * 60_000,
  }).data;
}
