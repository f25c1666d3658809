import {
  GIFT_TYPES,
  NioError,
  Store,
  type Balance,
  type GiftPrices,
  type GiftRoomState,
  type SessionState,
  type Stream,
} from '@nio/sdk';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { money } from '../api/money';
import { nio } from '../api/nio';
import { ANNA, SIGNED_IN } from '../testing/people';
import { renderAt } from '../testing/render';
import { Tray } from './Tray';
import type { Gifts } from './useGifts';

const prices = Object.fromEntries(
  GIFT_TYPES.map((type, index) => [type, { cost: 10 * (index + 1), beans: 5 * (index + 1) }]),
) as unknown as GiftPrices;
const state = new Store<GiftRoomState>({
  balance: null,
  pendingCoins: 0,
  combo: null,
  refusal: null,
  supporters: [],
  earnedBeans: 0,
});
const room = { state, press: vi.fn(() => true) };
const balance = (coins: number, debt = 0): Balance => ({
  coins,
  beans: { held: 0, available: 0 },
  debt,
});

function show({
  who = SIGNED_IN,
  streamer = 'someone',
  connected = true,
}: { who?: SessionState; streamer?: string; connected?: boolean } = {}): void {
  vi.spyOn(nio.session.state, 'getSnapshot').mockReturnValue(who);
  vi.spyOn(nio.session, 'user', 'get').mockReturnValue(who.status === 'user' ? who.user : null);
  renderAt(
    '/live/1',
    <Tray
      gifts={{ room, sounds: { on: true } } as unknown as Gifts}
      stream={{ id: '1', streamer: { id: streamer, nickname: 'star' } } as Stream}
      connected={connected}
      onClose={vi.fn()}
    />,
  );
}

beforeEach(() => {
  vi.spyOn(money, 'prices').mockResolvedValue(prices);
  room.press.mockClear().mockReturnValue(true);
  state.update((before) => ({ ...before, balance: balance(100), pendingCoins: 0, refusal: null }));
});

test('a press gives one, at the server’s price', async () => {
  show();
  await userEvent.click(await screen.findByRole('button', { name: 'Heart, 20 coins' }));
  expect(room.press).toHaveBeenCalledExactlyOnceWith('heart', 20);
});

test('the balance is without what is on its way', async () => {
  state.update((before) => ({ ...before, pendingCoins: 30 }));
  show();
  expect((await screen.findByTestId('tray-balance')).textContent).toContain('70');
});

test('too few coins are told, with a way to the wallet that keeps the room', async () => {
  state.update((before) => ({
    ...before,
    refusal: new NioError({ error: 'insufficient_coins', missing: 40 }),
  }));
  show();
  const words = await screen.findByTestId('tray-words');
  expect(words.textContent).toContain('40 coins are missing.');
  const link = words.querySelector('a');
  expect(link?.getAttribute('href')).toBe('/wallet?next=%2Flive%2F1');
  expect(link?.target).toBe('_blank');
});

test.each([
  ['a guest', { who: { status: 'guest' } as const }, 'Sign in to give gifts.'],
  ['the streamer', { streamer: ANNA.id }, 'This is your own broadcast'],
  ['somebody cut off', { connected: false }, 'No connection'],
])('%s gives nothing, and reads why', async (_, situation, words) => {
  show(situation);
  expect((await screen.findByTestId('tray-words')).textContent).toContain(words);
  await waitFor(() => expect(screen.getByTestId('gift-rose')).toHaveProperty('disabled', true));
});

test('debt is told, and nothing can be given', async () => {
  state.update((before) => ({ ...before, balance: balance(0, 25) }));
  show();
  expect((await screen.findByTestId('tray-words')).textContent).toContain('25 coins are owed');
  expect(screen.getByTestId('gift-rose')).toHaveProperty('disabled', true);
});
