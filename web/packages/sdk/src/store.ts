/** Read side of a {@link Store}: what `useSyncExternalStore` of React (or anything like it) needs. */
export interface Readable<T> {
  /** The current value; the same object until it changes. */
  readonly getSnapshot: () => T;
  /** Calls `listener` after every change, until the returned function is called. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** One observable value. Methods are bound, so they may be handed over bare. */
export class Store<T> implements Readable<T> {
  #value: T;
  readonly #listeners = new Set<() => void>();

  constructor(initial: T) {
    this.#value = initial;
  }

  readonly getSnapshot = (): T => this.#value;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Replaces the value and tells the listeners, unless it is the very same. */
  set(next: T): void {
    if (Object.is(next, this.#value)) return;
    this.#value = next;
    for (const listener of [...this.#listeners]) listener();
  }

  /** {@link set} with a function of the current value. */
  update(change: (value: T) => T): void {
    this.set(change(this.#value));
  }
}

/** A set of callbacks for things that happen, as {@link Store} is for things that are. */
export class Emitter<T> {
  readonly #listeners = new Set<(event: T) => void>();

  /** Calls `listener` on every event, until the returned function is called. */
  on(listener: (event: T) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tells everybody. */
  emit(event: T): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}
