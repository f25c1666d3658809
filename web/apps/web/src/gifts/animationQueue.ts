import { GIFT_TYPES, type GiftType, type ShownGift } from '@nio/sdk';

/** One animation. */
export interface Play {
  readonly id: number;
  /** Whose gift of which type: what comes while it plays is the same animation with a larger number. */
  readonly key: string;
  readonly giftType: GiftType;
  readonly nickname: string;
  readonly mine: boolean;
  /** How many of the combo so far. */
  readonly count: number;
}

/** What plays, and what is next. */
export interface AnimationQueue {
  /** At most one of one's own and one of others. */
  readonly playing: readonly Play[];
  /** In the order they came. */
  readonly waiting: readonly Play[];
  readonly nextId: number;
}

/** What can happen to a queue. */
export type AnimationAction =
  | { readonly type: 'gift'; readonly gift: ShownGift }
  | { readonly type: 'retracted'; readonly gift: ShownGift }
  | { readonly type: 'finished'; readonly id: number };

export const NO_ANIMATIONS: AnimationQueue = { playing: [], waiting: [], nextId: 1 };

/** More than this nobody waits for: in a storm the cheapest are left out. They are still told in the feed. */
export const WAITING_MAX = 8;

/** The same for the feed: gifts of one type by one person belong together. */
export const keyOf = ({ sender, giftType }: ShownGift): string => `${sender.id} ${giftType}`;

/** The queue after `action`. One's own gifts do not wait behind others'. */
export function animationReducer(queue: AnimationQueue, action: AnimationAction): AnimationQueue {
  switch (action.type) {
    case 'gift':
      return added(queue, action.gift);
    case 'retracted': {
      const key = keyOf(action.gift);
      const count = action.gift.combo;
      const change = (play: Play): Play => (play.key === key ? { ...play, count } : play);
      return {
        ...queue,
        // What plays plays to its end.
        playing: count === 0 ? queue.playing : queue.playing.map(change),
        waiting: queue.waiting.map(change).filter((play) => play.count > 0),
      };
    }
    case 'finished': {
      const done = queue.playing.find(({ id }) => id === action.id);
      if (done === undefined) return queue;
      const next = queue.waiting.find(({ mine }) => mine === done.mine);
      return {
        ...queue,
        playing: [...queue.playing.filter((play) => play !== done), ...(next ? [next] : [])],
        waiting: queue.waiting.filter((play) => play !== next),
      };
    }
  }
}

function added(queue: AnimationQueue, gift: ShownGift): AnimationQueue {
  const key = keyOf(gift);
  const same = (play: Play): boolean => play.key === key && play.mine === gift.mine;
  const grown = (plays: readonly Play[]): readonly Play[] =>
    plays.map((play) => (same(play) ? { ...play, count: gift.combo } : play));
  if (queue.playing.some(same)) return { ...queue, playing: grown(queue.playing) };
  if (queue.waiting.some(same)) return { ...queue, waiting: grown(queue.waiting) };
  const play: Play = {
    id: queue.nextId,
    key,
    giftType: gift.giftType,
    nickname: gift.sender.nickname,
    mine: gift.mine,
    count: gift.combo,
  };
  const next = { ...queue, nextId: queue.nextId + 1 };
  return queue.playing.some(({ mine }) => mine === gift.mine)
    ? { ...next, waiting: bounded([...queue.waiting, play]) }
    : { ...next, playing: [...queue.playing, play] };
}

/** Leaves out the cheapest, the oldest of them, others' before one's own. */
function bounded(waiting: readonly Play[]): readonly Play[] {
  if (waiting.length <= WAITING_MAX) return waiting;
  const worth = ({ mine, giftType }: Play): number =>
    GIFT_TYPES.indexOf(giftType) + (mine ? GIFT_TYPES.length : 0);
  const least = Math.min(...waiting.map(worth));
  const out = waiting.findIndex((play) => worth(play) === least);
  return waiting.filter((_, index) => index !== out);
}
