import type { CoinPackage, CoinShop, Currency, Order, Payment } from '@nio/sdk';

/** What is chosen on the page that sells coins. */
export interface Wish {
  readonly currency: string;
  /** Id of a package, or `own` for an amount of one's own. */
  readonly what: string;
  /** The amount of one's own, as typed. */
  readonly typed: string;
}

/** What a wish comes to. */
export interface Offer {
  readonly order: Order;
  readonly coins: number;
  readonly bonusCoins: number;
  readonly amountMinor: number;
}

/** Why a wish is no offer. */
export type WishTrouble = 'empty' | 'invalid' | 'tooLittle' | 'tooMuch';

/** Money as typed, with a point or a comma → minor units; `null` when it is no amount. */
export function parseMoney(typed: string, minorDigits: number): number | null {
  const text = typed.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.');
  const match = /^(\d{1,9})(?:\.(\d*))?$/.exec(text);
  if (match === null) return null;
  const [, whole = '', fraction = ''] = match;
  if (fraction.length > minorDigits) return null;
  return Number(whole + fraction.padEnd(minorDigits, '0'));
}

/** How many coins an amount is worth, as the server will count: never more than was paid for. */
export function coinsFor(amountMinor: number, { minorDigits, coinsPerUnit }: Currency): number {
  // A hair more than nothing keeps 0.1 × 3 from being less than 0.3.
  return Math.floor((amountMinor / 10 ** minorDigits) * Number(coinsPerUnit) + 1e-9);
}

/** The package or amount that is wished for, or why it cannot be had. */
export function offerOf(shop: CoinShop, wish: Wish): Offer | WishTrouble {
  const currency = shop.currencies.find(({ code }) => code === wish.currency);
  if (currency === undefined) return 'empty';
  if (wish.what !== 'own') {
    const wanted = shop.packages.find(({ id }) => id === wish.what);
    const price = wanted?.prices[currency.code];
    if (wanted === undefined || price === undefined) return 'empty';
    return {
      order: { packageId: wanted.id, currency: currency.code },
      coins: wanted.coins,
      bonusCoins: wanted.bonusCoins,
      amountMinor: price,
    };
  }
  if (wish.typed.trim() === '') return 'empty';
  const amount = parseMoney(wish.typed, currency.minorDigits);
  if (amount === null) return 'invalid';
  if (amount < currency.min) return 'tooLittle';
  if (amount > currency.max) return 'tooMuch';
  return {
    order: { amount, currency: currency.code },
    coins: coinsFor(amount, currency),
    bonusCoins: 0,
    amountMinor: amount,
  };
}

/** Packages that can be had in a currency, in the server's order. */
export function packagesIn(shop: CoinShop, currency: string): readonly CoinPackage[] {
  return shop.packages.filter(({ prices }) => prices[currency] !== undefined);
}

/** A way to pay. */
export type Provider = 'stripe' | 'paypal' | 'test';

/** The ways to pay in a currency, in the order they are offered. */
export function providersFor({ providers }: CoinShop, currency: string): readonly Provider[] {
  return [
    ...(providers.stripe === null ? [] : (['stripe'] as const)),
    ...(providers.paypal?.currencies.includes(currency) ? (['paypal'] as const) : []),
    ...(providers.test ? (['test'] as const) : []),
  ];
}

/** The currency to begin with: chosen before, else that of the language, else the first. */
export function firstCurrency(shop: CoinShop, remembered: string | null, language: string): string {
  const usual = { ru: 'RUB', en: 'USD' }[language.slice(0, 2)];
  const offered = shop.currencies.map(({ code }) => code);
  return [remembered, usual].find((code) => code && offered.includes(code)) ?? offered[0] ?? 'USD';
}

/** What a payment means for the person who waits for it. */
export type Outcome = 'waiting' | 'paid' | 'failed' | 'returned';

/** Only the server's word counts, whatever a provider's page said. */
export function outcomeOf({ status }: Pick<Payment, 'status'>): Outcome {
  switch (status) {
    case 'pending':
      return 'waiting';
    case 'paid':
    case 'disputed':
    case 'dispute_won':
      return 'paid';
    case 'failed':
      return 'failed';
    case 'partially_refunded':
    case 'refunded':
    case 'dispute_lost':
      return 'returned';
  }
}

const KEY = 'nio.payment';

/** What must survive the way to a provider's page and back. */
export interface Begun {
  readonly paymentId: string;
  readonly next: string | null;
}

/** Remembers a payment for the way back to this tab. */
export function rememberBegun(begun: Begun): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(begun));
  } catch {
    // Without storage the page of payments tells the rest.
  }
}

/** The payment this tab left for; `null` when there is none. */
export function begunBefore(): Begun | null {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    if (typeof found !== 'object' || found === null || !('paymentId' in found)) return null;
    const { paymentId } = found;
    const next = 'next' in found && typeof found.next === 'string' ? found.next : null;
    return typeof paymentId === 'string' ? { paymentId, next } : null;
  } catch {
    return null;
  }
}
