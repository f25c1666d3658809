import { describe, expect, test } from 'vitest';
import { NioError } from '../error.js';
import { message, messages } from '../testing/fixtures.js';
import { CHAT_MAX, chatReducer, EMPTY_CHAT, type ChatAction, type ChatLog } from './chatLog.js';

const after = (...actions: ChatAction[]): ChatLog => actions.reduce(chatReducer, EMPTY_CHAT);
const history = (from: number, to: number, hasMore = true): ChatAction => ({
  type: 'history',
  page: { messages: messages(from, to), hasMore },
});
const older = (before: number, from: number, to: number, hasMore = true): ChatAction => ({
  type: 'older',
  before: message(before).id,
  page: { messages: messages(from, to), hasMore },
});
const says = (n: number): ChatAction => ({ type: 'message', message: message(n) });
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
  const numbers = log.messages.map((m) => Number(m.id.slice(1)));
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
    ['that came before the history stay', [says(4), history(1, 3)], '1-4'],
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
      { type: 'message', message: message(2, { createdAt: at }) },
      { type: 'message', message: message(1, { createdAt: at }) },
    );
    expect(shown(log)).toBe('1-2');
  });

  test('are bounded; the oldest go', () => {
    const log = after(history(1, CHAT_MAX, false), says(CHAT_MAX + 1));
    expect(log.messages.length).toBeLessThan(CHAT_MAX);
    expect(log.messages.at(-1)?.id).toBe(message(CHAT_MAX + 1).id);
    expect(log.hasOlder).toBe(true);
  });

  test('the same list stays the same object', () => {
    const log = after(history(1, 3));
    expect(chatReducer(log, says(2))).toBe(log);
  });
});

describe('after a cut', () => {
  const before = [history(1, 50, false)];

  test.each<[string, ChatAction[], string, number | null]>([
    ['a short one leaves no hole', [history(30, 79)], '1-79', null],
    ['a silent one changes nothing', [history(1, 50, false)], '1-50', null],
    ['a long one leaves a hole', [history(151, 200)], '1-50 151-200', 151],
    [
      'the hole is filled backwards',
      [history(151, 200), older(151, 101, 150)],
      '1-50 101-200',
      101,
    ],
    [
      'until it meets what is known',
      [history(151, 200), older(151, 101, 150), older(101, 45, 100)],
      '1-200',
      null,
    ],
    [
      'new messages come meanwhile',
      [history(151, 200), says(201), older(151, 50, 150)],
      '1-201',
      null,
    ],
    [
      'a second hole gives up what is before the first',
      [history(151, 200), history(301, 350)],
      '151-200 301-350',
      301,
    ],
    [
      'a page without anything closes the hole',
      [
        history(151, 200),
        { type: 'older', before: message(151).id, page: { messages: [], hasMore: true } },
      ],
      '1-50 151-200',
      null,
    ],
  ])('%s', (_, actions, expected, gapAt) => {
    const log = after(...before, ...actions);
    expect(shown(log)).toBe(expected);
    expect(log.gapAt).toBe(gapAt === null ? null : message(gapAt).id);
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
