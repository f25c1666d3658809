import { beforeEach, describe, expect, test, vi, type Mock } from 'vitest';
import { NioError } from '../error.js';
import type { Streams } from '../http/client.js';
import type { SignalingEvent } from '../rtc/signaling.js';
import { Emitter, Store } from '../store.js';
import { settled } from '../testing/fakeSignaling.js';
import { message, messages, stream, system, user } from '../testing/fixtures.js';
import type { Acknowledgements, ClientEvents, ServerEvents } from './events.js';
import { LiveRoom } from './liveRoom.js';
import type { ConnectionState } from '../socket/namespaceSocket.js';

type Said = { [E in keyof ClientEvents]: [E, ClientEvents[E]] }[keyof ClientEvents];

class FakeSocket {
  readonly state = new Store<ConnectionState>('online');
  readonly said: Said[] = [];
  readonly #events = new Emitter<[string, unknown]>();
  answers: { -readonly [E in keyof ClientEvents]?: (payload: ClientEvents[E]) => unknown } = {};

  on<E extends keyof ServerEvents>(event: E, listener: (payload: ServerEvents[E]) => void) {
    return this.#events.on(([name, payload]) => {
      if (name === event) listener(payload as ServerEvents[E]);
    });
  }

  async request<E extends keyof ClientEvents>(
    event: E,
    payload: ClientEvents[E],
  ): Promise<Acknowledgements[E]> {
    this.said.push([event, payload] as unknown as Said);
    if (this.state.getSnapshot() !== 'online') throw NioError.offline();
    return (await this.answers[event]?.(payload)) as Acknowledgements[E];
  }

  hears(event: keyof ServerEvents, payload: unknown): void {
    this.#events.emit([event, payload]);
  }

  count(event: keyof ClientEvents): number {
    return this.said.filter(([name]) => name === event).length;
  }
}

let socket: FakeSocket;
let get: Mock<Streams['get']>;
let page: Mock<Streams['messages']>;
let session: { user: ReturnType<typeof user> | null };
let room: LiveRoom;
let signals: SignalingEvent[];

const joinAnswer = (change: object = {}): object => ({
  role: 'viewer',
  peerId: 'p1',
  resumeToken: 'r1',
  stream: stream(),
  topology: { mode: 'p2p' },
  iceServers: [],
  viewerCount: 1,
  peers: [],
  ...change,
});

const historyOf = (from: number, to: number, change: object = {}): object => ({
  streamId: 's1',
  messages: messages(from, to),
  hasMore: false,
  resumed: false,
  deletedIds: [],
  ...change,
});

/** The network goes and comes. */
async function cut(): Promise<void> {
  socket.state.set('reconnecting');
  await settled();
}
async function back(): Promise<void> {
  socket.state.set('online');
  await settled();
}

beforeEach(async () => {
  vi.useFakeTimers();
  socket = new FakeSocket();
  socket.answers = {
    stream_join: () => joinAnswer(),
    chat_message: ({ clientMessageId, text }) => ({
      message: message(500 + socket.count('chat_message'), { clientMessageId, text }),
    }),
  };
  get = vi.fn(() => Promise.resolve(stream()));
  page = vi.fn();
  session = { user: user('oleg') };
  signals = [];
  room = new LiveRoom({ streamId: 's1', socket, streams: { get, messages: page }, session });
  room.signaling.on((event) => signals.push(event));
  await settled();
});

const state = () => room.state.getSnapshot();

