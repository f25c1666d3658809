import { NioError } from '@nio/sdk';
import type { TFunction } from 'i18next';
import { errorText } from '../api/errorText';
import type { Format } from '../i18n/format';

const FAILURES = [
  'self',
  'blocked',
  'nickname_taken',
  'unsupported_picture',
  'too_large',
  'too_many_banners',
] as const;

/** {@link errorText} for everything about people and pictures. */
export function peopleErrorText(cause: unknown, t: TFunction, format: Format): string {
  const code = cause instanceof NioError ? cause.error : '';
  const known = FAILURES.find((failure) => failure === code);
  return known === undefined ? errorText(cause, t, format) : t(`people.failure.${known}`);
}
