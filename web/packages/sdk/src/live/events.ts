/** The `/live` namespace in types and parsers: one entry per event, in the order of `docs/protocols/live.md` and `room.md`. */
import {
  CATEGORIES,
  ROLES,
  type Ban,
  type ChatLine,
  type ChatMessage,
  type ConnectionId,
  type IceServer,
  type PeerId,
  type Reaction,
  type ResumeToken,
  type RoomSelf,
  type Rules,
  type Stream,
  type SystemEvents,
  type SystemMessage,
} from '../model.js';
import {
  boolean,
  branded,
  listOf,
  nullable,
  number,
  object,
  oneOf,
  ParseError,
  string,
  withDefault,
  type Parsed,
  type Parser,
} from '../socket/parse.js';
import { person } from '../socket/person.js';
import { giftAcknowledgements, giftEvents, type GiftRequests } from './gifts.js';

/**
 * How media reaches the viewers: from the streamer directly, through the server, or not at all because all places are
 * taken.
 */
export type TopologyMode = 'p2p' | 'sfu' | 'full';

/** The streamer's choice: through the server always, or when it is of use. */
export type TopologyPreference = 'auto' | 'sfu';

/** Candidate as `RTCPeerConnection` gives and takes it; `null` says there are no more. */
export interface Candidate {
  readonly candidate: string;
  readonly sdpMid: string | null;
  readonly sdpMLineIndex: number | null;
  readonly usernameFragment: string | null;
}

const END_REASONS = ['ended_by_streamer', 'streamer_lost', 'ended_by_admin'] as const;

const stream: Parser<Stream> = object({
  id: string,
  title: string,
  description: withDefault(string, ''),
  category: oneOf(CATEGORIES, 'other'),
  status: oneOf(['live', 'ended']),
  streamer: person,
  streamerOnline: boolean,
  viewerCount: number,
  peakViewers: number,
  messageCount: number,
  startedAt: string,
  endedAt: nullable(string),
  endReason: nullable(oneOf(END_REASONS, 'ended_by_streamer')),
  previewUrl: nullable(string),
  tags: withDefault(listOf(string), []),
});

const chatMessage: Parser<ChatMessage> = object({
  kind: withDefault(oneOf(['text']), 'text'),
  id: string,
  streamId: string,
  clientMessageId: withDefault(string, ''),
  author: object({
    id: string,
    nickname: string,
    avatarUrl: nullable(string),
    role: oneOf(ROLES, 'viewer'),
  }),
  text: string,
  mentions: withDefault(listOf(person), []),
  replyTo: nullable(object({ id: string, author: person, text: string })),
  createdAt: string,
});

const rules: Parser<Rules> = object({
  slowModeSeconds: number,
  followersOnlyMinutes: nullable(number),
  emotesOnly: boolean,
  linksAllowed: boolean,
});

const sanction = object({ person, by: person, seconds: nullable(number) });

const systemEvents: { readonly [E in keyof SystemEvents]: Parser<SystemEvents[E]> } = {
  joined: object({ person }),
  gift: object({
    person,
    giftType: string,
    count: number,
    coins: number,
    comboId: nullable(string),
  }),
  followed: object({ person }),
  timed_out: sanction,
  banned: sanction,
  unbanned: sanction,
  rules_changed: object({ by: person, rules }),
  pinned: object({ by: person, messageId: string }),
  milestone: object({ what: oneOf(['viewers', 'coins', 'hour']), value: number }),
};

const systemHead = object({
  kind: oneOf(['system']),
  id: string,
  streamId: string,
  event: oneOf(Object.keys(systemEvents) as (keyof SystemEvents)[]),
  createdAt: string,
});

const systemMessage: Parser<SystemMessage> = (value, path) => {
  const head = systemHead(value, path);
  const { data } = object({ data: systemEvents[head.event] })(value, path);
  return { ...head, data } as SystemMessage;
};

/** Lines of the chat; what only a newer server tells is left out, and the rest of the page stays. */
export const chatLines: Parser<readonly ChatLine[]> = (value, path = '') => {
  const kinds = listOf(object({ kind: withDefault(string, 'text') }))(value, path);
  return (value as unknown[]).flatMap((line, index): ChatLine[] => {
    const at = `${path}[${index}]`;
    if (kinds[index]?.kind === 'text') return [chatMessage(line, at)];
    try {
      return [systemMessage(line, at)];
    } catch (cause) {
      if (cause instanceof ParseError) return [];
      throw cause;
    }
  });
};

const self: Parser<RoomSelf> = object({
  role: oneOf(ROLES, 'viewer'),
  canWrite: boolean,
  why: nullable(oneOf(['login_required', 'timed_out', 'followers_only', 'blocked'], 'blocked')),
  until: nullable(string),
});

const ban: Parser<Ban> = object({
  person,
  by: person,
  until: nullable(string),
  reason: nullable(string),
  createdAt: string,
});

const peerId = branded<PeerId>();
const connectionId = branded<ConnectionId>();
const mode = oneOf(['p2p', 'sfu', 'full'] satisfies TopologyMode[], 'p2p');

/** The sizes of the picture to send to the server; all when it does not say. */
const rids = nullable(listOf(string));

