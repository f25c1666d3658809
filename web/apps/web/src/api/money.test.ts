import type { Balance, WalletState } from '@nio/sdk';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { ANNA, SIGNED_IN } from '../testing/people';
import { nio } from './nio';
import { noteBalance } from './money';
import { queries } from './queries';

const wallet: WalletState = {
  coins: 100,
  beans: { held: 50, available: 1000 },
  debt: 0,
  beansPerDollar: 100,
  minWithdrawalBeans: 500,
  nextRelease: { beans: 50, at: '2026-01-08T10:00:00Z' },
  withdrawing: 0,
};

beforeEach(() => {
  queries.clear();
  vi.spyOn(nio.session.state, 'getSnapshot').mockReturnValue(SIGNED_IN);
});

describe('What a socket says about the balance', () => {
  const key = ['wallet', ANNA.id];

  function heard(before: WalletState, said: Partial<Balance>) {
    queries.setQueryData(key, before);
    noteBalance({ coins: 100, beans: { held: 50, available: 1000 }, debt: 0, ...said });
    const { data, isInvalidated } = queries.getQueryState<WalletState>(key)!;
    return { data, askedAgain: isInvalidated };
  }

  test('is shown at once, beside what it does not tell', () => {
    const { data, askedAgain } = heard(wallet, { coins: 70 });
    expect(data).toEqual({ ...wallet, coins: 70 });
    expect(askedAgain).toBe(false);
  });

  test.each([
    ['a gift only adds to what is held', wallet, { held: 75, available: 1000 }, false],
    ['beans were released, or went into a request', wallet, { held: 0, available: 1050 }, true],
    [
      'a request was paid, which changes nothing of this',
      { ...wallet, withdrawing: 500 },
      { held: 50, available: 1000 },
      true,
    ],
  ])('the rest is asked for when it may have changed: %s', (_, before, beans, again) => {
    expect(heard(before, { beans }).askedAgain).toBe(again);
  });
});
