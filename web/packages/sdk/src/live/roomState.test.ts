import { expect, test } from 'vitest';
import type { PeerId } from '../model.js';
import { stream } from '../testing/fixtures.js';
import { INITIAL_ROOM, isOver, roomReducer, type RoomAction, type RoomPhase } from './roomState.js';

const joined: RoomAction = {
  type: 'joined',
  stream: stream(),
  role: 'viewer',
  peerId: 'p' as PeerId,
  topology: 'p2p',
  viewerCount: 3,
};
const ended: RoomAction = { type: 'ended', stream: stream({ status: 'ended' }) };

test.each<[string, RoomAction[], RoomPhase]>([
  ['nothing has happened', [], 'joining'],
  ['the stream is described', [{ type: 'described', stream: stream() }], 'joining'],
  ['the server let us in', [joined], 'joined'],
  ['the connection is cut on the way in', [{ type: 'cut' }], 'joining'],
  ['the connection is cut inside', [joined, { type: 'cut' }], 'rejoining'],
  ['it came back', [joined, { type: 'cut' }, joined], 'joined'],
  ['the stream ended', [joined, ended], 'ended'],
  ['a late join comes after the end', [joined, ended, joined], 'ended'],
  ['another page took over', [joined, { type: 'replaced' }, { type: 'cut' }], 'replaced'],
  ['one is banned', [joined, { type: 'banned' }, { type: 'cut' }, joined], 'banned'],
  ['there is no such stream', [{ type: 'not_found' }, joined], 'not_found'],
])('when %s: %#', (_, actions, phase) => {
  const room = actions.reduce(roomReducer, INITIAL_ROOM);
  expect(room.phase).toBe(phase);
  expect(isOver(phase)).toBe(!['joining', 'joined', 'rejoining'].includes(phase));
});

test('a description by REST does not overwrite what the room said', () => {
  const room = [joined, { type: 'described', stream: stream({ title: 'old' }) } as const].reduce(
    roomReducer,
    INITIAL_ROOM,
  );
  expect(room.stream?.title).toBe(stream().title);
  expect(room.viewerCount).toBe(3);
});

test('who is banned at the door learns whose room it is', () => {
  const actions: RoomAction[] = [{ type: 'banned' }, { type: 'described', stream: stream() }];
  expect(actions.reduce(roomReducer, INITIAL_ROOM)).toMatchObject({
    phase: 'banned',
    stream: stream(),
  });
});
