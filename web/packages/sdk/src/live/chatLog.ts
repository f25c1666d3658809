import type { NioError } from '../error.js';
import type { ChatLine, MessagePage, Quote } from '../model.js';

/** A message of ours the server does not have yet. */
export interface OutgoingMessage {
  readonly clientMessageId: string;
  readonly text: string;
  readonly replyTo: Quote | null;
  /** When it was written, or last sent again by hand. */
  readonly createdAt: string;
  /** `pending`: on its way, or waiting for the connection. `failed`: needs the writer's decision. */
  readonly status: 'pending' | 'failed';
  readonly error: NioError | null;
}

/** The chat of one stream as this page knows it. */
export interface ChatLog {
  /** What was said and what happened, oldest first, each once. */
  readonly lines: readonly ChatLine[];
  /** Ours that are not stored yet, in the order written; shown below `lines`. */
  readonly outbox: readonly OutgoingMessage[];
  /** Whether the server has lines older than the first one here. */
  readonly hasOlder: boolean;
  /** Id of the last line before the person looked away, or `null`: what comes after it is new to them. */
  readonly unreadAfter: string | null;
  /** Ids of lines deleted lately: an answer on its way must not bring them back. */
  readonly gone: readonly string[];
}

/** What the server tells of the chat at every join. */
export interface ChatHistory extends MessagePage {
  /** Whether it goes on where this page was cut off; otherwise it takes the place of what is shown. */
  readonly resumed: boolean;
  /** What was deleted in between. */
  readonly deletedIds: readonly string[];
}

/** What can happen to a {@link ChatLog}. */
export type ChatAction =
  | { readonly type: 'history'; readonly page: ChatHistory }
  /** A page from before the line `before`. */
  | { readonly type: 'older'; readonly before: string; readonly page: MessagePage }
  | { readonly type: 'line'; readonly line: ChatLine }
  /** With `userId`, everything of that person went. */
  | { readonly type: 'deleted'; readonly ids: readonly string[]; readonly userId: string | null }
  | { readonly type: 'send'; readonly message: OutgoingMessage }
  | { readonly type: 'failed'; readonly clientMessageId: string; readonly error: NioError }
  | { readonly type: 'retry'; readonly clientMessageId: string; readonly createdAt: string }
  | { readonly type: 'discard'; readonly clientMessageId: string }
  /** The person looks elsewhere, or here again. */
  | { readonly type: 'look'; readonly away: boolean };

/** At most this many messages are kept; beyond, the oldest go (the server still has them). */
export const CHAT_MAX = 1000;

/** How many stay when {@link CHAT_MAX} is passed; apart, so that not every message moves the list. */
const CHAT_KEPT = 800;

/** How many deletions are remembered. */
const GONE_MAX = 500;

export const EMPTY_CHAT: ChatLog = {
  lines: [],
  outbox: [],
  hasOlder: false,
  unreadAfter: null,
  gone: [],
};

/** Whether the server keeps this line, so that it knows its id later. */
export function isStored(line: ChatLine): boolean {
  return line.kind === 'text' || line.event !== 'joined';
}

/** The log after `action`. */
export function chatReducer(log: ChatLog, action: ChatAction): ChatLog {
  switch (action.type) {
    case 'history':
      return history(log, action.page);
    case 'older':
      // Else it answers a question from before the list was cut or replaced.
      return log.lines.find(isStored)?.id === action.before
        ? { ...merged(log, action.page.messages), hasOlder: action.page.hasMore }
        : log;
    case 'line':
      return bounded(merged(log, [action.line]));
    case 'deleted':
      return without(log, action.ids, action.userId);
    case 'send':
      // Who writes has read.
      return { ...log, outbox: [...log.outbox, action.message], unreadAfter: null };
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
    case 'look': {
      const last = log.lines.at(-1)?.id ?? null;
      if (action.away) return log.unreadAfter === last ? log : { ...log, unreadAfter: last };
      // Nothing came meanwhile: there is nothing to mark.
      return log.unreadAfter === last ? { ...log, unreadAfter: null } : log;
    }
  }
}