describe('coming in', () => {
  test('tells what is known and where media goes', async () => {
    room.start();
    await settled();
    expect(state()).toMatchObject({ phase: 'joined', role: 'viewer', viewerCount: 1 });
    expect(signals).toMatchObject([{ type: 'joined', peerId: 'p1', streamerOnline: true }]);
  });

  test('the stream is described before the connection is there', async () => {
    socket.state.set('connecting');
    room.start();
    await settled();
    expect(state()).toMatchObject({ phase: 'joining', stream: stream() });
  });

  test.each([
    ['unknown', new NioError({ error: 'not_found', status: 404 }), 'not_found'],
    ['forbidden', new NioError({ error: 'forbidden' }), 'failed'],
  ])('%s streams are said to be so', async (_, error, phase) => {
    socket.answers.stream_join = () => Promise.reject(error);
    room.start();
    await settled();
    expect(state().phase).toBe(phase);
  });

  test('an ended stream is shown with its summary', async () => {
    get.mockResolvedValue(stream({ status: 'ended', peakViewers: 9 }));
    socket.answers.stream_join = () => Promise.reject(new NioError({ error: 'stream_ended' }));
    room.start();
    await settled();
    expect(state()).toMatchObject({ phase: 'ended', stream: { peakViewers: 9 } });
  });

  test('a crowd at the door is waited for', async () => {
    socket.answers.stream_join = () =>
      Promise.reject(new NioError({ error: 'too_many_requests', retryAfterMs: 4000 }));
    room.start();
    await settled();
    socket.answers.stream_join = () => joinAnswer();
    await vi.advanceTimersByTimeAsync(3900);
    expect(state().phase).toBe('joining');
    await vi.advanceTimersByTimeAsync(200);
    expect(state().phase).toBe('joined');
  });
});

describe('after a cut', () => {
  beforeEach(async () => {
    room.start();
    await settled();
    socket.hears('chat_history', historyOf(1, 50));
    await cut();
  });

  test('the same page keeps its place', async () => {
    expect(state().phase).toBe('rejoining');
    await back();
    expect(state().phase).toBe('joined');
    expect(socket.said.at(-1)).toEqual([
      'stream_join',
      { streamId: 's1', resumeToken: 'r1', lastMessageId: message(50).id },
    ]);
    expect(signals.map((event) => event.type)).toEqual(['joined', 'cut', 'joined']);
  });

  test('somebody else takes a new one', async () => {
    session.user = null;
    await back();
    expect(socket.said.at(-1)).toEqual([
      'stream_join',
      { streamId: 's1', lastMessageId: message(50).id },
    ]);
  });

  test('goes on after the last line the server keeps', async () => {
    await back();
    socket.hears('system_message', system(51, 'joined', { person: user('vera') }));
    await cut();
    await back();
    expect(socket.said.at(-1)).toMatchObject(['stream_join', { lastMessageId: message(50).id }]);
  });

  test('what was said meanwhile is there without loss or doubles, and what was deleted is not', async () => {
    socket.answers.stream_join = () => {
      // Said between the join and the history.
      socket.hears('chat_message', message(56));
      socket.hears('message_deleted', {
        streamId: 's1',
        messageIds: [message(54).id],
        userId: null,
      });
      socket.hears(
        'chat_history',
        historyOf(51, 56, { resumed: true, deletedIds: [message(3).id] }),
      );
      return joinAnswer();
    };
    await back();
    socket.hears('chat_message', message(57));
    const left = messages(1, 57).filter(({ id }) => id !== message(3).id && id !== message(54).id);
    expect(state().chat.lines).toEqual(left);
  });

  test('after a long one the newest take the place of what was shown, with what is said since', async () => {
    socket.answers.stream_join = () => {
      socket.hears('chat_message', message(221));
      socket.hears('chat_history', historyOf(171, 220, { hasMore: true }));
      return joinAnswer();
    };
    await back();
    expect(state().chat).toMatchObject({ lines: messages(171, 221), hasOlder: true });
  });
});

