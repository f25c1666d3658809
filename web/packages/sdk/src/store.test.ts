import { expect, test, vi } from 'vitest';
import { Store } from './store.js';

test('tells of changes only, and only while somebody listens', () => {
  const store = new Store(1);
  const listener = vi.fn();
  const stop = store.subscribe(listener);
  store.set(1);
  expect(listener).not.toHaveBeenCalled();
  store.update((value) => value + 1);
  expect(store.getSnapshot()).toBe(2);
  stop();
  store.set(3);
  expect(listener).toHaveBeenCalledTimes(1);
});