const description = object({ peerId, connectionId, sdp: string });

const candidate: Parser<Candidate> = object({
  candidate: string,
  sdpMid: nullable(string),
  sdpMLineIndex: nullable(number),
  usernameFragment: nullable(string),
});

const iceServer: Parser<IceServer> = (value, path) => {
  const { urls, username, credential } = object({
    urls: listOf(string),
    username: nullable(string),
    credential: nullable(string),
  })(value, path);
  return {
    urls: [...urls],
    ...(username === null ? {} : { username }),
    ...(credential === null ? {} : { credential }),
  };
};

/** Parsers of everything the server says on its own. */
export const serverEvents = {
  chat_history: object({
    streamId: string,
    messages: chatLines,
    hasMore: boolean,
    resumed: withDefault(boolean, false),
    deletedIds: withDefault(listOf(string), []),
  }),
  chat_message: chatMessage,
  system_message: systemMessage,
  room_state: object({ streamId: string, rules, pinned: nullable(chatMessage), self }),
  message_deleted: object({
    streamId: string,
    messageIds: listOf(string),
    userId: nullable(string),
  }),
  user_banned: object({ streamId: string, person, until: nullable(string) }),
  user_unbanned: object({ streamId: string, person }),
  room_banned: object({ streamId: string }),
  room_rules: object({ streamId: string, rules }),
  message_pinned: object({ streamId: string, message: nullable(chatMessage) }),
  reaction: object({
    streamId: string,
    reactions: listOf(object({ emoji: string, count: number })),
  }),
  stream_state: object({ stream }),
  viewer_count: object({ streamId: string, count: number }),
  stream_ended: object({
    streamId: string,
    reason: oneOf(END_REASONS, 'ended_by_streamer'),
    stream,
  }),
  stream_replaced: object({ streamId: string }),
  topology: object({ mode }),
  publish: object({ active: boolean, rids }),
  rtc_peer: object({ peerId, action: oneOf(['join', 'leave', 'retry']) }),
  rtc_offer: description,
  rtc_answer: description,
  rtc_candidate: object({ peerId, connectionId, candidate: nullable(candidate) }),
  ...giftEvents,
} as const;

/** Server → client: name of the event to its payload. */
export type ServerEvents = { [E in keyof typeof serverEvents]: Parsed<(typeof serverEvents)[E]> };

const nothing = object({});

/** Parsers of the acknowledgements of everything a client may say. */
export const acknowledgements = {
  stream_join: object({
    role: oneOf(['streamer', 'viewer']),
    peerId,
    resumeToken: branded<ResumeToken>(),
    stream,
    topology: object({ mode, publish: withDefault(boolean, false), rids }),
    iceServers: withDefault(listOf(iceServer), []),
    viewerCount: number,
    peers: withDefault(listOf(peerId), []),
  }),
  stream_leave: nothing,
  stream_heartbeat: nothing,
  chat_message: object({ message: chatMessage }),
  reaction: nothing,
  message_delete: nothing,
  messages_clear: object({ count: withDefault(number, 0) }),
  user_ban: object({ ban }),
  user_unban: nothing,
  message_pin: nothing,
  room_rules: object({ rules }),
  rtc_offer: nothing,
  rtc_answer: nothing,
  rtc_candidate: nothing,
  rtc_retry: nothing,
  topology_prefer: nothing,
  topology_ready: nothing,
  ...giftAcknowledgements,
} as const;

/** Client → server: name of the event to what its acknowledgement holds on success. */
export type Acknowledgements = {
  [E in keyof typeof acknowledgements]: Parsed<(typeof acknowledgements)[E]>;
};

interface Description {
  readonly peerId: PeerId;
  readonly connectionId: ConnectionId;
  readonly sdp: string;
}

/** Client → server: name of the event to its payload. */
export interface ClientEvents extends GiftRequests {
  readonly stream_join: {
    readonly streamId: string;
    readonly resumeToken?: ResumeToken;
    /** The last stored line that is known; what came after it is told. */
    readonly lastMessageId?: string;
    readonly role?: 'viewer';
  };
  readonly stream_leave: Record<string, never>;
  readonly stream_heartbeat: Record<string, never>;
  readonly chat_message: {
    readonly text: string;
    readonly clientMessageId: string;
    readonly replyTo?: string;
  };
  readonly reaction: { readonly emoji: Reaction };
  readonly message_delete: { readonly messageId: string };
  readonly messages_clear: { readonly userId: string };
  readonly user_ban: {
    readonly userId: string;
    readonly durationSeconds?: number;
    readonly reason?: string;
  };
  readonly user_unban: { readonly userId: string };
  readonly message_pin: { readonly messageId: string | null };
  readonly room_rules: Partial<Rules>;
  readonly rtc_offer: Description;
  readonly rtc_answer: Description;
  readonly rtc_candidate: {
    readonly peerId: PeerId;
    readonly connectionId: ConnectionId;
    readonly candidate: Candidate | null;
  };
  readonly rtc_retry: Record<string, never>;
  readonly topology_prefer: { readonly mode: TopologyPreference };
  readonly topology_ready: { readonly mode: 'p2p' | 'sfu' };
}
