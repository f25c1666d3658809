import type { LiveRoom, Reaction, ReactionCount } from '@nio/sdk';

/** The reactions of a room as this page shows them: one's own at once, and not a second time when they come back. */
export class Reactions {
  readonly #room: LiveRoom;
  readonly #listeners = new Set<(reactions: readonly ReactionCount[]) => void>();
  /** Own ones that the server has yet to send round. */
  readonly #own = new Map<string, number>();

  constructor(room: LiveRoom) {
    this.#room = room;
    room.onReactions((reactions) => this.#tell(reactions.map((one) => this.#others(one))));
  }

  /** Calls `listener` with what to show, until the returned function is called. */
  on(listener: (reactions: readonly ReactionCount[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Reacts, and shows it. Rejects when the server does not take it. */
  async send(emoji: Reaction): Promise<void> {
    this.#count(emoji, 1);
    this.#tell([{ emoji, count: 1 }]);
    try {
      await this.#room.react(emoji);
    } catch (cause) {
      this.#count(emoji, -1);
      throw cause;
    }
  }

  #others({ emoji, count }: ReactionCount): ReactionCount {
    const own = Math.min(count, this.#own.get(emoji) ?? 0);
    this.#count(emoji, -own);
    return { emoji, count: count - own };
  }

  #count(emoji: string, change: number): void {
    this.#own.set(emoji, Math.max(0, (this.#own.get(emoji) ?? 0) + change));
  }

  #tell(reactions: readonly ReactionCount[]): void {
    const some = reactions.filter(({ count }) => count > 0);
    if (some.length === 0) return;
    for (const listener of this.#listeners) listener(some);
  }
}

const rooms = new WeakMap<LiveRoom, Reactions>();

/** The {@link Reactions} of a room, the same for everybody who asks. */
export function reactionsOf(room: LiveRoom): Reactions {
  let reactions = rooms.get(room);
  if (reactions === undefined) rooms.set(room, (reactions = new Reactions(room)));
  return reactions;
}
