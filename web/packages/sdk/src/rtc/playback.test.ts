import { expect, test } from 'vitest';
import { playbackOf } from './playback.js';

const report = (...entries: { id: string; [key: string]: unknown }[]): RTCStatsReport =>
  new Map(entries.map((entry) => [entry.id, entry]));

const video = (
  bytesReceived: number,
  packetsReceived: number,
  packetsLost: number,
  frames: number,
) =>
  report(
    {
      id: 'v',
      type: 'inbound-rtp',
      kind: 'video',
      bytesReceived,
      packetsReceived,
      packetsLost,
      framesDecoded: frames,
      frameWidth: 1280,
      frameHeight: 720,
      jitter: 0.004,
      codecId: 'c',
    },
    { id: 'c', type: 'codec', mimeType: 'video/VP8' },
    { id: 'p', type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.03 },
  );

test('rates are those between two looks', () => {
  const first = playbackOf(video(0, 0, 0, 0), null, 0);
  expect(first.playback).toMatchObject({
    bitrateBps: null,
    framesPerSecond: null,
    lossRatio: null,
  });
  const { playback } = playbackOf(video(250_000, 190, 10, 60), first.totals, 2000);
  expect(playback).toEqual({
    width: 1280,
    height: 720,
    framesPerSecond: 30,
    bitrateBps: 1_000_000,
    lossRatio: 0.05,
    jitterMs: 4,
    rttMs: 30,
    codec: 'VP8',
  });
});

test('another connection starts its count anew', () => {
  const before = playbackOf(video(500_000, 400, 0, 600), null, 0).totals;
  const { playback } = playbackOf(video(1000, 2, 0, 1), before, 1000);
  expect(playback).toMatchObject({ bitrateBps: null, framesPerSecond: null });
});
