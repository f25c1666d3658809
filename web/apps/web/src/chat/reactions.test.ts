import type { LiveRoom, ReactionCount } from '@nio/sdk';
import { beforeEach, expect, test, vi } from 'vitest';
import { Reactions } from './reactions';

let hears: (reactions: readonly ReactionCount[]) => void;
const react = vi.fn();
let shown: ReactionCount[];
let reactions: Reactions;

beforeEach(() => {
  react.mockReset().mockResolvedValue(undefined);
  const room = {
    react,
    onReactions: (listener: typeof hears) => {
      hears = listener;
    },
  };
  reactions = new Reactions(room as unknown as LiveRoom);
  shown = [];
  reactions.on((some) => shown.push(...some));
});

test('reactions of others are shown as they come', () => {
  hears([{ emoji: '🔥', count: 3 }]);
  expect(shown).toEqual([{ emoji: '🔥', count: 3 }]);
});

test('one’s own is shown at once, and once', async () => {
  await reactions.send('🔥');
  expect(shown).toEqual([{ emoji: '🔥', count: 1 }]);
  hears([{ emoji: '🔥', count: 3 }]);
  hears([{ emoji: '🔥', count: 1 }]);
  expect(shown.map(({ count }) => count)).toEqual([1, 2, 1]);
});

test('one that was refused is not waited for', async () => {
  react.mockRejectedValue(new Error('no'));
  await expect(reactions.send('🔥')).rejects.toThrow('no');
  hears([{ emoji: '🔥', count: 1 }]);
  expect(shown).toHaveLength(2);
});
