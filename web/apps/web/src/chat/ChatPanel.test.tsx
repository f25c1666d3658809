import {
  NioError,
  type ChatLog,
  type ChatMessage,
  type LiveRoom,
  type OutgoingMessage,
  type RoomSelf,
  type Rules,
  type SystemMessage,
} from '@nio/sdk';
import { act, fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createRef } from 'react';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { nio } from '../api/nio';
import { ANNA, SIGNED_IN } from '../testing/people';
import { renderAt } from '../testing/render';
import { people } from '../api/people';
import { hide } from './blocked';
import ChatPanel, { type ChatState } from './ChatPanel';

const room = {
  send: vi.fn(),
  retry: vi.fn(),
  discard: vi.fn(),
  loadOlder: vi.fn(),
  look: vi.fn(),
  onReactions: vi.fn(),
  react: vi.fn(),
  pin: vi.fn(),
  ban: vi.fn(),
  unban: vi.fn(),
  deleteMessage: vi.fn(),
  clearMessages: vi.fn(),
};
const outgoing = (change: Partial<OutgoingMessage>): OutgoingMessage => ({
  clientMessageId: 'c1',
  text: 'on its way',
  replyTo: null,
  createdAt: '2026-01-01T10:00:00Z',
  status: 'pending',
  error: null,
  ...change,
});
const OLEG = { id: 'u2', nickname: 'oleg', avatarUrl: null };
const VERA = { id: 'u3', nickname: 'vera', avatarUrl: null };
const said = (n: number, change: Partial<ChatMessage> = {}): ChatMessage => ({
  kind: 'text',
  id: `m${n}`,
  streamId: '1',
  clientMessageId: `x${n}`,
  author: { ...OLEG, role: 'viewer' },
  text: `text ${n}`,
  mentions: [],
  replyTo: null,
  createdAt: `2026-01-01T10:00:0${n}Z`,
  ...change,
});
const RULES: Rules = {
  slowModeSeconds: 0,
  followersOnlyMinutes: null,
  emotesOnly: false,
  linksAllowed: true,
};
const SELF: RoomSelf = { role: 'viewer', canWrite: true, why: null, until: null };

function show(
  chat: Partial<ChatLog> = {},
  { signedIn = true, ...state }: Partial<ChatState> & { signedIn?: boolean } = {},
): void {
  vi.spyOn(nio.session.state, 'getSnapshot').mockReturnValue(signedIn ? SIGNED_IN : GUEST);
  renderAt(
    '/live/1',
    <ChatPanel
      room={room as unknown as LiveRoom}
      state={{
        chat: { lines: [], outbox: [], hasOlder: false, unreadAfter: null, gone: [], ...chat },
        loadingOlder: false,
        phase: 'joined',
        stream: null,
        rules: RULES,
        pinned: null,
        self: SELF,
        nextMessageAt: null,
        sanctions: new Map(),
        ...state,
      }}
      inputRef={createRef()}
    />,
  );
}
const GUEST = { status: 'guest' } as const;
const lineOf = (text: string): HTMLElement =>
  screen.getByText(text).closest<HTMLElement>('[data-line]')!;

beforeEach(() => {
  Object.values(room).forEach((fake) => fake.mockReset().mockResolvedValue(undefined));
  vi.spyOn(people, 'blocked').mockResolvedValue({
    people: [],
    pagination: { page: 1, limit: 50, pages: 1, total: 0 },
  });
});

test('what is written is sent without the spaces around it, and the field is empty again', async () => {
  show();
  await userEvent.type(screen.getByTestId('chat-input'), '  hello {enter}');
  expect(room.send).toHaveBeenCalledExactlyOnceWith('hello', null);
  expect(screen.getByTestId('chat-input')).toHaveProperty('value', '');
});

test('nothing and too much are not sent', async () => {
  show();
  const input = screen.getByTestId('chat-input');
  await userEvent.type(input, '   {enter}');
  await userEvent.click(input);
  await userEvent.paste('x'.repeat(501));
  await userEvent.keyboard('{enter}');
  expect(room.send).not.toHaveBeenCalled();
  expect(screen.getByText('1 character too many')).toBeTruthy();
});

test('an emoji counts as one', async () => {
  show();
  await userEvent.click(screen.getByTestId('chat-input'));
  await userEvent.paste('🔥'.repeat(500));
  await userEvent.keyboard('{enter}');
  expect(room.send).toHaveBeenCalledTimes(1);
});