function history(log: ChatLog, page: ChatHistory): ChatLog {
  if (page.resumed) return bounded(merged(without(log, page.deletedIds, null), page.messages));
  const fresh = merged({ ...log, lines: [], gone: [] }, page.messages);
  const marked = fresh.lines.some((line) => line.id === log.unreadAfter);
  return { ...fresh, hasOlder: page.hasMore, unreadAfter: marked ? log.unreadAfter : null };
}

/** Adds what is not there yet, in order, and takes stored messages out of the outbox. */
function merged(log: ChatLog, incoming: readonly ChatLine[]): ChatLog {
  const at = new Map(log.lines.map((line, index) => [line.id, index]));
  const gone = new Set(log.gone);
  const fresh = incoming.filter((line) => !at.has(line.id) && !gone.has(line.id));
  const lines = [...log.lines];
  let grown = false;
  for (const line of incoming) {
    const index = at.get(line.id);
    const known = index === undefined ? undefined : lines[index];
    if (index === undefined || known === undefined || !growsFrom(known, line)) continue;
    lines[index] = line;
    grown = true;
  }
  if (fresh.length === 0) return grown ? { ...log, lines } : log;
  const last = lines.at(-1);
  const inOrder = fresh.every((line, i) => isBefore(i === 0 ? last : fresh[i - 1], line));
  lines.push(...fresh);
  if (!inOrder) lines.sort((a, b) => (isBefore(a, b) ? -1 : 1));
  const stored = new Set(fresh.map((line) => (line.kind === 'text' ? line.clientMessageId : '')));
  const outbox = log.outbox.filter((m) => !stored.has(m.clientMessageId));
  return { ...log, lines, outbox: outbox.length === log.outbox.length ? log.outbox : outbox };
}

/** A combo of gifts is one line that counts up; an answer from before must not count it down. */
function growsFrom(known: ChatLine, line: ChatLine): boolean {
  return (
    known.kind === 'system' &&
    line.kind === 'system' &&
    known.event === 'gift' &&
    line.event === 'gift' &&
    line.data.count > known.data.count
  );
}

/** The order of lines is the order of their ids. */
function isBefore(a: ChatLine | undefined, b: ChatLine): boolean {
  return a === undefined || a.id < b.id;
}

/** Takes lines out, and what they said out of the answers to them, as the server does from then on. */
function without(log: ChatLog, ids: readonly string[], userId: string | null): ChatLog {
  if (ids.length === 0 && userId === null) return log;
  const gone = new Set(ids);
  const goes = (line: ChatLine): boolean =>
    gone.has(line.id) || (line.kind === 'text' && line.author.id === userId);
  const lines = log.lines
    .filter((line) => !goes(line))
    .map((line) =>
      line.kind === 'text' &&
      line.replyTo !== null &&
      (gone.has(line.replyTo.id) || line.replyTo.author.id === userId)
        ? { ...line, replyTo: null }
        : line,
    );
  const mark = log.lines.findIndex((line) => line.id === log.unreadAfter);
  return {
    ...log,
    lines,
    gone: [...log.gone, ...ids].slice(-GONE_MAX),
    // The mark moves up to the nearest line that stays.
    unreadAfter:
      mark < 0
        ? log.unreadAfter
        : (log.lines.slice(0, mark + 1).findLast((l) => !goes(l))?.id ?? null),
  };
}

function bounded(log: ChatLog): ChatLog {
  if (log.lines.length <= CHAT_MAX) return log;
  const lines = log.lines.slice(-CHAT_KEPT);
  const marked = lines.some((line) => line.id === log.unreadAfter);
  return { ...log, lines, hasOlder: true, unreadAfter: marked ? log.unreadAfter : null };
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
