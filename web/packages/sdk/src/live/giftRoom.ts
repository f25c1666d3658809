import { backoffMs } from '../backoff.js';
import { NioError } from '../error.js';
import type { Person, Supporter, User } from '../model.js';
import { randomId } from '../randomId.js';
import type { Session } from '../session/session.js';
import { Emitter, Store, type Readable } from '../store.js';
import { COMBO_MS, GIFT_COUNT_MAX, type Balance, type Gift, type GiftType } from './gifts.js';
import type { LiveRoom } from './liveRoom.js';
import type { LiveSocket } from './liveSocket.js';
import { isOver } from './roomState.js';

/** Surroundings of a {@link GiftRoom}. */
export interface GiftRoomOptions {
  readonly streamId: string;
  readonly socket: Pick<LiveSocket, 'on' | 'request'>;
  readonly room: Pick<LiveRoom, 'state'>;
  readonly session: Pick<Session, 'user'>;
  /** Asks anew what is true, after an answer that never came. */
  readonly fetchBalance: () => Promise<Balance>;
  /** Default: the time of the device. */
  readonly now?: () => number;
}

/** A gift to be shown. */
export interface ShownGift {
  readonly giftType: GiftType;
  /** Given by this page, and shown before the server said anything. */
  readonly mine: boolean;
  readonly sender: Person;
  /** How many of its combo so far, this one included. */
  readonly combo: number;
}

/** Everything to show of gifts but the gifts themselves. */
export interface GiftRoomState {
  /** What the server said last; `null` before. */
  readonly balance: Balance | null;
  /** Coins of gifts that have no answer yet: what can be spent is {@link Balance.coins} without these. */
  readonly pendingCoins: number;
  /** What a press of this page has grown to; `null` when none did lately. */
  readonly combo: { readonly giftType: GiftType; readonly count: number } | null;
  /** Why the last press, or what was gathered by it, did not become a gift; gone with the next press. */
  readonly refusal: NioError | null;
  /** Most generous first, at most three. */
  readonly supporters: readonly Supporter[];
  /** What the streamer got in this stream. */
  readonly earnedBeans: number;
}

/** Presses closer than this are one message. */
const GATHER_MS = 300;

/** What has no answer after this long is not sent by surprise any more. */
const PATIENCE_MS = 60_000;

/** So many messages may wait; whoever presses on is asked to wait. */
const WAITING_MAX = 20;

/** Own gifts the server may yet repeat. */
const KNOWN_MAX = 100;

interface Batch {
  readonly giftType: GiftType;
  readonly cost: number;
  readonly idempotencyKey: string;
  readonly since: number;
  count: number;
  /** It was sent, and may have arrived. */
  sent: boolean;
}

/** Refusals that say nothing about the gift: the same message is worth another try. */
const PASSING: ReadonlySet<string> = new Set([
  'offline',
  'timeout',
  'not_joined',
  'slow_down',
  'too_many_requests',
  'internal',
  'unexpected',
]);

/**
 * Gifts of one stream as seen by one page: those of others as they come, one's own at once.
 *
 * Presses are gathered for 300 ms and sent as one message with a key of its own. When its answer is lost with the
 * connection, the same message goes out again under the same key, so that it is paid for once, whatever became of the
 * first. The balance falls with the press and is put right by the answer.
 *
 * @example
 * ```ts
 * const gifts = new GiftRoom({ streamId, socket, room, session, fetchBalance });
 * gifts.onGift((gift) => animate(gift));
 * gifts.press('rose', 10);
 * ```
 */
