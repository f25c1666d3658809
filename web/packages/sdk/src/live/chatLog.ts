import type { NioError } from '../error.js';
import type { ChatMessage, MessagePage } from '../model.js';

/** A message of ours the server does not have yet. */
export interface OutgoingMessage {
  readonly clientMessageId: string;
  readonly text: string;
  readonly replyTo: ChatMessage['replyTo'];
  /** When it was written, or last sent again by hand. */
  readonly createdAt: string;
  /** `pending`: on its way, or waiting for the connection. `failed`: needs the writer's decision. */
  readonly status: 'pending' | 'failed';
  readonly error: NioError | null;
}

/** The chat of one stream as this page knows it. */
export interface ChatLog {
  /** Stored messages, oldest first, each once. */
  readonly messages: readonly ChatMessage[];
  /** Ours that are not stored yet, in the order written; shown below `messages`. */
  readonly outbox: readonly OutgoingMessage[];
  /** Whether the server has messages older than the first one here. */
  readonly hasOlder: boolean;
  /**
   * Id of the first message after a hole left by a cut of the connection, or `null`. Messages before the hole are older
   * than the cut, the hole is filled by paging backwards from here.
   */
  readonly gapAt: string | null;
}

/** What can happen to a {@link ChatLog}. */
export type ChatAction =
  /** The newest messages, sent by the server at every join. */
  | { readonly type: 'history'; readonly page: MessagePage }
  /** A page from before the message `before`. */
  | { readonly type: 'older'; readonly before: string; readonly page: MessagePage }
  | { readonly type: 'message'; readonly message: ChatMessage }
  | { readonly type: 'send'; readonly message: OutgoingMessage }
  | { readonly type: 'failed'; readonly clientMessageId: string; readonly error: NioError }
  | { readonly type: 'retry'; readonly clientMessageId: string; readonly createdAt: string }
  | { readonly type: 'discard'; readonly clientMessageId: string };

/** At most this many messages are kept; beyond, the oldest go (the server still has them). */
export const CHAT_MAX = 1000;

/** How many stay when {@link CHAT_MAX} is passed; apart, so that not every message moves the list. */
const CHAT_KEPT = 800;

export const EMPTY_CHAT: ChatLog = { messages: [], outbox: [], hasOlder: false, gapAt: null };

/** The log after `action`. */
export function chatReducer(log: ChatLog, action: ChatAction): ChatLog {
  switch (action.type) {
    case 'history':
      return history(log, action.page);
    case 'older':
      return older(log, action.before, action.page);
    case 'message':
      return bounded(merged(log, [action.message]));
    case 'send':
      return { ...log, outbox: [...log.outbox, action.message] };
    case 'failed':
      return withOutgoing(log, action.clientMessageId, { status: 'failed', error: action.error });
    case 'retry':
      return withOutgoing(log, action.clientMessageId, {
        status: 'pending',
        error: null,
        createdAt: action.createdAt,
      });
    case 'discard':
      return {
        ...log,
        outbox: log.outbox.filter((m) => m.clientMessageId !== action.clientMessageId),
      };
  }
}

function history(log: ChatLog, page: MessagePage): ChatLog {
  const first = page.messages[0];
  if (log.messages.length === 0 || first === undefined) {
    return { ...merged(log, page.messages), hasOlder: page.hasMore };
  }
  const known = new Set(log.messages.map((m) => m.id));
  if (!page.hasMore || page.messages.some((m) => known.has(m.id))) {
    return bounded(merged(log, page.messages));
  }
  // A second hole while the first is open: what lies before the first is given up, so that one mark is enough.
  const gap = log.messages.findIndex((m) => m.id === log.gapAt);
  const kept = gap > 0 ? { ...log, messages: log.messages.slice(gap), hasOlder: true } : log;
  return bounded({ ...merged(kept, page.messages), gapAt: first.id });
}

function older(log: ChatLog, before: string, page: MessagePage): ChatLog {
  const first = page.messages[0];
  if (log.gapAt !== before) {
    // Answer to a question from before the list was cut or the hole moved.
    if (log.messages[0]?.id !== before) return log;
    return { ...merged(log, page.messages), hasOlder: page.hasMore };
  }
  const known = new Set(log.messages.map((m) => m.id));
  const closed = !page.hasMore || page.messages.some((m) => known.has(m.id));
  return bounded({
    ...merged(log, page.messages),
    gapAt: closed || first === undefined ? null : first.id,
  });
}

/** Adds what is not there yet, in order, and takes stored messages out of the outbox. */
function merged(log: ChatLog, incoming: readonly ChatMessage[]): ChatLog {
  const byId = new Map(log.messages.map((m) => [m.id, m]));
  const fresh = incoming.filter((m) => !byId.has(m.id));
  if (fresh.length === 0) return log;
  const last = log.messages.at(-1);
  const inOrder = fresh.every((m, i) => isBefore(i === 0 ? last : fresh[i - 1], m));
  const messages = inOrder
    ? [...log.messages, ...fresh]
    : [...log.messages, ...fresh].sort((a, b) => (isBefore(a, b) ? -1 : 1));
  const stored = new Set(fresh.map((m) => m.clientMessageId));
  const outbox = log.outbox.filter((m) => !stored.has(m.clientMessageId));
  return { ...log, messages, outbox: outbox.length === log.outbox.length ? log.outbox : outbox };
}

/** By time, then by id; ids of one server are themselves in order of time. */
function isBefore(a: ChatMessage | undefined, b: ChatMessage): boolean {
  if (a === undefined) return true;
  const at = Date.parse(a.createdAt);
  const bt = Date.parse(b.createdAt);
  return at === bt ? a.id < b.id : at < bt;
}

function bounded(log: ChatLog): ChatLog {
  if (log.messages.length <= CHAT_MAX) return log;
  const messages = log.messages.slice(-CHAT_KEPT);
  const gapLost = log.gapAt !== null && !messages.some((m) => m.id === log.gapAt);
  return { ...log, messages, hasOlder: true, gapAt: gapLost ? null : log.gapAt };
}

function withOutgoing(
  log: ChatLog,
  clientMessageId: string,
  change: Partial<OutgoingMessage>,
): ChatLog {
  return {
    ...log,
    outbox: log.outbox.map((m) =>
      m.clientMessageId === clientMessageId ? { ...m, ...change } : m,
    ),
  };
}
