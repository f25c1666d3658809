import { describe, expect, test } from 'vitest';
import { NioError } from '../error.js';
import { message, messages, system } from '../testing/fixtures.js';
import { CHAT_MAX, chatReducer, EMPTY_CHAT, type ChatAction, type ChatLog } from './chatLog.js';

const after = (...actions: ChatAction[]): ChatLog => actions.reduce(chatReducer, EMPTY_CHAT);
const history = (from: number, to: number, hasMore = true): ChatAction => ({
  type: 'history',
  page: { messages: messages(from, to), hasMore, resumed: false, deletedIds: [] },
});
const resumed = (from: number, to: number, ...deleted: number[]): ChatAction => ({
  type: 'history',
  page: {
    messages: messages(from, to),
    hasMore: true,
    resumed: true,
    deletedIds: deleted.map((n) => message(n).id),
  },
});
const older = (before: number, from: number, to: number, hasMore = true): ChatAction => ({
  type: 'older',
  before: message(before).id,
  page: { messages: messages(from, to), hasMore },
});
const says = (n: number): ChatAction => ({ type: 'line', line: message(n) });
const deletes = (...ns: number[]): ChatAction => ({
  type: 'deleted',
  ids: ns.map((n) => message(n).id),
  userId: null,
});
const look = (away: boolean): ChatAction => ({ type: 'look', away });
const ANNA = { id: 'anna', nickname: 'anna', avatarUrl: null };
const gift = (n: number, count: number) =>
  system(n, 'gift', { person: ANNA, giftType: 'rose', count, coins: count, comboId: 'k' });
const writes = (n: number): ChatAction => ({
  type: 'send',
  message: {
    clientMessageId: `c${n}`,
    text: `text ${n}`,
    replyTo: null,
    createdAt: '2026-01-01T10:00:00Z',
    status: 'pending',
    error: null,
  },
});
/** `1-3 7` for messages 1, 2, 3 and 7. */
const shown = (log: ChatLog): string => {
  const numbers = log.lines.map((m) => Number(m.id.slice(1)));
  const runs: number[][] = [];
  for (const n of numbers) {
    const run = runs.at(-1);
    if (run?.at(-1) === n - 1) run.push(n);
    else runs.push([n]);
  }
  return runs.map((run) => (run.length > 1 ? `${run[0]}-${run.at(-1)}` : String(run[0]))).join(' ');
};

describe('messages', () => {
  test.each<[string, ChatAction[], string]>([
    ['come in order', [history(1, 3), says(4)], '1-4'],
    ['are there once, however often they come', [history(1, 3), says(3), says(4), says(4)], '1-4'],
    ['that are late find their place', [history(1, 3), says(6), says(5)], '1-3 5-6'],
    ['of an older page go before', [history(51, 100), older(51, 1, 50)], '1-100'],
    [
      'of a page nobody waits for any more are left out',
      [history(51, 100), older(40, 1, 39)],
      '51-100',
    ],
  ])('%s', (_, actions, expected) => {
    expect(shown(after(...actions))).toBe(expected);
  });

  test('of the same moment are ordered by id', () => {
    const at = '2026-01-01T10:00:00Z';
    const log = after(
      { type: 'line', line: message(2, { createdAt: at }) },
      { type: 'line', line: message(1, { createdAt: at }) },
    );
    expect(shown(log)).toBe('1-2');
  });

  test('are bounded; the oldest go', () => {
    const log = after(history(1, CHAT_MAX, false), says(CHAT_MAX + 1));
    expect(log.lines.length).toBeLessThan(CHAT_MAX);
    expect(log.lines.at(-1)?.id).toBe(message(CHAT_MAX + 1).id);
    expect(log.hasOlder).toBe(true);
  });

  test('the same list stays the same object', () => {
    const log = after(history(1, 3));
    expect(chatReducer(log, says(2))).toBe(log);
  });
});

describe('after a cut', () => {
  test.each<[string, ChatAction[], string]>([
    ['a short one goes on where it was', [history(1, 50), resumed(51, 79)], '1-79'],
    ['what came twice is there once', [history(1, 50), resumed(49, 52)], '1-52'],
    ['a silent one changes nothing', [history(1, 50), resumed(51, 50)], '1-50'],
    ['what was deleted meanwhile is gone', [history(1, 5), resumed(6, 7, 2, 3)], '1 4-7'],
    ['after a long one the newest take the place', [history(1, 50), history(151, 200)], '151-200'],
  ])('%s', (_, actions, expected) => {
    expect(shown(after(...actions))).toBe(expected);
  });

  test('the rest can be paged back to', () => {
    expect(after(history(1, 50, false), history(151, 200)).hasOlder).toBe(true);
    expect(after(history(1, 50, false), resumed(51, 60)).hasOlder).toBe(false);
  });
});

