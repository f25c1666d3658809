import { describe, expect, test } from 'vitest';
import { encodingFor } from './encoding.js';
import {
  gradeOf,
  healthOf,
  inboundTotals,
  outboundTotals,
  sampleBetween,
  type OutboundSample,
} from './health.js';

const sample = (change: Partial<OutboundSample> = {}): OutboundSample => ({
  bitrateBps: 1_000_000,
  lossRatio: 0,
  rttMs: 40,
  limitedBy: 'none',
  ...change,
});
const report = (...entries: object[]): RTCStatsReport =>
  new Map(entries.map((entry, i) => [String(i), entry]));

test.each([
  [sample(), 'good'],
  [sample({ lossRatio: null, rttMs: null }), 'good'],
  [sample({ limitedBy: 'cpu' }), 'good'],
  [sample({ limitedBy: 'bandwidth' }), 'unstable'],
  [sample({ lossRatio: 0.05 }), 'unstable'],
  [sample({ rttMs: 500 }), 'unstable'],
  [sample({ lossRatio: 0.2 }), 'weak'],
  [sample({ rttMs: 900 }), 'weak'],
])('%j is %s', (outbound, grade) => {
  expect(gradeOf(outbound)).toBe(grade);
});

describe('a broadcast', () => {
  const [good, unstable, weak] = [sample(), sample({ rttMs: 500 }), sample({ lossRatio: 0.5 })];

  test.each([
    ['without viewers waits', 0, [], 'waiting'],
    ['with a viewer not measured yet is good', 1, [], 'good'],
    ['is not judged by one viewer on a train', 3, [good, weak, good], 'good'],
    ['is weak when most are', 3, [weak, good, weak], 'weak'],
    ['is what the middle one is', 3, [good, unstable, weak], 'unstable'],
  ])('%s', (_, connected, samples, health) => {
    expect(healthOf(connected, samples)).toBe(health);
  });
});

test('statistics of a sender become bitrate, loss and delay', () => {
  const before = outboundTotals(
    report({ type: 'outbound-rtp', kind: 'video', bytesSent: 1000 }),
    0,
  );
  const after = outboundTotals(
    report(
      { type: 'outbound-rtp', kind: 'video', bytesSent: 126_000, qualityLimitationReason: 'cpu' },
      { type: 'outbound-rtp', kind: 'audio', bytesSent: 0 },
      { type: 'remote-inbound-rtp', kind: 'video', fractionLost: 0.02, roundTripTime: 0.08 },
      { type: 'remote-inbound-rtp', kind: 'audio', fractionLost: 0.01 },
      { type: 'transport' },
    ),
    1000,
  );
  expect(sampleBetween(before, after)).toEqual({
    bitrateBps: 1_000_000,
    lossRatio: 0.02,
    rttMs: 80,
    limitedBy: 'cpu',
  });
});

test('statistics of a receiver become frames and packets', () => {
  expect(
    inboundTotals(
      report(
        { type: 'inbound-rtp', kind: 'video', framesDecoded: 30, packetsReceived: 99 },
        { type: 'inbound-rtp', kind: 'audio', packetsReceived: 50 },
        { type: 'outbound-rtp', kind: 'audio' },
      ),
    ),
  ).toEqual({ framesDecoded: 30, audioPackets: 50 });
});

test.each([1, 2, 5, 12, 30])('copies for %i viewers fit an upload of 8 Mbit/s', (peers) => {
  expect(encodingFor(peers).maxBitrateBps * peers).toBeLessThanOrEqual(8_000_000);
});

test('copies never grow with the crowd', () => {
  const bitrates = Array.from({ length: 31 }, (_, n) => encodingFor(n).maxBitrateBps);
  expect(bitrates).toEqual([...bitrates].sort((a, b) => b - a));
});
