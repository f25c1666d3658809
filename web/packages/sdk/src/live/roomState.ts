import type { NioError } from '../error.js';
import type { ChatMessage, PeerId, RoomSelf, Rules, Stream } from '../model.js';
import { chatReducer, EMPTY_CHAT, type ChatAction, type ChatLog } from './chatLog.js';
import type { TopologyMode } from './events.js';

/**
 * - `joining`: on the way in for the first time
 * - `joined`: everything arrives
 * - `rejoining`: was in, the connection is cut, on the way back
 * - `ended`: the stream is over
 * - `replaced`: another page of the same streamer sends the stream now
 * - `banned`: one is banned from this room
 * - `not_found`: there is no such stream
 * - `failed`: the server does not let us in; see {@link RoomState.error}
 */
export type RoomPhase =
  'joining' | 'joined' | 'rejoining' | 'ended' | 'replaced' | 'banned' | 'not_found' | 'failed';

/** Everything to show of one stream. */
export interface RoomState {
  readonly phase: RoomPhase;
  /** `null` until the first answer. */
  readonly stream: Stream | null;
  readonly role: 'streamer' | 'viewer' | null;
  readonly peerId: PeerId | null;
  readonly topology: TopologyMode;
  readonly viewerCount: number;
  readonly chat: ChatLog;
  readonly loadingOlder: boolean;
  /** How one may write here; `null` until the room has said. */
  readonly rules: Rules | null;
  readonly pinned: ChatMessage | null;
  /** What one may do here oneself; `null` until the room has said. */
  readonly self: RoomSelf | null;
  /** When the last message of this page was taken, in ms since 1970. */
  readonly acceptedAt: number | null;
  /** In slow mode, when the next message will be taken, in ms since 1970; `null` at once. */
  readonly nextMessageAt: number | null;
  /** People banned or timed out, as far as a moderator's page has heard: id → end, `null` for a ban. */
  readonly sanctions: ReadonlyMap<string, string | null>;
  /** Why the phase is `failed`. */
  readonly error: NioError | null;
}

/** What can happen to a {@link RoomState}. */
export type RoomAction =
  | { readonly type: 'described'; readonly stream: Stream }
  | {
      readonly type: 'joined';
      readonly stream: Stream;
      readonly role: 'streamer' | 'viewer';
      readonly peerId: PeerId;
      readonly topology: TopologyMode;
      readonly viewerCount: number;
    }
  | { readonly type: 'cut' }
  | { readonly type: 'stream'; readonly stream: Stream }
  | { readonly type: 'viewers'; readonly count: number }
  | { readonly type: 'topology'; readonly mode: TopologyMode }
  | { readonly type: 'ended'; readonly stream: Stream }
  | { readonly type: 'replaced' }
  | { readonly type: 'banned' }
  | {
      readonly type: 'room_state';
      readonly rules: Rules;
      readonly pinned: ChatMessage | null;
      readonly self: RoomSelf;
    }
  | { readonly type: 'rules'; readonly rules: Rules }
  | { readonly type: 'pinned'; readonly message: ChatMessage | null }
  /** The server took a message. */
  | { readonly type: 'accepted'; readonly at: number }
  | { readonly type: 'next_message'; readonly at: number }
  | { readonly type: 'sanctioned'; readonly personId: string; readonly until: string | null }
  | { readonly type: 'pardoned'; readonly personId: string }
  | { readonly type: 'not_found' }
  | { readonly type: 'refused'; readonly error: NioError }
  | { readonly type: 'loading_older'; readonly loading: boolean }
  | { readonly type: 'chat'; readonly action: ChatAction };

export const INITIAL_ROOM: RoomState = {
  phase: 'joining',
  stream: null,
  role: null,
  peerId: null,
  topology: 'p2p',
  viewerCount: 0,
  chat: EMPTY_CHAT,
  loadingOlder: false,
  rules: null,
  pinned: null,
  self: null,
  acceptedAt: null,
  nextMessageAt: null,
  sanctions: new Map(),
  error: null,
};

/** How many {@link RoomState.sanctions} are remembered. */
const SANCTIONS_MAX = 200;

/** Whether nothing more will come: the room may be left. */
export function isOver(phase: RoomPhase): boolean {
  switch (phase) {
    case 'ended':
    case 'replaced':
    case 'banned':
    case 'not_found':
    case 'failed':
      return true;
    case 'joining':
    case 'joined':
    case 'rejoining':
      return false;
  }
}

/** The room after `action`. What is over stays over, whatever arrives late. */
export function roomReducer(room: RoomState, action: RoomAction): RoomState {
  if (isOver(room.phase) && action.type !== 'chat' && action.type !== 'ended') {
    // Who is refused at the door would still know whose room it is.
    const unknown = room.stream === null && action.type === 'described';
    return unknown ? { ...room, stream: action.stream } : room;
  }
  switch (action.type) {
    case 'described':
      if (room.phase !== 'joining') return room;
      return { ...room, stream: action.stream, viewerCount: action.stream.viewerCount };
    case 'joined':
      return {
        ...room,
        phase: 'joined',
        stream: action.stream,
        role: action.role,
        peerId: action.peerId,
        topology: action.topology,
        viewerCount: action.viewerCount,
      };
    case 'cut':
      return room.phase === 'joined' ? { ...room, phase: 'rejoining' } : room;
    case 'stream':
      return { ...room, stream: action.stream };
    case 'viewers':
      return { ...room, viewerCount: action.count };
    case 'topology':
      return { ...room, topology: action.mode };
    case 'ended':
      return { ...room, phase: 'ended', stream: action.stream, viewerCount: 0 };
    case 'replaced':
    case 'banned':
    case 'not_found':
      return { ...room, phase: action.type };
    case 'room_state': {
      const { rules, pinned, self } = action;
      return { ...withRules({ ...room, self }, rules), pinned };
    }
    case 'rules':
      return withRules(room, action.rules);
    case 'pinned':
      return { ...room, pinned: action.message };
    case 'accepted':
      return { ...room, acceptedAt: action.at, nextMessageAt: nextAfter(room, action.at) };
    case 'next_message':
      return { ...room, nextMessageAt: action.at };
    case 'sanctioned': {
      const others = [...room.sanctions].filter(([id]) => id !== action.personId);
      const known = others.slice(-(SANCTIONS_MAX - 1));
      return { ...room, sanctions: new Map([...known, [action.personId, action.until]]) };
    }
    case 'pardoned':
      return {
        ...room,
        sanctions: new Map([...room.sanctions].filter(([id]) => id !== action.personId)),
      };
    case 'refused':
      return { ...room, phase: 'failed', error: action.error };
    case 'loading_older':
      return { ...room, loadingOlder: action.loading };
    case 'chat':
      return { ...room, chat: chatReducer(room.chat, action.action) };
  }
}

/** Slow mode counts from the last message that was taken, also when it is turned on, changed or off later. */
function withRules(room: RoomState, rules: Rules): RoomState {
  const next = { ...room, rules };
  if (rules.slowModeSeconds === 0) return { ...next, nextMessageAt: null };
  if (room.acceptedAt === null) return next;
  return { ...next, nextMessageAt: nextAfter(next, room.acceptedAt) };
}

function nextAfter({ rules, self }: RoomState, at: number): number | null {
  const seconds = self?.role === 'viewer' ? (rules?.slowModeSeconds ?? 0) : 0;
  return seconds === 0 ? null : at + seconds * 1000;
}