describe('what is deleted', () => {
  test('is gone, and is not brought back by an answer on its way', () => {
    expect(shown(after(history(51, 60), deletes(52), says(52), older(51, 40, 50)))).toBe(
      '40-51 53-60',
    );
    expect(shown(after(history(51, 60), deletes(45), older(51, 40, 50)))).toBe('40-44 46-60');
  });

  test('all of a person goes', () => {
    const log = after(
      { type: 'line', line: message(1, { author: { ...ANNA, role: 'viewer' } }) },
      says(2),
      { type: 'deleted', ids: [message(1).id], userId: 'anna' },
    );
    expect(shown(log)).toBe('2');
  });

  test('is not quoted any more', () => {
    const replyTo = { id: message(1).id, author: ANNA, text: 'text 1' };
    const log = after(says(1), { type: 'line', line: message(2, { replyTo }) }, deletes(1));
    expect(log.lines).toMatchObject([{ replyTo: null }]);
  });

  test('is remembered within bounds', () => {
    const log = after(...Array.from({ length: 600 }, (_, n) => deletes(n)));
    expect(log.gone).toHaveLength(500);
  });
});

describe('what happens in the room', () => {
  test('stands among the messages in its place', () => {
    const log = after(says(1), says(3), { type: 'line', line: gift(2, 1) });
    expect(log.lines.map((line) => line.kind)).toEqual(['text', 'system', 'text']);
  });

  test('a combo of gifts is one line that counts up, and never down', () => {
    const log = after(
      ...[1, 3, 2].map((count): ChatAction => ({ type: 'line', line: gift(1, count) })),
    );
    expect(log.lines).toMatchObject([{ data: { count: 3 } }]);
  });

  test('older pages are asked for by a line the server keeps', () => {
    const log = after(
      { type: 'line', line: system(50, 'joined', { person: ANNA }) },
      says(51),
      older(51, 1, 49),
    );
    expect(shown(log)).toBe('1-51');
  });
});

describe('who looked away', () => {
  test.each<[string, ChatAction[], number | null]>([
    ['finds the mark where they stopped', [look(true), says(4), look(false)], 3],
    ['and nothing came, finds none', [look(true), look(false)], null],
    ['again, finds it further down', [look(true), says(4), look(false), look(true), says(5)], 4],
    ['and writes, has read', [look(true), says(4), look(false), writes(5)], null],
    ['finds it though the last line was deleted', [look(true), deletes(3), says(4)], 2],
    ['so long that it is out of reach, finds none', [look(true), history(100, 150)], null],
  ])('%s', (_, actions, expected) => {
    const log = after(history(1, 3), ...actions);
    expect(log.unreadAfter).toBe(expected === null ? null : message(expected).id);
  });
});

describe('what one writes', () => {
  test('waits below until the server has it', () => {
    const waiting = after(history(1, 3), writes(4));
    expect(waiting.outbox.map((m) => m.status)).toEqual(['pending']);
    const stored = chatReducer(waiting, says(4));
    expect(stored.outbox).toEqual([]);
    expect(shown(stored)).toBe('1-4');
  });

  test('is taken from the outbox by the history too', () => {
    expect(after(writes(2), history(1, 3)).outbox).toEqual([]);
  });

  test('fails, and is tried again as the same message', () => {
    const error = new NioError({ error: 'slow_down' });
    const failed = after(writes(1), { type: 'failed', clientMessageId: 'c1', error });
    expect(failed.outbox).toMatchObject([{ status: 'failed', error }]);
    const again = chatReducer(failed, { type: 'retry', clientMessageId: 'c1', createdAt: 'now' });
    expect(again.outbox).toMatchObject([{ clientMessageId: 'c1', status: 'pending', error: null }]);
  });

  test('can be thrown away', () => {
    expect(after(writes(1), { type: 'discard', clientMessageId: 'c1' }).outbox).toEqual([]);
  });
});
