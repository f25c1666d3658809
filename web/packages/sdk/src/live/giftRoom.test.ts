import { beforeEach, describe, expect, test, vi } from 'vitest';
import { NioError } from '../error.js';
import { Store } from '../store.js';
import { user } from '../testing/fixtures.js';
import { GiftRoom, type ShownGift } from './giftRoom.js';
import { giftEvents, type Balance, type Gift } from './gifts.js';
import type { LiveSocket } from './liveSocket.js';
import { INITIAL_ROOM, type RoomPhase, type RoomState } from './roomState.js';

interface Request {
  giftType: string;
  count: number;
  idempotencyKey: string;
}

const me = user();
const balanceOf = (coins: number, debt = 0): Balance => ({
  coins,
  beans: { held: 0, available: 0 },
  debt,
});
const giftOf = (change: Partial<Gift> = {}): Gift => ({
  id: 'g1',
  streamId: 's1',
  giftType: 'rose',
  count: 1,
  coins: 10,
  beans: 5,
  sender: { id: me.id, nickname: me.nickname, avatarUrl: null },
  combo: { id: 'g1', count: 1, coins: 10 },
  createdAt: '2026-01-01T00:00:00Z',
  ...change,
});

let sent: Request[];
let answer: (request: Request) => Promise<{ gift: Gift; balance: Balance }>;
let says: (event: string, payload: unknown) => void;
let room: Store<RoomState>;
let gifts: GiftRoom;
let shown: ShownGift[];
let retracted: ShownGift[];
const fetchBalance = vi.fn<() => Promise<Balance>>();

const phase = (next: RoomPhase): void => room.update((state) => ({ ...state, phase: next }));
const spendable = (): number => {
  const { balance, pendingCoins } = gifts.state.getSnapshot();
  return (balance?.coins ?? 0) - pendingCoins;
};
const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  shown = [];
  retracted = [];
  const listeners = new Map<string, (payload: never) => void>();
  says = (event, payload) => listeners.get(event)?.(payload as never);
  answer = ({ count }) =>
    Promise.resolve({ gift: giftOf({ count }), balance: balanceOf(100 - 10 * count) });
  room = new Store<RoomState>({ ...INITIAL_ROOM, phase: 'joined' });
  fetchBalance.mockReset().mockResolvedValue(balanceOf(77));
  gifts = new GiftRoom({
    streamId: 's1',
    socket: {
      on: (event: string, listener: (payload: never) => void) => {
        listeners.set(event, listener);
        return () => listeners.delete(event);
      },
      request: (_: string, request: Request) => {
        sent.push(request);
        return answer(request);
      },
    } as unknown as Pick<LiveSocket, 'on' | 'request'>,
    room: { state: room },
    session: { user: me },
    fetchBalance,
  });
  gifts.onGift((gift) => shown.push(gift));
  gifts.onRetracted((gift) => retracted.push(gift));
  gifts.setBalance(balanceOf(100));
});

