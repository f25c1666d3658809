/** What the server says about money, in the words of `docs/protocols/wallet.md`. Amounts of money are in minor units. */
import type { Balance, GiftType } from '../live/gifts.js';
import type { Person } from '../model.js';

/** What one of each gift costs the sender and brings the streamer. */
export type GiftPrices = Readonly<
  Record<GiftType, { readonly cost: number; readonly beans: number }>
>;

/** One's own wallet. */
export interface WalletState extends Balance {
  readonly beansPerDollar: number;
  readonly minWithdrawalBeans: number;
  /** The next beans to become available. */
  readonly nextRelease: { readonly beans: number; readonly at: string } | null;
  /** What open withdrawal requests hold. */
  readonly withdrawing: number;
}

/** What an entry of a wallet is in. */
export type Asset = 'COIN' | 'BEAN';

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
] as const;

/** One of {@link ENTRY_KINDS}. */
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** One line of a wallet's history. */
export interface Entry {
  readonly id: string;
  readonly asset: Asset;
  /** Which of the owner's accounts it happened to. */
  readonly account: 'coins_paid' | 'coins_promo' | 'beans_held' | 'beans_available';
  readonly kind: EntryKind;
  /** What came (positive) or went (negative). */
  readonly amount: number;
  /** Of that account. */
  readonly balanceAfter: number;
  readonly counterparty: Person | null;
  readonly giftType: GiftType | null;
  readonly count: number | null;
  readonly streamId: string | null;
  readonly reference: string | null;
  readonly createdAt: string;
}

/** Which entries. */
export interface EntryQuery {
  readonly asset?: Asset | undefined;
  readonly kind?: EntryKind | undefined;
  /** From this moment on. */
  readonly from?: string | undefined;
  /** Before this moment. */
  readonly to?: string | undefined;
}

/** What becomes of a withdrawal: requested → approved → paid or refused, or cancelled. */
export const WITHDRAWAL_STATES = ['requested', 'approved', 'paid', 'refused', 'cancelled'] as const;

/** One of {@link WITHDRAWAL_STATES}. */
export type WithdrawalStatus = (typeof WITHDRAWAL_STATES)[number];

/** Beans on their way to becoming money. */
export interface Withdrawal {
  readonly id: string;
  readonly beans: number;
  readonly amountMinor: number;
  readonly currency: string;
  readonly destination: string;
  readonly note: string | null;
  readonly status: WithdrawalStatus;
  readonly reason: string | null;
  readonly reference: string | null;
  readonly createdAt: string;
  readonly decidedAt: string | null;
  readonly paidAt: string | null;
}

/** A withdrawal as admins see it. */
export interface PersonsWithdrawal extends Withdrawal {
  readonly person: Person;
}

/** A request to be paid out. */
export interface NewWithdrawal {
  readonly beans: number;
  readonly destination: string;
  readonly note?: string;
  readonly idempotencyKey: string;
}

/** A bundle of coins. */
export interface CoinPackage {
  readonly id: string;
  readonly coins: number;
  readonly bonusCoins: number;
  /** Currency code → price in minor units. */
  readonly prices: Readonly<Record<string, number>>;
}

/** Money one can pay with. */
export interface Currency {
  readonly code: string;
  /** 2 for cents. */
  readonly minorDigits: number;
  /** How many coins one dollar, euro … buys: a decimal number as text, it need not be whole. */
  readonly coinsPerUnit: string;
  /** Least and most of one purchase, in minor units. */
  readonly min: number;
  readonly max: number;
}

/** What is on sale, and how it can be paid. */
export interface CoinShop {
  readonly packages: readonly CoinPackage[];
  readonly currencies: readonly Currency[];
  readonly providers: {
    readonly stripe: { readonly publishableKey: string } | null;
    readonly paypal: {
      readonly clientId: string;
      /** It does not take every currency. */
      readonly currencies: readonly string[];
    } | null;
    /** Pays with nothing; on servers for development only. */
    readonly test: boolean;
  };
}

/** What to buy: a package, or an amount of money in minor units. */
export type Order = { readonly currency: string } & (
  | { readonly packageId: string; readonly amount?: never }
  | { readonly amount: number; readonly packageId?: never }
);

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
] as const;

/** One of {@link PAYMENT_STATES}. */
export type PaymentStatus = (typeof PAYMENT_STATES)[number];

/** A purchase of coins. */
export interface Payment {
  readonly id: string;
  readonly provider: 'stripe' | 'paypal' | 'test';
  readonly status: PaymentStatus;
  readonly coins: number;
  readonly amountMinor: number;
  readonly currency: string;
  readonly refundedMinor: number;
  readonly createdAt: string;
  readonly paidAt: string | null;
}

/** A payment as admins see it. */
export interface PersonsPayment extends Payment {
  readonly person: Person;
  /** What the provider calls the payment, and the money it took. */
  readonly providerReference: string | null;
  readonly captureReference: string | null;
  /** How it differs from what was ordered; nothing was credited then. */
  readonly problem: string | null;
}

/** What Stripe's form needs. */
export interface StripeIntent {
  readonly clientSecret: string;
  readonly paymentId: string;
  readonly coinsAmount: number;
}

/** Where to approve a payment by PayPal. */
export interface PayPalOrder {
  readonly orderId: string;
  readonly paymentId: string;
  readonly coinsAmount: number;
  readonly approveUrl: string;
}

/** One rule the books must keep. */
export interface LedgerCheck {
  readonly name: string;
  readonly ok: boolean;
  readonly violations: number;
  /** A few of what breaks it. */
  readonly sample: readonly string[];
}

/** Whether the books are right. */
export interface LedgerReport {
  readonly checkedAt: string | null;
  readonly checks: readonly LedgerCheck[];
  /** Kind of account → asset → what all of them have together. */
  readonly totals: Readonly<Record<string, Readonly<Record<string, number>>>>;
}
