import type { CoinShop, PaymentStatus } from '@nio/sdk';
import { describe, expect, test } from 'vitest';
import { amountsFor } from './amounts';
import {
  begunBefore,
  coinsFor,
  firstCurrency,
  offerOf,
  outcomeOf,
  parseMoney,
  providersFor,
  rememberBegun,
} from './purchase';
import { checkWithdrawal } from './withdrawal';

const usd = { code: 'USD', minorDigits: 2, coinsPerUnit: '100', min: 100, max: 50_000 };
const rub = { code: 'RUB', minorDigits: 2, coinsPerUnit: '1.1', min: 10_000, max: 5_000_000 };
const shop: CoinShop = {
  packages: [
    { id: 'small', coins: 500, bonusCoins: 0, prices: { USD: 500, RUB: 45_455 } },
    { id: 'large', coins: 1000, bonusCoins: 50, prices: { USD: 1000 } },
  ],
  currencies: [usd, rub],
  providers: {
    stripe: { publishableKey: 'pk_test' },
    paypal: { clientId: 'c', currencies: ['USD'] },
    test: false,
  },
};

describe('money as typed', () => {
  test.each([
    ['12', 2, 1200],
    ['12.5', 2, 1250],
    ['12,50', 2, 1250],
    ['1 234,56', 2, 123_456],
    ['1\u00a0234', 2, 123_400],
    ['0.07', 2, 7],
    ['500', 0, 500],
    ['', 2, null],
    ['12.345', 2, null],
    ['5.5', 0, null],
    ['-5', 2, null],
    ['1e9', 2, null],
    ['12.5.1', 2, null],
    ['ten', 2, null],
    ['9999999999', 2, null],
  ])('%j with %i digits is %j', (typed, digits, minor) => {
    expect(parseMoney(typed, digits)).toBe(minor);
  });
});

test.each([
  [100, usd, 100],
  [199, usd, 199],
  [30, { ...usd, coinsPerUnit: '10' }, 3],
  [45_455, rub, 500],
  [45_454, rub, 499],
  [500, { ...usd, minorDigits: 0, coinsPerUnit: '0.66' }, 330],
])('%i minor units buy', (amount, currency, coins) => {
  expect(coinsFor(amount, currency)).toBe(coins);
});

describe('a wish', () => {
  const own = (typed: string, currency = 'USD') => offerOf(shop, { currency, what: 'own', typed });

  test('for a package is that package, with its bonus', () => {
    expect(offerOf(shop, { currency: 'USD', what: 'large', typed: '' })).toEqual({
      order: { packageId: 'large', currency: 'USD' },
      coins: 1000,
      bonusCoins: 50,
      amountMinor: 1000,
    });
  });

  test('for a package that has no price in the currency is none', () => {
    expect(offerOf(shop, { currency: 'RUB', what: 'large', typed: '' })).toBe('empty');
  });

  test('for an amount is worth what the server will count', () => {
    expect(own('12,50')).toEqual({
      order: { amount: 1250, currency: 'USD' },
      coins: 1250,
      bonusCoins: 0,
      amountMinor: 1250,
    });
  });

  test.each([
    ['', 'empty'],
    ['abc', 'invalid'],
    ['0.5', 'tooLittle'],
    ['501', 'tooMuch'],
  ])('for %j is no offer: %s', (typed, trouble) => {
    expect(own(typed)).toBe(trouble);
  });
});

test.each([
  ['USD', ['stripe', 'paypal']],
  ['RUB', ['stripe']],
])('%s can be paid with %j', (currency, providers) => {
  expect(providersFor(shop, currency)).toEqual(providers);
});

test.each([
  [null, 'ru', 'RUB'],
  [null, 'en', 'USD'],
  ['USD', 'ru', 'USD'],
  ['JPY', 'ru', 'RUB'],
])('remembered %s, speaking %s: %s', (remembered, language, currency) => {
  expect(firstCurrency(shop, remembered, language)).toBe(currency);
});

test.each<[PaymentStatus, string]>([
  ['pending', 'waiting'],
  ['paid', 'paid'],
  ['disputed', 'paid'],
  ['dispute_won', 'paid'],
  ['failed', 'failed'],
  ['partially_refunded', 'returned'],
  ['refunded', 'returned'],
  ['dispute_lost', 'returned'],
])('a payment that is %s is %s for the buyer', (status, outcome) => {
  expect(outcomeOf({ status })).toBe(outcome);
});

describe('what is remembered on the way to a provider', () => {
  test('is there on the way back', () => {
    rememberBegun({ paymentId: 'p1', next: '/live/1' });
    expect(begunBefore()).toEqual({ paymentId: 'p1', next: '/live/1' });
  });

  test.each(['', 'null', '{', '{"paymentId":5}', '[]'])('%j is nothing', (stored) => {
    sessionStorage.setItem('nio.payment', stored);
    expect(begunBefore()).toBeNull();
  });
});

describe('a withdrawal', () => {
  const wallet = { beans: { held: 900, available: 1500 }, minWithdrawalBeans: 1000 };
  test.each([
    ['1000', 'IBAN', { beans: null, destination: null }],
    ['1500', 'IBAN', { beans: null, destination: null }],
    ['', 'IBAN', { beans: 'empty', destination: null }],
    ['0', 'IBAN', { beans: 'empty', destination: null }],
    ['999', 'IBAN', { beans: 'tooFew', destination: null }],
    ['1501', 'IBAN', { beans: 'tooMany', destination: null }],
    ['1000', '  ', { beans: null, destination: 'empty' }],
  ])('of %j to %j', (typed, destination, trouble) => {
    expect(checkWithdrawal(typed, destination, wallet)).toEqual(trouble);
  });
});

describe('amounts', () => {
  const [english, russian] = [amountsFor('en'), amountsFor('ru')];
  const spaces = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');

  test('are written in full', () => {
    expect(english.plain(12_840)).toBe('12,840');
    expect(english.plain(-5)).toBe('−5');
    expect(english.money(-1500, 'USD')).toBe('−$15');
    expect(spaces(russian.plain(1284))).toBe('1 284');
  });

  test.each([
    [40, '+40', '+40'],
    [-1040, '−1,040', '−1 040'],
    [0, '0', '0'],
  ])('%i has its sign', (value, inEnglish, inRussian) => {
    expect(english.signed(value)).toBe(inEnglish);
    expect(spaces(russian.signed(value))).toBe(inRussian);
  });

  test.each([
    [499, 'USD', '$4.99', '4,99 $'],
    [50_000, 'USD', '$500', '500 $'],
    [45_455, 'RUB', '₽454.55', '454,55 ₽'],
    [500, 'JPY', '¥500', '500 ¥'],
  ])('%i of %s', (minor, currency, inEnglish, inRussian) => {
    expect(spaces(english.money(minor, currency))).toBe(inEnglish);
    expect(spaces(russian.money(minor, currency))).toBe(inRussian);
  });

  test('of money Intl does not know are still told', () => {
    expect(english.money(500, '??')).toBe('5 ??');
  });
});
