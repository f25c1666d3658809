import { COMBO_MS, type GiftType, type Person, type ShownGift } from '@nio/sdk';
import { keyOf } from './animationQueue';

/** A combo at the left of the picture. */
export interface FeedCard {
  readonly key: string;
  readonly person: Person;
  readonly giftType: GiftType;
  readonly count: number;
  readonly mine: boolean;
  /** When it goes, unless it grows. */
  readonly until: number;
}

/** What can happen to the feed. */
export type FeedAction =
  | { readonly type: 'gift'; readonly gift: ShownGift; readonly now: number }
  | { readonly type: 'retracted'; readonly gift: ShownGift }
  | { readonly type: 'tick'; readonly now: number };

/** More do not fit over the picture. */
export const FEED_MAX = 3;

/** The feed after `action`, oldest first. A card that grows stays where it is: nothing moves under the eye. */
export function feedReducer(cards: readonly FeedCard[], action: FeedAction): readonly FeedCard[] {
  switch (action.type) {
    case 'gift': {
      const { gift } = action;
      const key = keyOf(gift);
      const until = action.now + COMBO_MS;
      if (cards.some((card) => card.key === key)) {
        return cards.map((card) =>
          card.key === key ? { ...card, count: gift.combo, until } : card,
        );
      }
      const card: FeedCard = {
        key,
        person: gift.sender,
        giftType: gift.giftType,
        count: gift.combo,
        mine: gift.mine,
        until,
      };
      return [...(cards.length < FEED_MAX ? cards : withoutLeast(cards)), card];
    }
    case 'retracted': {
      const key = keyOf(action.gift);
      if (!cards.some((card) => card.key === key)) return cards;
      return cards
        .map((card) => (card.key === key ? { ...card, count: action.gift.combo } : card))
        .filter(({ count }) => count > 0);
    }
    case 'tick': {
      const left = cards.filter(({ until }) => until > action.now);
      return left.length === cards.length ? cards : left;
    }
  }
}

/** Makes room: the one that would go first, others' before one's own. */
function withoutLeast(cards: readonly FeedCard[]): readonly FeedCard[] {
  const others = cards.filter(({ mine }) => !mine);
  const from = others.length > 0 ? others : cards;
  const out = from.reduce((first, card) => (card.until < first.until ? card : first));
  return cards.filter((card) => card !== out);
}
