import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import type { Caller } from './api';

/** How often a streamer says that it is there. */
const HEARTBEAT_MS = 10_000;
/** So many gifts of one sender wait for their answers at once. */
const UNDER_WAY = 8;

/** A gift to give, however often it has to be asked for. */
export interface Order {
  readonly giftType: string;
  readonly count: number;
  readonly idempotencyKey: string;
}

/** What the server makes of it, as far as these tests look. */
export interface Gift {
  readonly id: string;
  readonly giftType: string;
  readonly count: number;
  readonly coins: number;
  readonly beans: number;
  readonly sender: { readonly id: string };
}

type Answer = { readonly ok: false; readonly error: string } | { readonly ok: true };

/** Somebody's connection to a room, gone for good when it is cut. */
class Place {
  protected constructor(protected readonly socket: Socket) {}

  get connected(): boolean {
    return this.socket.connected;
  }

  /** Resolves when the connection is cut. */
  async cut(): Promise<void> {
    if (!this.socket.connected) return;
    await new Promise<void>((resolve) => this.socket.once('disconnect', () => resolve()));
  }

  leave(): void {
    this.socket.disconnect();
  }

  protected static async open(url: string, { token }: Caller, streamId: string): Promise<Socket> {
    const socket = io(`${url}/live`, {
      auth: { token },
      forceNew: true,
      // Who comes back comes back as a new page does; the test says when.
      reconnection: false,
      transports: ['websocket'],
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    const answer = (await socket.emitWithAck('stream_join', { streamId })) as Answer;
    if (!answer.ok) throw new Error(`Joining is answered with ${answer.error}.`);
    return socket;
  }
}

/** A streamer who is there and says so, and sends no media. */
export class Presence extends Place {
  static async join(url: string, streamer: Caller, streamId: string): Promise<Presence> {
    const presence = new Presence(await Place.open(url, streamer, streamId));
    const { socket } = presence;
    const beat = setInterval(() => socket.emit('stream_heartbeat', {}), HEARTBEAT_MS);
    socket.once('disconnect', () => clearInterval(beat));
    return presence;
  }
}

/** A sender's place in the room. */
export class GiverPlace extends Place {
  static async join(url: string, giver: Caller, streamId: string): Promise<GiverPlace> {
    return new GiverPlace(await Place.open(url, giver, streamId));
  }

  /** The gift, or `null` when nobody knows what became of it. */
  async give(order: Order): Promise<Gift | null> {
    let answer: Answer;
    try {
      answer = (await this.socket.emitWithAck('gift_send', order)) as Answer;
    } catch (cause) {
      if (this.socket.connected) throw cause;
      return null;
    }
    if (answer.ok) return (answer as unknown as { gift: Gift }).gift;
    // The server that has lost its database, in the moment before it is gone itself.
    if (answer.error === 'internal') return null;
    throw new Error(`A gift is refused with ${answer.error}.`);
  }
}

/** Somebody with coins and a plan what to give for them. */
export class Giver {
  /** Key of the order → what the server said it is. */
  readonly acknowledged = new Map<string, Gift>();
  /** Keys of all that was ever asked for. */
  readonly asked = new Set<string>();
  #place: GiverPlace | null = null;

  constructor(
    readonly caller: Caller,
    /** What was bought. */
    readonly coins: number,
    readonly orders: readonly Order[],
  ) {}

  /** Asked for, and no answer yet. */
  get unanswered(): number {
    return this.asked.size - this.acknowledged.size;
  }

  async join(url: string, streamId: string): Promise<void> {
    this.#place = await GiverPlace.join(url, this.caller, streamId);
  }

  leave(): void {
    this.#place?.leave();
  }

  /** Asks for everything that has no answer, first what was asked for before. Ends when all have one or the line is cut. */
  async give(acknowledged: () => void): Promise<void> {
    const place = this.#place;
    if (place === null) throw new Error('Not in the room.');
    const waiting = this.orders.filter(({ idempotencyKey }) => !this.acknowledged.has(idempotencyKey));
    const inTurn = async (): Promise<void> => {
      while (place.connected) {
        const order = waiting.shift();
        if (order === undefined) return;
        this.asked.add(order.idempotencyKey);
        const gift = await place.give(order);
        if (gift === null) continue;
        this.acknowledged.set(order.idempotencyKey, gift);
        acknowledged();
      }
    };
    await Promise.all(Array.from({ length: UNDER_WAY }, inTurn));
  }

  /** Asks for everything once more; tells the gifts in the order of the plan. */
  async repeat(): Promise<readonly (Gift | null)[]> {
    const place = this.#place;
    if (place === null) throw new Error('Not in the room.');
    return Promise.all(this.orders.map((order) => place.give(order)));
  }
}

/** Many senders in one room at once. */
export class GiftStorm {
  #watch: { count: number; reached: () => void } | null = null;

  constructor(readonly givers: readonly Giver[]) {}

  get acknowledged(): readonly Gift[] {
    return this.givers.flatMap((giver) => [...giver.acknowledged.values()]);
  }

  get orders(): readonly Order[] {
    return this.givers.flatMap((giver) => giver.orders);
  }

  get unanswered(): number {
    return this.givers.reduce((sum, giver) => sum + giver.unanswered, 0);
  }

  async join(url: string, streamId: string): Promise<void> {
    await Promise.all(this.givers.map((giver) => giver.join(url, streamId)));
  }

  leave(): void {
    for (const giver of this.givers) giver.leave();
  }

  /** Goes on until everything has an answer or every line is cut. */
  async rage(): Promise<void> {
    await Promise.all(this.givers.map((giver) => giver.give(() => this.#acknowledge())));
  }

  /** Resolves when `more` gifts more than now are acknowledged. */
  acknowledging(more: number): Promise<void> {
    return new Promise((resolve) => {
      this.#watch = { count: more, reached: resolve };
    });
  }

  #acknowledge(): void {
    const watch = this.#watch;
    if (watch !== null && --watch.count === 0) {
      this.#watch = null;
      watch.reached();
    }
  }
}

/** A plan of gifts of several kinds and counts, the same for the same `seed`, with keys of their own. */
export function plan(size: number, seed: number, giftTypes: readonly string[]): readonly Order[] {
  return Array.from({ length: size }, (_, i) => ({
    giftType: giftTypes[(i + seed) % giftTypes.length] ?? 'rose',
    count: 1 + ((i * 7 + seed) % 3),
    idempotencyKey: randomUUID(),
  }));
}
