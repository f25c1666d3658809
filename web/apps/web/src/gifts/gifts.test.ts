import { GIFT_TYPES, type GiftType, type ShownGift } from '@nio/sdk';
import { describe, expect, test } from 'vitest';
import {
  animationReducer,
  NO_ANIMATIONS,
  WAITING_MAX,
  type AnimationAction,
  type AnimationQueue,
} from './animationQueue';
import { FEED_MAX, feedReducer, type FeedAction, type FeedCard } from './feed';

const shown = (who: string, giftType: GiftType, combo = 1, mine = false): ShownGift => ({
  giftType,
  mine,
  sender: { id: who, nickname: who, avatarUrl: null },
  combo,
});
const gift = (...of: Parameters<typeof shown>): { type: 'gift'; gift: ShownGift } => ({
  type: 'gift',
  gift: shown(...of),
});

describe('animations', () => {
  const after = (...actions: AnimationAction[]): AnimationQueue =>
    actions.reduce(animationReducer, NO_ANIMATIONS);
  const told = (plays: AnimationQueue['playing']): string[] =>
    plays.map(({ nickname, giftType, count }) => `${nickname} ${giftType} ×${count}`);

  test('one after the other', () => {
    const queue = after(gift('anna', 'rose'), gift('boris', 'heart'));
    expect(told(queue.playing)).toEqual(['anna rose ×1']);
    expect(told(queue.waiting)).toEqual(['boris heart ×1']);
    const next = animationReducer(queue, { type: 'finished', id: 1 });
    expect(told(next.playing)).toEqual(['boris heart ×1']);
    expect(next.waiting).toEqual([]);
  });

  test('a combo is one animation with a growing number, playing or waiting', () => {
    const queue = after(
      gift('anna', 'rose'),
      gift('boris', 'heart'),
      gift('anna', 'rose', 2),
      gift('boris', 'heart', 9),
    );
    expect(told(queue.playing)).toEqual(['anna rose ×2']);
    expect(told(queue.waiting)).toEqual(['boris heart ×9']);
  });

  test('one’s own plays at once beside others’', () => {
    const queue = after(gift('anna', 'fire'), gift('me', 'rose', 1, true));
    expect(told(queue.playing)).toEqual(['anna fire ×1', 'me rose ×1']);
  });

  test('in a storm the cheapest are left out, and nothing grows for ever', () => {
    const storm = Array.from({ length: 50 }, (_, n) =>
      gift(`p${n}`, GIFT_TYPES[n % GIFT_TYPES.length]!),
    );
    const queue = after(gift('first', 'rose'), ...storm);
    expect(queue.waiting).toHaveLength(WAITING_MAX);
    expect(queue.waiting.every(({ giftType }) => ['fire', 'rainbow'].includes(giftType))).toBe(
      true,
    );
  });

  test('one’s own is not left out for others’', () => {
    const storm = Array.from({ length: 20 }, (_, n) => gift(`p${n}`, 'rainbow'));
    const queue = after(
      gift('me', 'heart', 1, true),
      gift('me', 'rose', 1, true),
      gift('first', 'rose'),
      ...storm,
    );
    expect(told(queue.waiting)).toContain('me rose ×1');
  });

  test('what was taken back does not play later', () => {
    const queue = after(gift('me', 'heart', 1, true), gift('me', 'rose', 1, true), {
      type: 'retracted',
      gift: shown('me', 'rose', 0, true),
    });
    expect(queue.waiting).toEqual([]);
  });
});

describe('the feed', () => {
  const at = (now: number, ...of: Parameters<typeof shown>): FeedAction => ({
    ...gift(...of),
    now,
  });
  const after = (...actions: FeedAction[]): readonly FeedCard[] =>
    actions.reduce<readonly FeedCard[]>(feedReducer, []);
  const told = (cards: readonly FeedCard[]): string[] =>
    cards.map(({ person, giftType, count }) => `${person.nickname} ${giftType} ×${count}`);

  test('a combo is one card that stays where it is', () => {
    expect(
      told(after(at(0, 'anna', 'rose'), at(1, 'boris', 'heart'), at(2, 'anna', 'rose', 2))),
    ).toEqual(['anna rose ×2', 'boris heart ×1']);
  });

  test('a card goes five seconds after its last gift', () => {
    const cards = [at(0, 'anna', 'rose'), at(4000, 'anna', 'rose', 2)] as const;
    expect(after(...cards, { type: 'tick', now: 8999 })).toHaveLength(1);
    expect(after(...cards, { type: 'tick', now: 9000 })).toEqual([]);
  });

  test('when full, the one that would go first makes room, one’s own last', () => {
    const cards = after(
      at(0, 'me', 'rose', 1, true),
      at(1, 'anna', 'rose'),
      at(2, 'boris', 'rose'),
      at(3, 'vera', 'rose'),
    );
    expect(cards).toHaveLength(FEED_MAX);
    expect(told(cards)).toEqual(['me rose ×1', 'boris rose ×1', 'vera rose ×1']);
  });

  test('what was taken back is counted back', () => {
    const cards = [at(0, 'me', 'rose', 5, true)] as const;
    const back = (left: number): FeedAction => ({
      type: 'retracted',
      gift: shown('me', 'rose', left, true),
    });
    expect(told(after(...cards, back(2)))).toEqual(['me rose ×2']);
    expect(after(...cards, back(0))).toEqual([]);
  });
});
