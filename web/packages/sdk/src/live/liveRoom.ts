import { backoffMs } from '../backoff.js';
import { NioError } from '../error.js';
import type { Streams } from '../http/client.js';
import type { Ban, Quote, Reaction, ResumeToken, Rules } from '../model.js';
import { randomId } from '../randomId.js';
import type { Signaling, SignalingEvent } from '../rtc/signaling.js';
import type { Session } from '../session/session.js';
import { Emitter, Store, type Readable } from '../store.js';
import { CHAT_MAX, isStored, type ChatAction } from './chatLog.js';
import type { ServerEvents } from './events.js';
import type { LiveSocket } from './liveSocket.js';
import { INITIAL_ROOM, isOver, roomReducer, type RoomAction, type RoomState } from './roomState.js';

/** Surroundings of a {@link LiveRoom}. */
export interface LiveRoomOptions {
  readonly streamId: string;
  /** Connected and closed by whoever made it; a room only listens and speaks. */
  readonly socket: Pick<LiveSocket, 'state' | 'on' | 'request'>;
  readonly streams: Pick<Streams, 'get' | 'messages'>;
  readonly session: Pick<Session, 'user'>;
  /** `viewer` for a streamer's page that only watches and chats, since another page or program sends. */
  readonly role?: 'viewer';
}

const HEARTBEAT_MS = 10_000;

/** A message that waited longer than this for the connection is not sent by surprise any more. */
const OUTBOX_PATIENCE_MS = 60_000;

/** Size of a page of older chat. */
const PAGE = 50;

/** How much is kept of what comes while the history is on its way. */
const HELD_MAX = 500;

/** How often the people of a room have reacted with an emoji, of late. */
export type ReactionCount = ServerEvents['reaction']['reactions'][number];

/**
 * One stream as seen by one page: who streams, how many watch, the chat, and the way for WebRTC to talk. After a cut it
 * joins again under the same peer id and catches up with the chat, so that no message is lost or doubled.
 *
 * @example
 * ```ts
 * const room = new LiveRoom({ streamId, socket, streams: nio.streams, session: nio.session });
 * room.state.subscribe(() => render(room.state.getSnapshot()));
 * room.start();
 * socket.connect();
 * ```
 */
export class LiveRoom {
  readonly #options: LiveRoomOptions;
  readonly #state = new Store<RoomState>(INITIAL_ROOM);
  readonly #signals = new Emitter<SignalingEvent>();
  readonly #reactions = new Emitter<readonly ReactionCount[]>();
  readonly #closers: (() => void)[] = [];
  #resume: { token: ResumeToken; userId: string | null } | null = null;
  /** Counts connections: answers that belong to an earlier one are dropped. */
  #epoch = 0;
  #joinAttempt = 0;
  #joinTimer: ReturnType<typeof setTimeout> | undefined;
  #heartbeat: ReturnType<typeof setInterval> | undefined;
  #flushing = false;
  /** What the chat heard since a join was asked for; `null` when the history is there. */
  #held: ChatAction[] | null = null;
  #closed = false;

  /** How {@link Broadcaster} and {@link Viewer} talk to each other. */
  readonly signaling: Signaling;

  constructor(options: LiveRoomOptions) {
    this.#options = options;
    const { socket } = options;
    this.signaling = {
      on: (listener) => this.#signals.on(listener),
      offer: (peerId, connectionId, sdp) =>
        socket.request('rtc_offer', { peerId, connectionId, sdp }),
      answer: (peerId, connectionId, sdp) =>
        socket.request('rtc_answer', { peerId, connectionId, sdp }),
      candidate: (peerId, connectionId, candidate) =>
        socket.request('rtc_candidate', { peerId, connectionId, candidate }),
      retry: () => socket.request('rtc_retry', {}),
      prefer: (mode) => socket.request('topology_prefer', { mode }),
      ready: (mode) => socket.request('topology_ready', { mode }),
    };
  }

  /** Everything to show, observable. */
  get state(): Readable<RoomState> {
    return this.#state;
  }

