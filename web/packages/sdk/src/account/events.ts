/** The `/account` namespace in types and parsers, in the order of `docs/protocols/identity.md`. */
import { balance } from '../live/gifts.js';
import type { AccountNotice, Notification, QrStatus } from '../model.js';
import { listOf, nullable, number, object, oneOf, string, type Parser } from '../socket/parse.js';
import { person } from '../socket/person.js';

/** How a QR login stands, as pushed, polled and acknowledged. */
export const qrStatus: Parser<QrStatus> = object({
  status: oneOf(['pending', 'scanned', 'confirmed', 'rejected', 'expired']),
  number: nullable(number),
  person: nullable(person),
  expiresIn: nullable(number),
});

const NOTICE_KINDS = [
  'new_login',
  'session_evicted',
  'token_reuse',
  'password_changed',
  'email_changed',
  'identity_linked',
  'identity_unlinked',
] as const;

const notice: Parser<AccountNotice> = object({
  id: string,
  kind: oneOf(NOTICE_KINDS),
  sessionId: nullable(string),
  device: nullable(string),
  browser: nullable(string),
  location: nullable(string),
  ipAddress: nullable(string),
  detail: nullable(string),
  createdAt: string,
});

const notification: Parser<Notification> = object({
  id: string,
  kind: oneOf(['stream_started', 'new_follower']),
  person,
  streamId: nullable(string),
  title: nullable(string),
  createdAt: string,
  readAt: nullable(string),
});

/** Parsers of everything the server says on its own. */
export const accountEvents = {
  qr_status: qrStatus,
  session_revoked: object({ sessionId: string, reason: string }),
  // Either of the two: what is about the account's security, or about people.
  notification: object({ notice: nullable(notice), notification: nullable(notification) }),
  notifications_read: object({ ids: nullable(listOf(string)) }),
  balance,
} as const;

/** Parsers of the acknowledgements of everything a client may say. */
export const accountAcknowledgements = { qr_watch: qrStatus } as const;

/** Client → server: name of the event to its payload. */
export interface AccountRequests {
  readonly qr_watch: { readonly code: string; readonly secret?: string };
}
