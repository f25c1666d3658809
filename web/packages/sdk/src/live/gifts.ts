/** Gifts and balances of the `/live` and `/account` namespaces in types and parsers, in the order of `docs/protocols/wallet.md`. */
import type { Person, Supporter } from '../model.js';
import { listOf, nullable, number, object, oneOf, string, type Parser } from '../socket/parse.js';
import { person } from '../socket/person.js';

/** Every gift, cheapest first. */
export const GIFT_TYPES = [
  'rose',
  'heart',
  'diamond',
  'rocket',
  'crown',
  'star',
  'fire',
  'rainbow',
] as const;

/** One of {@link GIFT_TYPES}. */
export type GiftType = (typeof GIFT_TYPES)[number];

/** Most gifts one `gift_send` may carry. */
export const GIFT_COUNT_MAX = 999;

/** A combo goes on while its gifts are no further apart than this. */
export const COMBO_MS = 5000;

/** Gifts of one type given by one person in one stream, one soon after the other. */
export interface Combo {
  /** Id of its first gift. */
  readonly id: string;
  /** How many so far. */
  readonly count: number;
  /** What they cost so far. */
  readonly coins: number;
}

/** Something a viewer gave a streamer; final. */
export interface Gift {
  readonly id: string;
  readonly streamId: string;
  readonly giftType: GiftType;
  readonly count: number;
  /** What it cost the sender. */
  readonly coins: number;
  /** What the streamer gets. */
  readonly beans: number;
  readonly sender: Person;
  readonly combo: Combo;
  readonly createdAt: string;
}

/** What somebody has. */
export interface Balance {
  /** Coins that can be spent. */
  readonly coins: number;
  readonly beans: { readonly held: number; readonly available: number };
  /** Coins owed after a refund or chargeback; 0 as a rule. No gifts until it is paid back. */
  readonly debt: number;
}

const gift: Parser<Gift> = object({
  id: string,
  streamId: string,
  giftType: oneOf(GIFT_TYPES),
  count: number,
  coins: number,
  beans: number,
  sender: person,
  combo: object({ id: string, count: number, coins: number }),
  createdAt: string,
});

/** {@link Balance}, as pushed on both namespaces. */
export const balance: Parser<Balance> = object({
  coins: number,
  beans: object({ held: number, available: number }),
  debt: number,
});

const supporter: Parser<Supporter> = object({ person, coins: number, gifts: number });

/** Parsers of what the server says about gifts on its own. */
export const giftEvents = {
  gift,
  balance,
  supporters: object({
    streamId: string,
    supporters: listOf(supporter),
    beans: nullable(number),
  }),
} as const;

/** Parsers of the acknowledgements. */
export const giftAcknowledgements = { gift_send: object({ gift, balance }) } as const;

/** Client → server. */
export interface GiftRequests {
  readonly gift_send: {
    readonly giftType: GiftType;
    /** 1 to {@link GIFT_COUNT_MAX}. */
    readonly count: number;
    /** The same key again is the same gift: nothing is sent twice. */
    readonly idempotencyKey: string;
  };
}
