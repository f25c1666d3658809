import type { RoomState, ViewerState } from '@nio/sdk';
import { expect, test } from 'vitest';
import { sceneOf, type Scene } from './scene';

const stream = { streamerOnline: true } as NonNullable<RoomState['stream']>;
const away = { ...stream, streamerOnline: false };
const silence = { phase: 'idle', hasVideo: false, hasAudio: false } as const;
const video = { phase: 'playing', hasVideo: true, hasAudio: true } as const;

type Room = Pick<RoomState, 'phase' | 'stream' | 'topology'>;
type Media = Pick<ViewerState, 'phase' | 'hasVideo' | 'hasAudio'>;

test.each<[string, Partial<Room>, Media, Scene]>([
  ['nothing is known', { phase: 'joining', stream: null }, silence, 'connecting'],
  ['the offer is awaited', {}, { ...silence, phase: 'connecting' }, 'connecting'],
  ['it plays', {}, video, 'playing'],
  ['the camera is off', {}, { ...video, hasVideo: false }, 'audio'],
  ['the streamer is away', { stream: away }, silence, 'away'],
  ['the streamer’s signaling is cut, the picture is not', { stream: away }, video, 'playing'],
  ['our signaling is cut, the picture is not', { phase: 'rejoining' }, video, 'playing'],
  ['all places are taken', { topology: 'full' }, { ...silence, phase: 'full' }, 'full'],
  ['the picture hangs', {}, { ...silence, phase: 'stalled' }, 'stalled'],
  ['the way is broken', {}, { ...silence, phase: 'failed' }, 'failed'],
  [
    'the way is broken because the streamer is away',
    { stream: away },
    { ...silence, phase: 'failed' },
    'away',
  ],
  ['it is over, whatever still arrives', { phase: 'ended' }, video, 'ended'],
  ['there is no such stream', { phase: 'not_found', stream: null }, silence, 'not_found'],
  ['we are not let in', { phase: 'failed' }, silence, 'refused'],
])('%s', (_, room, media, scene) => {
  expect(sceneOf({ phase: 'joined', topology: 'p2p', stream, ...room }, media)).toBe(scene);
});
