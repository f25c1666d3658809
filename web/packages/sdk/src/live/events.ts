/** The `/live` namespace in types and parsers: one entry per event, in the order of `docs/protocols/live.md`. */
import {
  CATEGORIES,
  type ChatMessage,
  type ConnectionId,
  type IceServer,
  type PeerId,
  type ResumeToken,
  type Stream,
} from '../model.js';
import {
  boolean,
  branded,
  listOf,
  nullable,
  number,
  object,
  oneOf,
  string,
  withDefault,
  type Parsed,
  type Parser,
} from '../socket/parse.js';

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

const person = object({ id: string, nickname: string });

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
});

const chatMessage: Parser<ChatMessage> = object({
  id: string,
  streamId: string,
  clientMessageId: withDefault(string, ''),
  author: object({
    id: string,
    nickname: string,
    role: oneOf(['streamer', 'viewer'], 'viewer'),
  }),
  text: string,
  replyTo: nullable(object({ id: string, author: person, text: string })),
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
  chat_history: object({ streamId: string, messages: listOf(chatMessage), hasMore: boolean }),
  chat_message: chatMessage,
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
  rtc_offer: nothing,
  rtc_answer: nothing,
  rtc_candidate: nothing,
  rtc_retry: nothing,
  topology_prefer: nothing,
  topology_ready: nothing,
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
export interface ClientEvents {
  readonly stream_join: {
    readonly streamId: string;
    readonly resumeToken?: ResumeToken;
    readonly role?: 'viewer';
  };
  readonly stream_leave: Record<string, never>;
  readonly stream_heartbeat: Record<string, never>;
  readonly chat_message: {
    readonly text: string;
    readonly clientMessageId: string;
    readonly replyTo?: string;
  };
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