export class GiftRoom {
  readonly #options: GiftRoomOptions;
  readonly #now: () => number;
  readonly #state = new Store<GiftRoomState>({
    balance: null,
    pendingCoins: 0,
    combo: null,
    refusal: null,
    supporters: [],
    earnedBeans: 0,
  });
  readonly #gifts = new Emitter<ShownGift>();
  readonly #retracted = new Emitter<ShownGift>();
  readonly #closers: (() => void)[] = [];
  /** Oldest first; the first may be on its way. */
  readonly #waiting: Batch[] = [];
  #gathering: Batch | null = null;
  #gatherTimer: ReturnType<typeof setTimeout> | undefined;
  #comboTimer: ReturnType<typeof setTimeout> | undefined;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;
  #sending = false;
  #closed = false;
  /** What the server said while something was on its way. */
  #pushed: Balance | null = null;
  /** Ids of own gifts that were shown with the press, newest last. */
  readonly #known = new Set<string>();
  /** Wakes whoever waits for the room. */
  #wake: (() => void) | null = null;

  constructor(options: GiftRoomOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    const { socket, room, streamId } = options;
    this.#closers.push(
      socket.on('gift', (gift) => {
        if (gift.streamId === streamId) this.#heard(gift);
      }),
      socket.on('balance', (balance) => {
        // What is on its way may be in it already or not: its answer will tell.
        if (this.#waiting.length > 0) this.#pushed = balance;
        else this.setBalance(balance);
      }),
      socket.on('supporters', (said) => {
        if (said.streamId === streamId) this.setSupporters(said.supporters, said.beans);
      }),
      room.state.subscribe(() => {
        const { phase } = room.state.getSnapshot();
        if (phase === 'joined' || isOver(phase)) this.#wake?.();
      }),
    );
  }

  /** Observable. */
  get state(): Readable<GiftRoomState> {
    return this.#state;
  }

  /** Calls `listener` for every gift to show: others' when they come, own ones when pressed. */
  onGift(listener: (gift: ShownGift) => void): () => void {
    return this.#gifts.on(listener);
  }

  /** Calls `listener` when own gifts that were shown turn out not to be; `combo` is what is left of theirs. */
  onRetracted(listener: (gift: ShownGift) => void): () => void {
    return this.#retracted.on(listener);
  }

  /** What the server said by another way. */
  setBalance(balance: Balance): void {
    this.#patch({ balance });
  }

  /** What the server said by another way; `beans`: what the streamer got in this stream, if it is known. */
  setSupporters(supporters: readonly Supporter[], beans: number | null = null): void {
    this.#patch({
      supporters: supporters.slice(0, 3),
      ...(beans === null ? {} : { earnedBeans: beans }),
    });
  }

  /** Gives one more. Returns whether it counts; otherwise {@link GiftRoomState.refusal} says why not. */
  press(giftType: GiftType, cost: number): boolean {
    const { room, session } = this.#options;
    const { user } = session;
    const refusal =
      user === null
        ? new NioError({ error: 'login_required' })
        : room.state.getSnapshot().phase !== 'joined'
          ? NioError.offline()
          : this.#tooExpensive(cost);
    if (refusal !== null || user === null) {
      this.#patch({ refusal });
      return false;
    }
    const batch = this.#gathering;
    if (batch !== null && batch.giftType === giftType && batch.count < GIFT_COUNT_MAX) {
      batch.count++;
    } else {
      if (this.#waiting.length >= WAITING_MAX) {
        this.#patch({ refusal: new NioError({ error: 'slow_down' }) });
        return false;
      }
      this.#close();
      this.#gathering = {
        giftType,
        cost,
        idempotencyKey: randomId(),
        since: this.#now(),
        count: 1,
        sent: false,
      };
      this.#gatherTimer = setTimeout(() => this.#close(), GATHER_MS);
    }
    const before = this.#state.getSnapshot();
    const count = before.combo?.giftType === giftType ? before.combo.count + 1 : 1;
    this.#patch({
      refusal: null,
      pendingCoins: before.pendingCoins + cost,
      combo: { giftType, count },
    });
    this.#holdCombo();
    this.#gifts.emit({
      giftType,
      mine: true,
      sender: personOf(user),
      combo: count,
    });
    return true;
  }

  /** Forgets why the last press was refused. */
  forgive(): void {
    this.#patch({ refusal: null });
  }

  /** Sends what is gathered and leaves; nobody waits for answers any more. */
  close(): void {
    if (this.#closed) return;
    this.#close();
    this.#closed = true;
    clearTimeout(this.#gatherTimer);
    clearTimeout(this.#comboTimer);
    clearTimeout(this.#retryTimer);
    for (const close of this.#closers) close();
    this.#wake?.();
  }

  #tooExpensive(cost: number): NioError | null {
    const { balance, pendingCoins } = this.#state.getSnapshot();
    if (balance === null) return null;
    if (balance.debt > 0) return new NioError({ error: 'wallet_in_debt', missing: balance.debt });
    const missing = cost - (balance.coins - pendingCoins);
    return missing > 0 ? new NioError({ error: 'insufficient_coins', missing }) : null;
  }

  #heard(gift: Gift): void {
    const mine = gift.sender.id === this.#options.session.user?.id;
    if (mine && this.#shownAlready(gift)) return;
    this.#gifts.emit({
      giftType: gift.giftType,
      mine: false,
      sender: gift.sender,
      combo: gift.combo.count,
    });
  }

  /** Whether an own gift was given by this page; those of another device are news here as well. */
  #shownAlready(gift: Gift): boolean {
    if (this.#known.has(gift.id)) return true;
    const [first] = this.#waiting;
    // Told to everybody before it is acknowledged to us.
    if (first?.giftType !== gift.giftType || first.count !== gift.count) return false;
    this.#know(gift.id);
    return true;
  }

  #know(id: string): void {
    this.#known.add(id);
    const [oldest] = this.#known;
    if (this.#known.size > KNOWN_MAX && oldest !== undefined) this.#known.delete(oldest);
  }

  /** A combo of this page ends when nothing more is pressed. */
  #holdCombo(): void {
    clearTimeout(this.#comboTimer);
    this.#comboTimer = setTimeout(() => this.#patch({ combo: null }), COMBO_MS);
  }

  /** What is gathered becomes a message. */
  #close(): void {
    clearTimeout(this.#gatherTimer);
    if (this.#gathering === null) return;
    this.#waiting.push(this.#gathering);
    this.#gathering = null;
    void this.#flush();
  }

  /** Sends what waits, one after the other, so that combos grow in order. */
  async #flush(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      for (;;) {
        const [batch] = this.#waiting;
        if (batch === undefined || this.#closed) return;
        const { phase } = this.#options.room.state.getSnapshot();
        if (isOver(phase) || this.#now() - batch.since > PATIENCE_MS) {
          await this.#askOnce(batch, isOver(phase));
          continue;
        }
        if (phase !== 'joined') {
          await this.#roomOr(PATIENCE_MS - (this.#now() - batch.since) + 1);
          continue;
        }
        await this.#send(batch);
      }
    } finally {
      this.#sending = false;
    }
  }

  /**
   * The last word about what had its time. When the stream is over, the server still tells what became of a gift that
   * arrived, and can make no new one of it; in a stream that goes on, asking might.
   */
  async #askOnce(batch: Batch, over: boolean): Promise<void> {
    if (over && batch.sent) {
      try {
        await this.#request(batch);
        return;
      } catch {
        // Whatever it says: it is no gift, or nobody knows.
      }
    }
    this.#giveUp(batch, NioError.offline());
  }

  async #request(batch: Batch): Promise<void> {
    const { giftType, count, idempotencyKey } = batch;
    batch.sent = true;
    const { gift, balance } = await this.#options.socket.request('gift_send', {
      giftType,
      count,
      idempotencyKey,
    });
    this.#attempt = 0;
    this.#settled(batch, gift, balance);
  }

  #settled(batch: Batch, gift: Gift, balance: Balance): void {
    const { giftType } = batch;
    this.#know(gift.id);
    this.#waiting.shift();
    this.#settle(batch, { balance });
    const pushed = this.#pushed;
    if (this.#waiting.length === 0 && pushed !== null) {
      this.#pushed = null;
      // Something else has happened meanwhile, before or after.
      if (!sameBalance(pushed, balance)) this.#askBalance();
    }
    const { combo } = this.#state.getSnapshot();
    const known = gift.combo.count + this.#unanswered(giftType);
    // A combo that began before this page did.
    if (combo?.giftType === giftType && known > combo.count) {
      this.#patch({ combo: { giftType, count: known } });
    }
  }

  async #send(batch: Batch): Promise<void> {
    try {
      await this.#request(batch);
    } catch (cause) {
      const error = NioError.of(cause);
      if (!PASSING.has(error.error)) {
        this.#giveUp(batch, error);
        return;
      }
      // A cut is waited out by the loop; the rest is tried again, more and more patiently.
      if (error.error !== 'offline') {
        await this.#pause(error.retryAfterMs ?? backoffMs(this.#attempt++, { baseMs: 500 }));
      }
    }
  }

  /** Not a gift, or nobody knows: takes back what was shown and asks what is true. */
  #giveUp(batch: Batch, refusal: NioError): void {
    this.#waiting.shift();
    this.#settle(batch, { refusal });
    const { user } = this.#options.session;
    const { combo } = this.#state.getSnapshot();
    const left = combo?.giftType === batch.giftType ? Math.max(0, combo.count - batch.count) : 0;
    if (combo?.giftType === batch.giftType) {
      this.#patch({ combo: left === 0 ? null : { giftType: batch.giftType, count: left } });
    }
    if (user !== null) {
      this.#retracted.emit({
        giftType: batch.giftType,
        mine: true,
        sender: personOf(user),
        combo: left,
      });
    }
    this.#askBalance();
  }

  #askBalance(): void {
    this.#options.fetchBalance().then(
      (balance) => this.setBalance(balance),
      // The next event or answer says it.
      () => undefined,
    );
  }

  #settle(batch: Batch, change: Partial<GiftRoomState>): void {
    const { pendingCoins } = this.#state.getSnapshot();
    this.#patch({
      ...change,
      pendingCoins: Math.max(0, pendingCoins - batch.count * batch.cost),
    });
  }

  #unanswered(giftType: GiftType): number {
    return [...this.#waiting, ...(this.#gathering === null ? [] : [this.#gathering])]
      .filter((batch) => batch.giftType === giftType)
      .reduce((sum, batch) => sum + batch.count, 0);
  }

  /** Until the room changes, or `ms` have passed. */
  #roomOr(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(this.#retryTimer);
        this.#wake = null;
        resolve();
      };
      this.#retryTimer = setTimeout(done, ms);
      this.#wake = done;
    });
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#retryTimer = setTimeout(resolve, ms);
    });
  }

  #patch(change: Partial<GiftRoomState>): void {
    if (!this.#closed) this.#state.update((state) => ({ ...state, ...change }));
  }
}

function sameBalance(a: Balance, b: Balance): boolean {
  return (
    a.coins === b.coins &&
    a.debt === b.debt &&
    a.beans.held === b.beans.held &&
    a.beans.available === b.beans.available
  );
}

/** Oneself as everybody else is shown. */
function personOf({ id, nickname, avatarUrl }: User): Person {
  return { id, nickname, avatarUrl };
}