describe('rules and roles', () => {
  const RULES = {
    slowModeSeconds: 10,
    followersOnlyMinutes: null,
    emotesOnly: false,
    linksAllowed: true,
  };
  const SELF = { role: 'viewer', canWrite: true, why: null, until: null };

  beforeEach(async () => {
    room.start();
    await settled();
    socket.hears('room_state', { streamId: 's1', rules: RULES, pinned: message(1), self: SELF });
  });

  test('are told at the join and when they change', () => {
    expect(state()).toMatchObject({ rules: RULES, pinned: message(1), self: SELF });
    const rules = { ...RULES, emotesOnly: true };
    socket.hears('room_rules', { streamId: 's1', rules });
    socket.hears('message_pinned', { streamId: 's1', message: null });
    expect(state()).toMatchObject({ rules, pinned: null });
  });

  test('the slow mode begins anew with every message that is taken', async () => {
    expect(state().nextMessageAt).toBeNull();
    room.send('one');
    await settled();
    expect(state().nextMessageAt).toBe(Date.now() + 10_000);
    socket.hears('room_rules', { streamId: 's1', rules: { ...RULES, slowModeSeconds: 0 } });
    expect(state().nextMessageAt).toBeNull();
  });

  test('the slow mode counts from the last message, though it was turned on later', async () => {
    socket.hears('room_rules', { streamId: 's1', rules: { ...RULES, slowModeSeconds: 0 } });
    room.send('one');
    await settled();
    expect(state().nextMessageAt).toBeNull();
    const sent = Date.now();
    await vi.advanceTimersByTimeAsync(5000);
    socket.hears('room_rules', { streamId: 's1', rules: { ...RULES, slowModeSeconds: 30 } });
    expect(state().nextMessageAt).toBe(sent + 30_000);
  });

  test('a refusal of the slow mode says how long it lasts', async () => {
    socket.answers.chat_message = () =>
      Promise.reject(new NioError({ error: 'slow_mode', retryAfterMs: 4000 }));
    room.send('one');
    await settled();
    expect(state().nextMessageAt).toBe(Date.now() + 4000);
  });

  test('moderators are not slowed down', async () => {
    socket.hears('room_state', {
      streamId: 's1',
      rules: RULES,
      pinned: null,
      self: { ...SELF, role: 'moderator' },
    });
    room.send('one');
    await settled();
    expect(state().nextMessageAt).toBeNull();
  });

  test('moderators hear who may not write, and who may again', () => {
    const [vera, oleg] = [user('vera'), user('oleg')];
    socket.hears('user_banned', { streamId: 's1', person: vera, until: null });
    socket.hears('user_banned', { streamId: 's1', person: oleg, until: '2026-01-01T11:00:00Z' });
    socket.hears('user_unbanned', { streamId: 's1', person: vera });
    expect([...state().sanctions]).toEqual([['oleg', '2026-01-01T11:00:00Z']]);
  });

  test('who is banned is out, and stays out', async () => {
    socket.hears('room_banned', { streamId: 's1' });
    await cut();
    await back();
    expect(state().phase).toBe('banned');
    expect(socket.count('stream_join')).toBe(1);
  });

  test('reactions are handed on as they come', () => {
    const heard: unknown[] = [];
    room.onReactions((reactions) => heard.push(...reactions));
    socket.hears('reaction', { streamId: 's1', reactions: [{ emoji: '🔥', count: 3 }] });
    expect(heard).toEqual([{ emoji: '🔥', count: 3 }]);
  });

  test.each([
    ['banned', 'banned'],
    ['forbidden', 'failed'],
  ])('%s at the door: %s', async (error, phase) => {
    await cut();
    socket.answers.stream_join = () => Promise.reject(new NioError({ error }));
    await back();
    expect(state().phase).toBe(phase);
  });
});