  /** Enters the room as soon as the socket is there; describes the stream even before. */
  start(): void {
    this.#listen();
    const { socket } = this.#options;
    this.#closers.push(
      socket.state.subscribe(() => {
        if (socket.state.getSnapshot() === 'online') void this.#join();
        else this.#cut();
      }),
    );
    if (socket.state.getSnapshot() === 'online') void this.#join();
    void this.#describe();
  }

  /** Leaves. The socket stays for other uses. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#epoch++;
    this.#stopTimers();
    for (const close of this.#closers) close();
    // When this fails there is no connection, which says as much.
    if (this.#state.getSnapshot().phase === 'joined') {
      this.#options.socket.request('stream_leave', {}).catch(() => undefined);
    }
  }

  /** Writes into the chat. Shown at once as pending; sent when there is a connection. */
  send(text: string, replyTo: Quote | null = null): void {
    this.#chat({
      type: 'send',
      message: {
        clientMessageId: randomId(),
        text,
        replyTo,
        createdAt: new Date().toISOString(),
        status: 'pending',
        error: null,
      },
    });
    void this.#flush();
  }

  /** Sends a failed message again, as the same message. */
  retry(clientMessageId: string): void {
    this.#chat({ type: 'retry', clientMessageId, createdAt: new Date().toISOString() });
    void this.#flush();
  }

  /** Forgets a failed message. */
  discard(clientMessageId: string): void {
    this.#chat({ type: 'discard', clientMessageId });
  }

  /** Loads the page of chat before the first line here. Resolves when done, also when it did not work. */
  async loadOlder(): Promise<void> {
    const { streams, streamId } = this.#options;
    const { chat, loadingOlder } = this.#state.getSnapshot();
    const before = chat.lines.find(isStored)?.id;
    if (loadingOlder || !chat.hasOlder || before === undefined) return;
    if (chat.lines.length >= CHAT_MAX) return;
    this.#dispatch({ type: 'loading_older', loading: true });
    try {
      const page = await streams.messages(streamId, { before, limit: PAGE });
      this.#chat({ type: 'older', before, page });
    } catch {
      // Scrolling up again asks again.
    } finally {
      this.#dispatch({ type: 'loading_older', loading: false });
    }
  }

  /** The person looks away from the chat, or at it again: what came meanwhile is marked as new. */
  look(away: boolean): void {
    this.#chat({ type: 'look', away });
  }

  /** Calls `listener` with every handful of reactions, one's own included, until the returned function is called. */
  onReactions(listener: (reactions: readonly ReactionCount[]) => void): () => void {
    return this.#reactions.on(listener);
  }

  /** Shows everybody a reaction. Rejects with `timed_out`, `slow_down` and the like. */
  async react(emoji: Reaction): Promise<void> {
    await this.#options.socket.request('reaction', { emoji });
  }

  /** Deletes a message: one's own, or as a moderator anybody's. */
  async deleteMessage(messageId: string): Promise<void> {
    await this.#options.socket.request('message_delete', { messageId });
  }

  /** Deletes all of a person's messages in this stream; moderators only. Resolves to how many there were. */
  async clearMessages(userId: string): Promise<number> {
    return (await this.#options.socket.request('messages_clear', { userId })).count;
  }

  /** Bans somebody from the room, or with `durationSeconds` (10–86 400) keeps them from writing; moderators only. */
  async ban(
    userId: string,
    terms: { readonly durationSeconds?: number; readonly reason?: string } = {},
  ): Promise<Ban> {
    return (await this.#options.socket.request('user_ban', { userId, ...terms })).ban;
  }

  /** Ends a ban or a time-out; moderators only. */
  async unban(userId: string): Promise<void> {
    await this.#options.socket.request('user_unban', { userId });
  }

  /** Pins a message above the chat, in place of another; `null` takes it away. Moderators only. */
  async pin(messageId: string | null): Promise<void> {
    await this.#options.socket.request('message_pin', { messageId });
  }

  /** Changes some of the rules; moderators only. */
  async changeRules(rules: Partial<Rules>): Promise<Rules> {
    return (await this.#options.socket.request('room_rules', rules)).rules;
  }

  #listen(): void {
    const { socket, streamId } = this.#options;
    this.#closers.push(
      socket.on('chat_history', ({ streamId: of, ...page }) => {
        if (of !== streamId) return;
        this.#chat({ type: 'history', page });
        this.#release();
      }),
      socket.on('chat_message', (line) => {
        if (line.streamId === streamId) this.#heard({ type: 'line', line });
      }),
      socket.on('system_message', (line) => {
        if (line.streamId === streamId) this.#heard({ type: 'line', line });
      }),
      socket.on('message_deleted', ({ streamId: of, messageIds, userId }) => {
        if (of === streamId) this.#heard({ type: 'deleted', ids: messageIds, userId });
      }),
      socket.on('room_state', ({ streamId: of, ...state }) => {
        if (of === streamId) this.#dispatch({ type: 'room_state', ...state });
      }),
      socket.on('room_rules', (event) => {
        if (event.streamId === streamId) this.#dispatch({ type: 'rules', rules: event.rules });
      }),
      socket.on('message_pinned', (event) => {
        if (event.streamId !== streamId) return;
        this.#dispatch({ type: 'pinned', message: event.message });
      }),
      socket.on('user_banned', ({ streamId: of, person, until }) => {
        if (of === streamId) this.#dispatch({ type: 'sanctioned', personId: person.id, until });
      }),
      socket.on('user_unbanned', ({ streamId: of, person }) => {
        if (of === streamId) this.#dispatch({ type: 'pardoned', personId: person.id });
      }),
      socket.on('room_banned', (event) => {
        if (event.streamId === streamId) this.#over({ type: 'banned' });
      }),
      socket.on('reaction', (event) => {
        if (event.streamId === streamId) this.#reactions.emit(event.reactions);
      }),
      socket.on('stream_state', ({ stream }) => {
        if (stream.id !== streamId) return;
        this.#dispatch({ type: 'stream', stream });
        this.#signals.emit({ type: 'streamer', online: stream.streamerOnline });
      }),
      socket.on('viewer_count', (event) => {
        if (event.streamId === streamId) this.#dispatch({ type: 'viewers', count: event.count });
      }),
      socket.on('stream_ended', (event) => {
        if (event.streamId === streamId) this.#over({ type: 'ended', stream: event.stream });
      }),
      socket.on('stream_replaced', (event) => {
        if (event.streamId === streamId) this.#over({ type: 'replaced' });
      }),
      socket.on('topology', ({ mode }) => {
        this.#dispatch({ type: 'topology', mode });
        this.#signals.emit({ type: 'topology', mode });
      }),
      socket.on('publish', (event) => this.#signals.emit({ type: 'publish', ...event })),
      socket.on('rtc_peer', (event) => this.#signals.emit({ type: 'peer', ...event })),
      socket.on('rtc_offer', (event) => this.#signals.emit({ type: 'offer', ...event })),
      socket.on('rtc_answer', (event) => this.#signals.emit({ type: 'answer', ...event })),
      socket.on('rtc_candidate', (event) => this.#signals.emit({ type: 'candidate', ...event })),
    );
  }

  /** The first look, by REST: there before the socket is, and the only one when the stream is over. */
  async #describe(): Promise<void> {
    const { streams, streamId } = this.#options;
    for (let attempt = 0; !this.#closed; attempt++) {
      try {
        const stream = await streams.get(streamId);
        if (stream.status === 'ended') this.#over({ type: 'ended', stream });
        else this.#dispatch({ type: 'described', stream });
        return;
      } catch (cause) {
        if (cause instanceof NioError && cause.status === 404) {
          this.#over({ type: 'not_found' });
          return;
        }
        if (this.#state.getSnapshot().stream !== null) return;
        await new Promise((resolve) => setTimeout(resolve, backoffMs(attempt)));
      }
    }
  }

  async #join(): Promise<void> {
    const { socket, streamId, session, role } = this.#options;
    if (isOver(this.#state.getSnapshot().phase)) return;
    clearTimeout(this.#joinTimer);
    const epoch = ++this.#epoch;
    const userId = session.user?.id ?? null;
    // A token belongs to its account; somebody else starts as a new peer.
    const resumeToken = this.#resume?.userId === userId ? this.#resume.token : undefined;
    const lastMessageId = this.#state.getSnapshot().chat.lines.findLast(isStored)?.id;
    // What is heard before the history would be taken for a part of what was there before the cut.
    this.#held = [];
    try {
      const joined = await socket.request('stream_join', {
        streamId,
        ...(resumeToken === undefined ? {} : { resumeToken }),
        ...(lastMessageId === undefined ? {} : { lastMessageId }),
        ...(role === undefined ? {} : { role }),
      });
      if (epoch !== this.#epoch) return;
      this.#joinAttempt = 0;
      this.#release();
      this.#resume = { token: joined.resumeToken, userId };
      this.#dispatch({
        type: 'joined',
        stream: joined.stream,
        role: joined.role,
        peerId: joined.peerId,
        topology: joined.topology.mode,
        viewerCount: joined.viewerCount,
      });
      this.#signals.emit({
        type: 'joined',
        peerId: joined.peerId,
        mode: joined.topology.mode,
        streamerOnline: joined.stream.streamerOnline,
        peers: joined.peers,
        publish: joined.topology.publish,
        rids: joined.topology.rids,
        iceServers: joined.iceServers,
      });
      if (joined.role === 'streamer') this.#beat();
      void this.#flush();
    } catch (cause) {
      if (epoch === this.#epoch) this.#notJoined(asNioError(cause));
    }
  }

  #notJoined(error: NioError): void {
    switch (error.error) {
      case 'not_found':
        this.#over({ type: 'not_found' });
        return;
      case 'stream_ended':
        // The acknowledgement does not describe the stream; the look by REST does.
        void this.#describe();
        return;
      case 'banned':
        this.#over({ type: 'banned' });
        return;
      case 'forbidden':
      case 'account_disabled':
        this.#over({ type: 'refused', error });
        return;
      default:
        this.#joinTimer = setTimeout(
          () => void this.#join(),
          error.retryAfterMs ?? backoffMs(this.#joinAttempt++, { maxMs: 10_000 }),
        );
    }
  }

  #cut(): void {
    this.#epoch++;
    this.#stopTimers();
    this.#dispatch({ type: 'cut' });
    this.#signals.emit({ type: 'cut' });
  }

  #over(
    action: RoomAction & { type: 'ended' | 'replaced' | 'banned' | 'not_found' | 'refused' },
  ): void {
    this.#stopTimers();
    this.#dispatch(action);
  }

  /** Tells the server every 10 s that the streamer is there; joins again when the server has forgotten. */
  #beat(): void {
    clearInterval(this.#heartbeat);
    this.#heartbeat = setInterval(() => {
      this.#options.socket.request('stream_heartbeat', {}).catch((cause: unknown) => {
        if (asNioError(cause).error === 'not_joined') void this.#join();
      });
    }, HEARTBEAT_MS);
  }

  /** Sends what waits in the outbox, one after the other, so that the order stays. */
  async #flush(): Promise<void> {
    if (this.#flushing) return;
    this.#flushing = true;
    try {
      for (;;) {
        const { phase, chat } = this.#state.getSnapshot();
        const next = chat.outbox.find((message) => message.status === 'pending');
        if (phase !== 'joined' || next === undefined) return;
        const { clientMessageId } = next;
        if (Date.now() - Date.parse(next.createdAt) > OUTBOX_PATIENCE_MS) {
          this.#chat({ type: 'failed', clientMessageId, error: NioError.offline() });
          continue;
        }
        try {
          const { message } = await this.#options.socket.request('chat_message', {
            text: next.text,
            clientMessageId,
            ...(next.replyTo ? { replyTo: next.replyTo.id } : {}),
          });
          this.#chat({ type: 'line', line: message });
          // Stored long ago and scrolled out of the list: the merge did not see it.
          this.#chat({ type: 'discard', clientMessageId });
          this.#dispatch({ type: 'accepted', at: Date.now() });
        } catch (cause) {
          const error = asNioError(cause);
          // Stays pending; the next join sends it again and the server recognises it.
          if (error.error === 'offline') return;
          if (error.error === 'not_joined') {
            void this.#join();
            return;
          }
          if (error.error === 'not_found') {
            // Had been stored, and was deleted before the answer came through.
            this.#chat({ type: 'discard', clientMessageId });
            continue;
          }
          if (error.error === 'slow_mode' && error.retryAfterMs !== null) {
            this.#dispatch({ type: 'next_message', at: Date.now() + error.retryAfterMs });
          }
          this.#chat({ type: 'failed', clientMessageId, error });
        }
      }
    } finally {
      this.#flushing = false;
    }
  }

  #stopTimers(): void {
    clearTimeout(this.#joinTimer);
    clearInterval(this.#heartbeat);
  }

  /** Something the server says of the chat. */
  #heard(action: ChatAction): void {
    if (this.#held === null) this.#chat(action);
    else if (this.#held.length < HELD_MAX) this.#held.push(action);
  }

  #release(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const action of held) this.#chat(action);
  }

  #chat(action: ChatAction): void {
    this.#dispatch({ type: 'chat', action });
  }

  #dispatch(action: RoomAction): void {
    if (!this.#closed) this.#state.update((room) => roomReducer(room, action));
  }
}

function asNioError(cause: unknown): NioError {
  return cause instanceof NioError
    ? cause
    : new NioError({ error: 'unexpected', detail: String(cause), cause });
}
