import { NioError } from '@nio/sdk';
import type { TFunction } from 'i18next';
import type { Format } from '../i18n/format';

/** What to tell a person about a failure. The server's own words are English and for programmers. */
export function errorText(cause: unknown, t: TFunction, format: Format): string {
  if (!(cause instanceof NioError)) return t('errors.unknown');
  switch (cause.error) {
    case 'offline':
    case 'timeout':
    case 'unauthorized':
    case 'forbidden':
    case 'not_found':
    case 'stream_ended':
    case 'validation_failed':
      return t(`errors.${cause.error}`);
    case 'too_many_requests':
      return t('errors.too_many_requests', { wait: format.wait(cause.retryAfterMs ?? 60_000) });
    case 'internal':
      return cause.incident === null
        ? t('errors.internal')
        : t('errors.incident', { incident: cause.incident });
    default:
      return t('errors.unknown');
  }
}
