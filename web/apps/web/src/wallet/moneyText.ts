import { NioError } from '@nio/sdk';
import type { TFunction } from 'i18next';
import { errorText } from '../api/errorText';
import type { Format } from '../i18n/format';
import type { Amounts } from './amounts';

const FAILURES = [
  'payment_refused',
  'payment_declined',
  'wrong_state',
  'too_many_open',
  'wallet_in_debt',
] as const;

/** {@link errorText} for everything about money. */
export function moneyText(cause: unknown, t: TFunction, format: Format, amounts: Amounts): string {
  if (!(cause instanceof NioError)) return errorText(cause, t, format);
  if (cause.error === 'below_minimum' && cause.min !== null) {
    return t('money.failure.below_minimum', {
      count: cause.min,
      formatted: amounts.plain(cause.min),
    });
  }
  if (cause.error === 'insufficient_beans') return t('money.failure.insufficient_beans');
  if (cause.error === 'payment_unavailable') return t('money.failure.provider_unavailable');
  const known = FAILURES.find((failure) => failure === cause.error);
  return known === undefined ? errorText(cause, t, format) : t(`money.failure.${known}`);
}
