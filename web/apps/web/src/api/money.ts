import { Money, MoneyAdmin, type Balance, type WalletState } from '@nio/sdk';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { nio, useSession } from './nio';
import { queries } from './queries';

/** Wallet, gifts and payments. Apart from `nio`, so that the live room does not carry them from the start. */
export const money = new Money(nio.http);

/** The same for admins. */
export const moneyAdmin = new MoneyAdmin(nio.http);

const walletKey = (userId: string): readonly string[] => ['wallet', userId];

/** The wallet of whoever is signed in. Kept current by {@link noteBalance}. */
export function useWallet(): UseQueryResult<WalletState> {
  const session = useSession();
  const userId = session.status === 'user' ? session.user.id : '';
  return useQuery({
    queryKey: walletKey(userId),
    queryFn: ({ signal }) => money.wallet(signal),
    enabled: userId !== '',
    staleTime: 30_000,
  });
}

/** What a socket said about the own balance, for every page that shows it. */
export function noteBalance(balance: Balance): void {
  const { user } = nio.session;
  if (user === null) return;
  const key = walletKey(user.id);
  const before = queries.getQueryData<WalletState>(key);
  if (before !== undefined) {
    queries.setQueryData<WalletState>(key, { ...before, ...balance });
    // What is being withdrawn and what is released next is not told: both change with what is available, and a payout
    // changes nothing else. Not with every gift, which only adds to what is held.
    if (before.withdrawing > 0 || before.beans.available !== balance.beans.available) {
      void queries.invalidateQueries({ queryKey: key, exact: true });
    }
  }
  // Its history has changed as well.
  void queries.invalidateQueries({ queryKey: [...key, 'history'] });
}

/** Where queries about the own wallet's history belong, so that {@link noteBalance} renews them. */
export function useHistoryKey(): readonly string[] {
  const session = useSession();
  return [...walletKey(session.status === 'user' ? session.user.id : ''), 'history'];
}