describe('a press', () => {
  test('is shown and paid for at once, and sent a little later', async () => {
    expect(gifts.press('rose', 10)).toBe(true);
    expect(shown).toMatchObject([{ giftType: 'rose', mine: true, combo: 1 }]);
    expect(spendable()).toBe(90);
    expect(sent).toEqual([]);
    await pass(300);
    expect(sent).toMatchObject([{ giftType: 'rose', count: 1 }]);
    expect(spendable()).toBe(90);
    expect(gifts.state.getSnapshot().pendingCoins).toBe(0);
  });

  test('and another one soon after are one message and a combo', async () => {
    for (let i = 0; i < 3; i++) gifts.press('rose', 10);
    expect(shown.map(({ combo }) => combo)).toEqual([1, 2, 3]);
    await pass(300);
    expect(sent).toMatchObject([{ giftType: 'rose', count: 3 }]);
    expect(spendable()).toBe(70);
  });

  test('of another gift is a message of its own, with a key of its own', async () => {
    gifts.press('rose', 10);
    gifts.press('heart', 20);
    await pass(300);
    expect(sent.map(({ giftType }) => giftType)).toEqual(['rose', 'heart']);
    expect(new Set(sent.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(2);
  });

  test('beyond the balance is refused with what is missing', async () => {
    gifts.press('star', 95);
    expect(gifts.press('rose', 10)).toBe(false);
    expect(gifts.state.getSnapshot().refusal).toMatchObject({
      error: 'insufficient_coins',
      missing: 5,
    });
    await pass(300);
    expect(sent).toHaveLength(1);
  });

  test('in debt is refused with what is owed', () => {
    gifts.setBalance(balanceOf(0, 40));
    expect(gifts.press('rose', 10)).toBe(false);
    expect(gifts.state.getSnapshot().refusal).toMatchObject({
      error: 'wallet_in_debt',
      missing: 40,
    });
  });

  test('without a connection is no gift', () => {
    phase('rejoining');
    expect(gifts.press('rose', 10)).toBe(false);
    expect(shown).toEqual([]);
  });
});

test('a combo ends when nothing is pressed for a while', async () => {
  gifts.press('rose', 10);
  await pass(4900);
  gifts.press('rose', 10);
  expect(gifts.state.getSnapshot().combo).toEqual({ giftType: 'rose', count: 2 });
  await pass(5000);
  expect(gifts.state.getSnapshot().combo).toBeNull();
});

describe('an answer that does not come', () => {
  test('makes the same message go out again under the same key, when the room is back', async () => {
    answer = () => {
      phase('rejoining');
      return Promise.reject(NioError.offline());
    };
    gifts.press('rose', 10);
    await pass(300);
    expect(sent).toHaveLength(1);
    await pass(5000);
    expect(sent).toHaveLength(1);
    expect(spendable()).toBe(90);
    answer = ({ count }) => Promise.resolve({ gift: giftOf({ count }), balance: balanceOf(90) });
    phase('joined');
    await pass(0);
    expect(sent).toHaveLength(2);
    expect(sent[1]).toEqual(sent[0]);
    expect(spendable()).toBe(90);
    expect(retracted).toEqual([]);
  });

  test('with the connection alive is asked for again', async () => {
    answer = () => Promise.reject(new NioError({ error: 'timeout' }));
    gifts.press('rose', 10);
    await pass(300);
    answer = ({ count }) => Promise.resolve({ gift: giftOf({ count }), balance: balanceOf(90) });
    await pass(1000);
    expect(sent).toHaveLength(2);
    expect(sent[1]).toEqual(sent[0]);
  });

  test('is given up after a minute, and the wallet is asked what is true', async () => {
    answer = () => {
      phase('rejoining');
      return Promise.reject(NioError.offline());
    };
    gifts.press('rose', 10);
    await pass(61_000);
    expect(retracted).toHaveLength(1);
    expect(spendable()).toBe(77);
    phase('joined');
    await pass(0);
    expect(sent).toHaveLength(1);
  });

  describe('when the stream is over', () => {
    beforeEach(() => {
      answer = () => {
        phase('ended');
        return Promise.reject(NioError.offline());
      };
    });

    test('is asked for once more: the gift may have arrived', async () => {
      const first = answer;
      answer = (request) => {
        answer = ({ count }) =>
          Promise.resolve({ gift: giftOf({ count }), balance: balanceOf(90) });
        return first(request);
      };
      gifts.press('rose', 10);
      await pass(300);
      expect(sent[1]).toEqual(sent[0]);
      expect(spendable()).toBe(90);
      expect(retracted).toEqual([]);
    });

    test('is given up when that does not tell either', async () => {
      gifts.press('rose', 10);
      await pass(300);
      expect(sent).toHaveLength(2);
      expect(retracted).toHaveLength(1);
      expect(fetchBalance).toHaveBeenCalledOnce();
    });
  });
});

test('a refusal takes the gift back and says why', async () => {
  answer = () => Promise.reject(new NioError({ error: 'insufficient_coins', missing: 3 }));
  gifts.press('rose', 10);
  gifts.press('rose', 10);
  await pass(300);
  expect(retracted).toMatchObject([{ giftType: 'rose', combo: 0 }]);
  expect(gifts.state.getSnapshot()).toMatchObject({
    refusal: { error: 'insufficient_coins', missing: 3 },
    pendingCoins: 0,
    combo: null,
  });
  expect(spendable()).toBe(77);
});

test('what is said about the balance while a gift is on its way does not count it twice', async () => {
  let tell: (value: { gift: Gift; balance: Balance }) => void = () => undefined;
  answer = () => new Promise((resolve) => (tell = resolve));
  gifts.press('rose', 10);
  await pass(300);
  says('balance', balanceOf(90));
  expect(spendable()).toBe(90);
  tell({ gift: giftOf(), balance: balanceOf(90) });
  await pass(0);
  expect(spendable()).toBe(90);
  expect(fetchBalance).not.toHaveBeenCalled();
});

describe('what others give', () => {
  test('is shown', () => {
    const boris = { id: 'b', nickname: 'boris', avatarUrl: null };
    says('gift', giftOf({ id: 'g9', sender: boris, combo: { id: 'g8', count: 4, coins: 40 } }));
    expect(shown).toEqual([{ giftType: 'rose', mine: false, sender: boris, combo: 4 }]);
  });

  test('in another stream is not', () => {
    says(
      'gift',
      giftOf({ streamId: 's2', sender: { id: 'b', nickname: 'boris', avatarUrl: null } }),
    );
    expect(shown).toEqual([]);
  });
});

test('an own gift comes back from the server and is not shown twice, told before its answer or after', async () => {
  answer = () => {
    says('gift', giftOf());
    return Promise.resolve({ gift: giftOf(), balance: balanceOf(90) });
  };
  gifts.press('rose', 10);
  await pass(300);
  says('gift', giftOf());
  expect(shown).toHaveLength(1);
});

test('an own gift of another device is shown', () => {
  says('gift', giftOf({ id: 'g7' }));
  expect(shown).toMatchObject([{ mine: false }]);
});

test('supporters come with what the streamer earned', () => {
  const supporters = [1, 2, 3, 4].map((n) => ({
    person: { id: `p${n}`, nickname: `p${n}`, avatarUrl: null },
    coins: 100 - n,
    gifts: 1,
  }));
  says('supporters', { streamId: 's1', supporters, beans: 190 });
  expect(gifts.state.getSnapshot()).toMatchObject({ earnedBeans: 190 });
  expect(gifts.state.getSnapshot().supporters).toHaveLength(3);
});

describe('on the wire', () => {
  test('a gift is read without what a newer server adds', () => {
    expect(giftEvents.gift({ ...giftOf(), wrapping: 'gold' })).toEqual(giftOf());
  });

  test.each([{ giftType: 'yacht' }, { count: '1' }, { sender: null }])(
    '%j is refused',
    (change) => {
      expect(() => giftEvents.gift({ ...giftOf(), ...change })).toThrow();
    },
  );
});
