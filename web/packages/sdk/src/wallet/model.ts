/**
 * What the server says about money, in the words of `docs/protocols/wallet.md`; the shapes are those of the generated
 * schema. Amounts of money are in minor units.
 */
import type { components } from '../generated/schema.js';
import type { GiftType } from '../live/gifts.js';

type Schemas = components['schemas'];

/** What one of each gift costs the sender and brings the streamer. */
export type GiftPrices = Readonly<Record<GiftType, Readonly<Schemas['GiftPrice']>>>;

/** One's own wallet. `nextRelease`: the next beans to become available; `withdrawing`: what open withdrawal requests hold. */
export type WalletState = Readonly<Schemas['Wallet']>;

/** What an entry of a wallet is in. */
export type Asset = Schemas['WalletEntry']['asset'];

/** One of {@link ENTRY_KINDS}. */
export type EntryKind = Schemas['WalletEntry']['kind'];

/** Every kind of entry. */
export const ENTRY_KINDS = [
  'purchase',
  'promo',
  'gift_sent',
  'gift_received',
  'bean_release',
  'withdrawal',
  'withdrawal_returned',
  'refund',
  'chargeback',
  'chargeback_won',
] as const satisfies readonly EntryKind[];

/**
 * One line of a wallet's history. `account`: which of the owner's accounts it happened to; `amount`: what came (positive) or
 * went (negative); `balanceAfter`: of that account.
 */
export type Entry = Readonly<Schemas['WalletEntry']>;

/** Which entries. */
export interface EntryQuery {
  readonly asset?: Asset | undefined;
  readonly kind?: EntryKind | undefined;
  /** From this moment on. */
  readonly from?: string | undefined;
  /** Before this moment. */
  readonly to?: string | undefined;
}

/** One of {@link WITHDRAWAL_STATES}. */
export type WithdrawalStatus = Schemas['Withdrawal']['status'];

/** What becomes of a withdrawal: requested → approved → paid or refused, or cancelled. */
export const WITHDRAWAL_STATES = [
  'requested',
  'approved',
  'paid',
  'refused',
  'cancelled',
] as const satisfies readonly WithdrawalStatus[];

/** Beans on their way to becoming money. */
export type Withdrawal = Readonly<Schemas['Withdrawal']>;

/** A withdrawal as admins see it. */
export type PersonsWithdrawal = Readonly<Schemas['AdminWithdrawal']>;

/** A request to be paid out. */
export type NewWithdrawal = Readonly<Schemas['WithdrawalRequest']>;

/** A bundle of coins. `prices`: currency code → price in minor units. */
export type CoinPackage = Readonly<Omit<Schemas['CoinPackage'], 'prices'>> & {
  readonly prices: Readonly<Schemas['CoinPackage']['prices']>;
};

/**
 * Money one can pay with. `minorDigits`: 2 for cents; `coinsPerUnit`: how many coins one dollar, euro … buys, a decimal
 * number as text that need not be whole; `min`, `max`: least and most of one purchase, in minor units.
 */
export type Currency = Readonly<Schemas['CoinCurrency']>;

/**
 * What is on sale, and how it can be paid: the currencies of `paypal` are those it takes, `test` pays with nothing and is
 * there on servers for development only.
 */
export interface CoinShop {
  readonly packages: readonly CoinPackage[];
  readonly currencies: readonly Currency[];
  readonly providers: Readonly<Schemas['PaymentProviders']>;
}

/** What to buy: a package, or an amount of money in minor units. */
export type Order = Readonly<Pick<Schemas['BuyCoinsRequest'], 'currency'>> &
  (
    | { readonly packageId: string; readonly amount?: never }
    | { readonly amount: number; readonly packageId?: never }
  );

/** One of {@link PAYMENT_STATES}. */
export type PaymentStatus = Schemas['PaymentStatus'];

/** Every state of a payment. */
export const PAYMENT_STATES = [
  'pending',
  'paid',
  'failed',
  'partially_refunded',
  'refunded',
  'disputed',
  'dispute_won',
  'dispute_lost',
] as const satisfies readonly PaymentStatus[];

/** A purchase of coins. */
export type Payment = Readonly<Schemas['Payment']>;

/**
 * A payment as admins see it. `providerReference`, `captureReference`: what the provider calls the payment, and the money it
 * took; `problem`: how it differs from what was ordered, nothing was credited then.
 */
export type PersonsPayment = Readonly<Schemas['AdminPayment']>;

/** What Stripe's form needs. */
export type StripeIntent = Readonly<Schemas['PaymentIntentResponse']>;

/** Where to approve a payment by PayPal. */
export type PayPalOrder = Readonly<Schemas['PayPalOrderResponse']>;

/** One rule the books must keep. `sample`: a few of what breaks it. */
export type LedgerCheck = Readonly<Omit<Schemas['LedgerCheck'], 'sample'>> & {
  readonly sample: readonly string[];
};

/** Whether the books are right. `totals`: kind of account → asset → what all of them have together. */
export interface LedgerReport {
  readonly checkedAt: string;
  readonly checks: readonly LedgerCheck[];
  readonly totals: Readonly<Schemas['LedgerReport']['totals']>;
}
