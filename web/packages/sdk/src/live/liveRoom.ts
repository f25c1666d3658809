import { backoffMs } from '../backoff.js';
import { NioError } from '../error.js';
import type { Streams } from '../http/client.js';
import type { ChatMessage, ResumeToken } from '../model.js';
import { randomId } from '../randomId.js';
import type { Signaling, SignalingEvent } from '../rtc/signaling.js';
import type { Session } from '../session/session.js';
import { Emitter, Store, type Readable } from '../store.js';
import { CHAT_MAX, type ChatAction } from './chatLog.js';
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
  readonly #closers: (() => void)[] = [];
  #resume: { token: ResumeToken; userId: string | null } | null = null;
  /** Counts connections: answers that belong to an earlier one are dropped. */
  #epoch = 0;
  #joinAttempt = 0;
  #joinTimer: ReturnType<typeof setTimeout> | undefined;
  #heartbeat: ReturnType<typeof setInterval> | undefined;
  #flushing = false;
  #filling = false;
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
  send(text: string, replyTo: ChatMessage['replyTo'] = null): void {
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

  /** Loads the page of chat before the first message here. Resolves when done, also when it did not work. */
  async loadOlder(): Promise<void> {
    const { chat, loadingOlder } = this.#state.getSnapshot();
    const before = chat.messages[0]?.id;
    if (loadingOlder || !chat.hasOlder || before === undefined) return;
    if (chat.messages.length >= CHAT_MAX) return;
    this.#dispatch({ type: 'loading_older', loading: true });
    try {
      await this.#page(before);
    } catch {
      // Scrolling up again asks again.
    } finally {
      this.#dispatch({ type: 'loading_older', loading: false });
    }
  }

  #listen(): void {
    const { socket, streamId } = this.#options;
    this.#closers.push(
      socket.on('chat_history', (page) => {
        if (page.streamId !== streamId) return;
        this.#chat({
          type: 'history',
          page: { messages: [...page.messages], hasMore: page.hasMore },
        });
        void this.#fillGap();
      }),
      socket.on('chat_message', (message) => {
        if (message.streamId === streamId) this.#chat({ type: 'message', message });
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
    try {
      const joined = await socket.request('stream_join', {
        streamId,
        ...(resumeToken === undefined ? {} : { resumeToken }),
        ...(role === undefined ? {} : { role }),
      });
      if (epoch !== this.#epoch) return;
      this.#joinAttempt = 0;
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

  #over(action: RoomAction & { type: 'ended' | 'replaced' | 'not_found' | 'refused' }): void {
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
          this.#chat({ type: 'message', message });
          // Stored long ago and scrolled out of the list: the merge did not see it.
          this.#chat({ type: 'discard', clientMessageId });
        } catch (cause) {
          const error = asNioError(cause);
          // Stays pending; the next join sends it again and the server recognises it.
          if (error.error === 'offline') return;
          if (error.error === 'not_joined') {
            void this.#join();
            return;
          }
          this.#chat({ type: 'failed', clientMessageId, error });
        }
      }
    } finally {
      this.#flushing = false;
    }
  }

  /** Fetches what was said while the connection was cut, backwards until it meets what is known. */
  async #fillGap(): Promise<void> {
    if (this.#filling) return;
    this.#filling = true;
    try {
      let before = this.#gapAt();
      while (before !== null && !this.#closed) {
        await this.#page(before);
        const next = this.#gapAt();
        // A page that brings nothing new would be asked for for ever.
        before = next === before ? null : next;
      }
    } catch {
      // The hole stays marked; the next join tries again.
    } finally {
      this.#filling = false;
    }
  }

  #gapAt(): string | null {
    return this.#state.getSnapshot().chat.gapAt;
  }

  async #page(before: string): Promise<void> {
    const { streams, streamId } = this.#options;
    const page = await streams.messages(streamId, { before, limit: PAGE });
    this.#chat({ type: 'older', before, page });
  }

  #stopTimers(): void {
    clearTimeout(this.#joinTimer);
    clearInterval(this.#heartbeat);
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
