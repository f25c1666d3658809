/**
 * Calls of `docs/protocols/identity.md` that the committed API description does not have yet, in the form its generator
 * gives them.
 */
import type { components } from '../generated/schema.js';

type Schemas = components['schemas'];

interface Parameters {
  query?: never;
  header?: never;
  path?: never;
  cookie?: never;
}

interface Answers<Answer> {
  200: { headers: Record<string, unknown>; content: { 'application/json': Answer } };
}

/** A call with a body. */
interface Sends<Body, Answer, P = Parameters> {
  parameters: P;
  requestBody: { content: { 'application/json': Body } };
  responses: Answers<Answer>;
}

/** A call without one. */
interface Asks<Answer, P = Parameters> {
  parameters: P;
  requestBody?: never;
  responses: Answers<Answer>;
}

type InPath<T> = Omit<Parameters, 'path'> & { path: T };

interface Message {
  message: string;
}

/** One provider an account signs in through. */
export interface AnnouncedIdentity {
  provider: string;
  email: string | null;
  name: string | null;
  linkedAt: string;
  lastUsedAt: string | null;
}

/** Who wants to be signed in by a QR code. */
export interface AnnouncedRequester {
  device: string;
  deviceKind: Schemas['DeviceKind'];
  browser: string;
  system: string;
  ipAddress: string;
  location: string | null;
  countryCode: string | null;
  proximity: 'same_network' | 'same_country' | 'far' | 'unknown';
}

/** What the phone learns by scanning. */
export interface AnnouncedScan {
  confirmation: string;
  requester: AnnouncedRequester;
  numbers: number[];
  reauthenticate: boolean;
  expiresAt: string;
}

/** How a QR login stands. */
export interface AnnouncedQrStatus {
  status: 'pending' | 'scanned' | 'confirmed' | 'rejected' | 'expired';
  number?: number | null;
  person?: { id: string; nickname: string } | null;
}

/** A fresh QR code. */
export interface AnnouncedQrSession {
  sessionId: string;
  qrData: string;
  expiresIn: number;
  expiresAt: string;
  deepLink: string;
  link: string;
  browserSecret?: string;
}

/** Types of the calls, by path and method. */
export interface AnnouncedPaths {
  '/api/account/identities': {
    get: Asks<{ identities: AnnouncedIdentity[]; available: string[] }>;
  };
  '/api/account/identities/{provider}/start': {
    post: Sends<
      { purpose: 'link' | 'reauthenticate'; next?: string },
      { url: string },
      InPath<{ provider: string }>
    >;
  };
  '/api/account/identities/{provider}': {
    delete: Asks<Message, InPath<{ provider: string }>>;
  };
  '/api/auth/qr-session': { post: Sends<{ tokenTransport?: 'body' }, AnnouncedQrSession> };
  '/api/auth/qr-claim': {
    post: Sends<{ sessionId: string; tokenTransport?: 'body' }, Schemas['AuthResponse']>;
  };
  '/api/qr-auth/status/{code}': { get: Asks<AnnouncedQrStatus, InPath<{ code: string }>> };
  '/api/qr-auth/scanned': { post: Sends<{ code: string }, AnnouncedScan> };
  '/api/qr-auth/confirm': {
    post: Sends<{ code: string; confirmation: string; number: number }, Message>;
  };
  '/api/qr-auth/reject': { post: Sends<{ code: string }, Message> };
}