describe('writing', () => {
  const sent = () =>
    socket.said.flatMap(([event, payload]) => (event === 'chat_message' ? [payload] : []));

  test('is shown at once and settled by the answer', async () => {
    room.start();
    await settled();
    room.send('hello');
    expect(state().chat.outbox).toMatchObject([{ text: 'hello', status: 'pending' }]);
    await settled();
    expect(state().chat.outbox).toEqual([]);
    expect(state().chat.lines).toMatchObject([{ text: 'hello' }]);
  });

  test('without a connection waits for it, in order, as the same messages', async () => {
    room.start();
    await settled();
    await cut();
    room.send('one');
    room.send('two');
    await settled();
    const ids = state().chat.outbox.map((m) => m.clientMessageId);
    await back();
    expect(sent().map((m) => m.text)).toEqual(['one', 'two']);
    expect(sent().map((m) => m.clientMessageId)).toEqual(ids);
    expect(state().chat.outbox).toEqual([]);
  });

  test('an answer lost in a cut is asked for again under the same id', async () => {
    room.start();
    await settled();
    socket.answers.chat_message = () => {
      socket.state.set('reconnecting');
      return Promise.reject(NioError.offline());
    };
    room.send('once');
    await settled();
    socket.answers.chat_message = ({ clientMessageId }) => ({
      message: message(7, { clientMessageId }),
    });
    await back();
    expect(new Set(sent().map((m) => m.clientMessageId)).size).toBe(1);
    expect(state().chat.lines).toHaveLength(1);
  });

  test('what is too old to be of interest is not sent by surprise', async () => {
    room.start();
    await settled();
    await cut();
    room.send('stale');
    vi.setSystemTime(Date.now() + 61_000);
    await back();
    expect(sent()).toEqual([]);
    expect(state().chat.outbox).toMatchObject([{ status: 'failed' }]);
  });

  test('what was deleted before its answer came through is not sent again', async () => {
    room.start();
    await settled();
    socket.answers.chat_message = () => Promise.reject(new NioError({ error: 'not_found' }));
    room.send('gone');
    await settled();
    expect(state().chat.outbox).toEqual([]);
  });

  test('a refusal is for the writer to decide', async () => {
    room.start();
    await settled();
    socket.answers.chat_message = () => Promise.reject(new NioError({ error: 'slow_down' }));
    room.send('fast');
    await settled();
    const [failed] = state().chat.outbox;
    expect(failed).toMatchObject({ status: 'failed', error: { error: 'slow_down' } });
    socket.answers.chat_message = ({ clientMessageId }) => ({
      message: message(8, { clientMessageId }),
    });
    room.retry(failed!.clientMessageId);
    await settled();
    expect(state().chat.outbox).toEqual([]);
  });
});

describe('the streamer', () => {
  beforeEach(async () => {
    socket.answers.stream_join = () => joinAnswer({ role: 'streamer', peers: ['v1', 'v2'] });
    room.start();
    await settled();
  });

  test('hears who is there', () => {
    expect(signals).toMatchObject([{ type: 'joined', peers: ['v1', 'v2'] }]);
  });

  test('tells every ten seconds that it lives', async () => {
    await vi.advanceTimersByTimeAsync(30_000);
    expect(socket.count('stream_heartbeat')).toBe(3);
  });

  test('joins again when the server has forgotten', async () => {
    socket.answers.stream_heartbeat = () => Promise.reject(new NioError({ error: 'not_joined' }));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(socket.count('stream_join')).toBe(2);
  });

  test('stays away when another page has taken over', async () => {
    socket.hears('stream_replaced', { streamId: 's1' });
    await cut();
    await back();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(state().phase).toBe('replaced');
    expect(socket.count('stream_join')).toBe(1);
    expect(socket.count('stream_heartbeat')).toBe(0);
  });
});

test('the end is the end', async () => {
  room.start();
  await settled();
  const over = stream({ status: 'ended', endReason: 'ended_by_streamer' });
  socket.hears('stream_ended', { streamId: 's1', reason: 'ended_by_streamer', stream: over });
  await cut();
  await back();
  expect(state()).toMatchObject({ phase: 'ended', stream: over });
  expect(socket.count('stream_join')).toBe(1);
});

test('older chat is loaded a page at a time', async () => {
  room.start();
  await settled();
  socket.hears('chat_history', historyOf(51, 100, { hasMore: true }));
  page.mockResolvedValue({ messages: messages(1, 50), hasMore: false });
  await Promise.all([room.loadOlder(), room.loadOlder()]);
  await room.loadOlder();
  expect(page).toHaveBeenCalledTimes(1);
  expect(state().chat).toMatchObject({ lines: messages(1, 100), hasOlder: false });
});
