import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

/** Coins, beans and money as people of one language write them: in full, never shortened. */
export interface Amounts {
  /** 12840 → `12,840`. */
  readonly plain: (value: number) => string;
  /** 40 → `+40`, -40 → `−40`. */
  readonly signed: (value: number) => string;
  /** Minor units of a currency → `$4.99`. */
  readonly money: (minor: number, currency: string) => string;
}

/** How many digits of a currency are minor: 2 for cents. */
export function minorDigitsOf(currency: string): number {
  try {
    return (
      new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
        .maximumFractionDigits ?? 2
    );
  } catch {
    // Not a code Intl takes; the server checks its own.
    return 2;
  }
}

/** A hyphen is no minus. */
const withMinus = (text: string): string => text.replace('-', '−');

/** Amounts for a language tag. */
export function amountsFor(language: string): Amounts {
  // Russian leaves four digits together unless told otherwise; columns of numbers look better this way.
  const plain = new Intl.NumberFormat(language, { useGrouping: 'always' as never });
  const signed = new Intl.NumberFormat(language, {
    signDisplay: 'exceptZero',
    useGrouping: 'always' as never,
  });
  return {
    plain: (value) => withMinus(plain.format(value)),
    signed: (value) => withMinus(signed.format(value)),
    money: (minor, currency) => {
      const digits = minorDigitsOf(currency);
      const value = minor / 10 ** digits;
      try {
        return withMinus(
          new Intl.NumberFormat(language, {
            style: 'currency',
            currency,
            currencyDisplay: 'narrowSymbol',
            minimumFractionDigits: Number.isInteger(value) ? 0 : digits,
          }).format(value),
        );
      } catch {
        return `${value} ${currency}`;
      }
    },
  };
}

/** Amounts for the language of the app. */
export function useAmounts(): Amounts {
  const { i18n } = useTranslation();
  return useMemo(() => amountsFor(i18n.language), [i18n.language]);
}

/** {@link Amounts.plain} for the language of the app. */
export function usePlainNumber(): (value: number) => string {
  return useAmounts().plain;
}