test('guests are offered to sign in, and come back here', () => {
  show({}, { signedIn: false });
  expect(screen.queryByTestId('chat-input')).toBeNull();
  expect(screen.getByRole('link', { name: 'Sign in to chat' }).getAttribute('href')).toBe(
    '/login?next=%2Flive%2F1',
  );
});

test('a message on its way says so', () => {
  show({ outbox: [outgoing({})] });
  expect(screen.getByLabelText('Sending…')).toBeTruthy();
});

test('a failed message says why and can be sent again or deleted', async () => {
  show({
    outbox: [outgoing({ status: 'failed', error: new NioError({ error: 'slow_down' }) })],
  });
  expect(screen.getByText('Too fast')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Send again' }));
  expect(room.retry).toHaveBeenCalledWith('c1');
  await userEvent.click(screen.getByRole('button', { name: 'Delete' }));
  expect(room.discard).toHaveBeenCalledWith('c1');
});

test('what was refused can be changed', async () => {
  show({
    outbox: [outgoing({ status: 'failed', error: new NioError({ error: 'blocked_word' }) })],
  });
  expect(screen.getByText('A word is not allowed here')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Change' }));
  expect(room.discard).toHaveBeenCalledWith('c1');
  expect(screen.getByTestId('chat-input')).toHaveProperty('value', 'on its way');
});

test('the streamer is marked, and nothing written becomes markup', () => {
  show({
    lines: [said(1, { author: { ...OLEG, role: 'streamer' }, text: '<img src=x onerror=a(1)>' })],
  });
  const log = screen.getByRole('log', { name: 'Chat messages' });
  expect(log.textContent).toContain('<img src=x onerror=a(1)>');
  expect(log.querySelector('img, a')).toBeNull();
  expect(screen.getByText('streamer')).toBeTruthy();
});

test('an address is a link that gives nothing away', () => {
  show({ lines: [said(1, { text: 'see https://example.com.' })] });
  const link = screen.getByRole('link', { name: 'https://example.com' });
  expect(link.getAttribute('rel')).toBe('noopener noreferrer nofollow ugc');
  expect(link.getAttribute('target')).toBe('_blank');
});

test('what is for me stands out', () => {
  const replyTo = {
    id: 'm0',
    author: { id: ANNA.id, nickname: ANNA.nickname, avatarUrl: null },
    text: 'a question',
  };
  show({
    lines: [
      said(1, {
        text: '@anna look',
        mentions: [{ id: ANNA.id, nickname: 'anna', avatarUrl: null }],
      }),
      said(2, { text: 'the answer', replyTo }),
      said(3),
    ],
  });
  expect(lineOf('@anna').dataset.forMe).toBe('true');
  expect(lineOf('the answer').dataset.forMe).toBe('true');
  expect(lineOf('text 3').dataset.forMe).toBeUndefined();
});

test('what was new while one looked away is marked', () => {
  show({ lines: [said(1), said(2)], unreadAfter: 'm1' });
  const mark = screen.getByTestId('chat-unread');
  expect(mark.previousElementSibling).toBe(lineOf('text 1'));
  expect(mark.nextElementSibling).toBe(lineOf('text 2'));
});

test('the page says when nobody looks at it', () => {
  show();
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
  act(() => void document.dispatchEvent(new Event('visibilitychange')));
  expect(room.look).toHaveBeenLastCalledWith(true);
});

test('messages of people one has blocked are not shown, nor quoted', () => {
  hide(OLEG.id, true);
  const replyTo = { id: 'm1', author: OLEG, text: 'text 1' };
  show({ lines: [said(1), said(2, { author: { ...VERA, role: 'viewer' }, replyTo })] });
  act(() => hide(OLEG.id, true));
  expect(screen.queryByText('text 1')).toBeNull();
  expect(screen.getByText('message not shown')).toBeTruthy();
  act(() => hide(OLEG.id, false));
});

test.each<[string, Partial<SystemMessage>]>([
  ['vera is here', { event: 'joined', data: { person: VERA } }],
  [
    'vera is timed out for 10 minutes by oleg',
    { event: 'timed_out', data: { person: VERA, by: OLEG, seconds: 600 } },
  ],
  ['vera is banned by oleg', { event: 'banned', data: { person: VERA, by: OLEG, seconds: null } }],
  [
    'oleg changed the rules: slow mode: 30 seconds, no links',
    {
      event: 'rules_changed',
      data: { by: OLEG, rules: { ...RULES, slowModeSeconds: 30, linksAllowed: false } },
    },
  ],
  ['100 viewers at once!', { event: 'milestone', data: { what: 'viewers', value: 100 } }],
  [
    'vera sends 3 gifts',
    {
      event: 'gift',
      data: { person: VERA, giftType: 'rose', count: 3, coins: 30, comboId: 'k' },
    },
  ],
])('what happens is told: %s', (words, line) => {
  const { id, streamId, createdAt } = said(1);
  show({ lines: [{ kind: 'system', id, streamId, createdAt, ...line } as SystemMessage] });
  expect(screen.getByText(words)).toBeTruthy();
});

describe('who may not write', () => {
  test.each<[string, Partial<RoomSelf>, Partial<Rules>, RegExp]>([
    [
      'timed out',
      { why: 'timed_out', until: '2999-01-01T10:00:00Z' },
      {},
      /^A moderator has paused your messages until/,
    ],
    [
      'followers only',
      { why: 'followers_only' },
      { followersOnlyMinutes: 60 },
      /followed .* for at least 1 hour/,
    ],
    ['blocked', { why: 'blocked' }, {}, /does not take messages from you/],
  ])('is told why: %s', (_, self, rules, words) => {
    show({}, { self: { ...SELF, canWrite: false, ...self }, rules: { ...RULES, ...rules } });
    expect(screen.queryByTestId('chat-input')).toBeNull();
    expect(screen.getByTestId('chat-refusal').textContent).toMatch(words);
  });

  test('may again when the pause is over', () => {
    const until = new Date(Date.now() - 1).toISOString();
    show({}, { self: { ...SELF, canWrite: false, why: 'timed_out', until } });
    expect(screen.getByTestId('chat-input')).toBeTruthy();
  });

  test('waits for the slow mode with the text kept, and sees for how long', async () => {
    show({}, { nextMessageAt: Date.now() + 30_000, rules: { ...RULES, slowModeSeconds: 30 } });
    await userEvent.type(screen.getByTestId('chat-input'), 'hello{enter}');
    expect(room.send).not.toHaveBeenCalled();
    expect(screen.getByTestId('chat-input')).toHaveProperty('value', 'hello');
    expect(Number(screen.getByTestId('slow-countdown').textContent)).toBeGreaterThan(25);
    expect(screen.getByTestId('chat-rules').textContent).toBe('slow mode: 30 seconds');
  });
});

describe('mentioning', () => {
  const lines = [said(1), said(2, { author: { ...VERA, role: 'viewer' } })];

  test('names of people in the chat are offered after an @ and chosen by keyboard', async () => {
    show({ lines });
    const input = screen.getByTestId('chat-input');
    await userEvent.type(input, 'hi @');
    const options = within(screen.getByRole('listbox')).getAllByRole('option');
    expect(options.map((it) => it.textContent)).toEqual(['@vera', '@oleg']);
    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect(input).toHaveProperty('value', 'hi @oleg ');
    expect(screen.queryByRole('listbox')).toBeNull();
    expect(room.send).not.toHaveBeenCalled();
  });

  test('Escape leaves what is written alone', async () => {
    show({ lines });
    await userEvent.type(screen.getByTestId('chat-input'), '@ve{Escape}{Enter}');
    expect(room.send).toHaveBeenCalledExactlyOnceWith('@ve', null);
  });
});

describe('the menu of a message', () => {
  const open = async (text: string): Promise<HTMLElement> => {
    fireEvent.contextMenu(lineOf(text));
    return screen.findByTestId('person-menu');
  };
  const items = (menu: HTMLElement): string[] =>
    within(menu)
      .getAllByRole('menuitem')
      .map((it) => it.textContent);

  test.each<[string, RoomSelf['role'], ChatMessage['author']['role'], string[]]>([
    ['a viewer', 'viewer', 'viewer', []],
    [
      'a moderator, about a viewer',
      'moderator',
      'viewer',
      ['Pin', 'Delete message', 'Delete all messages', 'Time out…', 'Ban…'],
    ],
    ['a moderator, about another', 'moderator', 'moderator', ['Pin']],
    [
      'the streamer, about a viewer',
      'streamer',
      'viewer',
      ['Pin', 'Delete message', 'Delete all messages', 'Time out…', 'Ban…', 'Make moderator'],
    ],
    [
      'the streamer, about a moderator',
      'streamer',
      'moderator',
      ['Pin', 'Delete message', 'Delete all messages', 'Time out…', 'Ban…', 'Remove as moderator'],
    ],
  ])('of %s', async (_, role, theirs, powers) => {
    show({ lines: [said(1, { author: { ...OLEG, role: theirs } })] }, { self: { ...SELF, role } });
    expect(items(await open('text 1'))).toEqual([
      'Reply',
      'Copy text',
      'Mention',
      'Profile',
      ...powers,
      'Block…',
    ]);
  });

  test('of one’s own message has no power over oneself', async () => {
    show({
      lines: [
        said(1, { author: { id: ANNA.id, nickname: 'anna', avatarUrl: null, role: 'viewer' } }),
      ],
    });
    expect(items(await open('text 1'))).toEqual([
      'Reply',
      'Copy text',
      'Profile',
      'Delete message',
    ]);
  });

  test('opens by keyboard: arrows to the line, Enter', async () => {
    show({ lines: [said(1), said(2)] });
    screen.getByRole('log').focus();
    await userEvent.keyboard('{ArrowUp}{ArrowUp}');
    expect(document.activeElement).toBe(lineOf('text 1'));
    await userEvent.keyboard('{Enter}');
    expect(await screen.findByTestId('person-menu')).toBeTruthy();
  });

  test('Reply quotes, and Escape does not reply after all', async () => {
    show({ lines: [said(1)] });
    await userEvent.click(within(await open('text 1')).getByText('Reply'));
    expect(screen.getByText('Reply to oleg')).toBeTruthy();
    await userEvent.type(screen.getByTestId('chat-input'), 'yes{enter}');
    expect(room.send).toHaveBeenCalledWith('yes', { id: 'm1', author: OLEG, text: 'text 1' });
  });

  test('a time-out is one choice away', async () => {
    show({ lines: [said(1)] }, { self: { ...SELF, role: 'moderator' } });
    await userEvent.click(within(await open('text 1')).getByText('Time out…'));
    await userEvent.click(await screen.findByText('10 minutes'));
    expect(room.ban).toHaveBeenCalledWith(OLEG.id, { durationSeconds: 600 });
  });

  test('a ban names the person, and takes a reason', async () => {
    show({ lines: [said(1)] }, { self: { ...SELF, role: 'moderator' } });
    await userEvent.click(within(await open('text 1')).getByText('Ban…'));
    const dialog = await screen.findByRole('dialog', { name: 'Ban oleg?' });
    await userEvent.type(within(dialog).getByLabelText(/^Reason/), 'spam');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Ban' }));
    expect(room.ban).toHaveBeenCalledExactlyOnceWith(OLEG.id, { reason: 'spam' });
  });

  test('who is timed out can be let write again', async () => {
    const sanctions = new Map([[OLEG.id, '2999-01-01T00:00:00Z']]);
    show({ lines: [said(1)] }, { self: { ...SELF, role: 'moderator' }, sanctions });
    await userEvent.click(within(await open('text 1')).getByText('End the time-out'));
    expect(room.unban).toHaveBeenCalledWith(OLEG.id);
  });
});

test('a pinned message is held above; moderators take it away, others hide it for themselves', async () => {
  show({}, { pinned: said(1) });
  await userEvent.click(screen.getByRole('button', { name: 'Hide the pinned message' }));
  expect(screen.queryByTestId('chat-pinned')).toBeNull();
  expect(room.pin).not.toHaveBeenCalled();
});

test('an emoji found by a word goes to where the caret is', async () => {
  show();
  await userEvent.type(screen.getByTestId('chat-input'), 'so ');
  await userEvent.click(screen.getByTestId('emoji-open'));
  await userEvent.type(await screen.findByRole('searchbox'), 'огонь{Enter}');
  expect(screen.getByTestId('chat-input')).toHaveProperty('value', 'so 🔥');
  expect(room.send).not.toHaveBeenCalled();
});

test('a reaction is sent with one press; guests have none', async () => {
  show();
  const [button] = screen.getAllByRole('button', { name: 'React with 🔥' });
  await userEvent.click(button!);
  expect(room.react).toHaveBeenCalledExactlyOnceWith('🔥');
});
