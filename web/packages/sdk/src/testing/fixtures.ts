import type { ChatMessage, Stream, SystemEvents, SystemMessage, User } from '../model.js';

/** An account; `id` also makes nickname and e-mail. */
export function user(id = 'anna'): User {
  return {
    id,
    email: `${id}@example.com`,
    emailVerified: true,
    nickname: id,
    role: 'user',
    hasPassword: true,
    avatarUrl: null,
    createdAt: '2026-01-01T00:00:00Z',
  };
}

/** A live stream of `anna`. */
export function stream(change: Partial<Stream> = {}): Stream {
  return {
    id: 's1',
    title: 'Evening talk',
    description: '',
    category: 'talk',
    status: 'live',
    streamer: { id: 'anna', nickname: 'anna', avatarUrl: null },
    streamerOnline: true,
    viewerCount: 0,
    peakViewers: 0,
    messageCount: 0,
    startedAt: '2026-01-01T10:00:00Z',
    endedAt: null,
    endReason: null,
    previewUrl: null,
    tags: [],
    ...change,
  };
}

/** Message number `n`: later numbers are later messages. */
export function message(n: number, change: Partial<ChatMessage> = {}): ChatMessage {
  return {
    kind: 'text',
    id: `m${String(n).padStart(6, '0')}`,
    streamId: 's1',
    clientMessageId: `c${n}`,
    author: { id: 'oleg', nickname: 'oleg', avatarUrl: null, role: 'viewer' },
    text: `text ${n}`,
    mentions: [],
    replyTo: null,
    createdAt: new Date(Date.UTC(2026, 0, 1, 10, 0, n)).toISOString(),
    ...change,
  };
}

/** Messages `from` to `to`, both included. */
export function messages(from: number, to: number): ChatMessage[] {
  return Array.from({ length: to - from + 1 }, (_, i) => message(from + i));
}

/** Line number `n`, told by the room itself. */
export function system<E extends keyof SystemEvents>(
  n: number,
  event: E,
  data: SystemEvents[E],
): SystemMessage {
  const { id, streamId, createdAt } = message(n);
  return { kind: 'system', id, streamId, event, data, createdAt } as SystemMessage;
}

/** A token with these times in it, as seconds; the signature is nobody's business here. */
export function jwt(iat: number, exp: number, name = '', sid = 's1'): string {
  const part = (value: object): string =>
    btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  return `${part({ alg: 'HS256' })}.${part({ iat, exp, name, sid })}.signature`;
}
