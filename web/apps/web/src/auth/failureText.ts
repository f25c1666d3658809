import { NioError } from '@nio/sdk';
import type { TFunction } from 'i18next';
import { errorText } from '../api/errorText';
import type { Format } from '../i18n/format';
import { knownProvider, PROVIDER_NAMES } from './providers';

const FAILURES = [
  'invalid_credentials',
  'account_disabled',
  'mail_unavailable',
  'link_expired',
  'email_verified',
  'last_login_method',
  'sign_in_first',
  'email_required',
  'already_linked',
  'provider_failed',
] as const;

/** {@link errorText} for everything about accounts. */
export function failureText(cause: unknown, t: TFunction, format: Format): string {
  const code = cause instanceof NioError ? cause.error : '';
  const known = FAILURES.find((failure) => failure === code);
  return known === undefined ? errorText(cause, t, format) : t(`auth.failure.${known}`);
}

const PROBLEMS = [
  'cancelled',
  'provider_failed',
  'state_expired',
  'email_taken',
  'identity_taken',
  'already_linked',
  'account_disabled',
  'too_many_requests',
  'wrong_account',
] as const;

/** What `?problem=…&provider=…` of an address means, which a sign-in through a provider came back with. */
export function problemText(params: URLSearchParams, t: TFunction): string | null {
  const problem = params.get('problem');
  if (problem === null) return null;
  const known = PROBLEMS.find((it) => it === problem) ?? 'unknown';
  const provider = knownProvider(params.get('provider'));
  return t(`auth.problem.${known}`, {
    provider: provider === null ? t('auth.problem.someProvider') : PROVIDER_NAMES[provider],
  });
}

const ENDS = [
  'ended_by_user',
  'not_me',
  'evicted',
  'token_reuse',
  'password_changed',
  'email_proved',
  'ended_by_admin',
  'account_disabled',
] as const;

/** Why this device is signed out. */
export function endedText(reason: string, t: TFunction): string {
  return t(`auth.ended.${ENDS.find((it) => it === reason) ?? 'expired'}`);
}
