import type { WalletState } from '@nio/sdk';

/** What is wrong with a request before it is sent. */
export interface WithdrawalTrouble {
  readonly beans: 'empty' | 'tooFew' | 'tooMany' | null;
  readonly destination: 'empty' | null;
}

/** Checks a request as the server will. */
export function checkWithdrawal(
  typed: string,
  destination: string,
  { beans, minWithdrawalBeans }: Pick<WalletState, 'beans' | 'minWithdrawalBeans'>,
): WithdrawalTrouble {
  const wanted = Number(typed);
  return {
    beans:
      !/^\d+$/.test(typed) || wanted === 0
        ? 'empty'
        : wanted < minWithdrawalBeans
          ? 'tooFew'
          : wanted > beans.available
            ? 'tooMany'
            : null,
    destination: destination.trim() === '' ? 'empty' : null,
  };
}
