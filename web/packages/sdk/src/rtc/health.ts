/** What one viewer's connection looked like during the last few seconds, seen by the streamer. */
export interface OutboundSample {
  readonly bitrateBps: number;
  /** Share of packets lost on the way, 0–1; `null` until the viewer has reported. */
  readonly lossRatio: number | null;
  readonly rttMs: number | null;
  /** Why the encoder makes less than it was asked to. */
  readonly limitedBy: 'none' | 'cpu' | 'bandwidth' | 'other';
}

/** How well a broadcast reaches its viewers, as a word. `waiting`: nobody is connected. */
export type Health = 'waiting' | 'good' | 'unstable' | 'weak';

const GRADES = ['good', 'unstable', 'weak'] as const;

type Grade = (typeof GRADES)[number];

/** One connection by itself. */
export function gradeOf(sample: OutboundSample): Grade {
  const loss = sample.lossRatio ?? 0;
  const rttMs = sample.rttMs ?? 0;
  if (loss > 0.1 || rttMs > 800) return 'weak';
  if (loss > 0.03 || rttMs > 350 || sample.limitedBy === 'bandwidth') return 'unstable';
  return 'good';
}

/**
 * The word for all connections: the middle one's. A connection too young to be measured counts as good. What is wrong at the streamer is wrong with most of them; one viewer on
 * a train says nothing about the broadcast.
 */
export function healthOf(connectedPeers: number, samples: readonly OutboundSample[]): Health {
  if (connectedPeers === 0) return 'waiting';
  const grades = samples.map((sample) => GRADES.indexOf(gradeOf(sample))).sort((a, b) => a - b);
  return GRADES[grades[Math.floor(grades.length / 2)] ?? 0] ?? 'good';
}

/** Running totals out of which {@link OutboundSample} are made. */
export interface OutboundTotals {
  readonly atMs: number;
  readonly bytesSent: number;
  readonly lossRatio: number | null;
  readonly rttMs: number | null;
  readonly limitedBy: OutboundSample['limitedBy'];
}

/** Adds up a `getStats()` report of a sending connection. */
export function outboundTotals(report: RTCStatsReport, atMs: number): OutboundTotals {
  let bytesSent = 0;
  let lossRatio: number | null = null;
  let rttMs: number | null = null;
  let limitedBy: OutboundSample['limitedBy'] = 'none';
  report.forEach((entry: StatsEntry) => {
    if (entry.type === 'outbound-rtp') {
      bytesSent += entry.bytesSent ?? 0;
      if (entry.kind === 'video') limitedBy = limitation(entry.qualityLimitationReason);
    } else if (entry.type === 'remote-inbound-rtp') {
      lossRatio = largest(lossRatio, entry.fractionLost);
      rttMs = largest(
        rttMs,
        entry.roundTripTime === undefined ? undefined : entry.roundTripTime * 1000,
      );
    }
  });
  return { atMs, bytesSent, lossRatio, rttMs, limitedBy };
}

/** What happened between two totals. */
export function sampleBetween(before: OutboundTotals, after: OutboundTotals): OutboundSample {
  const seconds = Math.max(0.001, (after.atMs - before.atMs) / 1000);
  return {
    bitrateBps: Math.max(0, Math.round(((after.bytesSent - before.bytesSent) * 8) / seconds)),
    lossRatio: after.lossRatio,
    rttMs: after.rttMs,
    limitedBy: after.limitedBy,
  };
}

/** What a receiving connection has got so far. */
export interface InboundTotals {
  readonly framesDecoded: number;
  readonly audioPackets: number;
}

/** Adds up a `getStats()` report of a receiving connection. */
export function inboundTotals(report: RTCStatsReport): InboundTotals {
  let framesDecoded = 0;
  let audioPackets = 0;
  report.forEach((entry: StatsEntry) => {
    if (entry.type !== 'inbound-rtp') return;
    if (entry.kind === 'video') framesDecoded += entry.framesDecoded ?? 0;
    else audioPackets += entry.packetsReceived ?? 0;
  });
  return { framesDecoded, audioPackets };
}

/** The fields read here, of the many kinds of statistics there are. */
interface StatsEntry {
  readonly type: string;
  readonly kind?: string;
  readonly bytesSent?: number;
  readonly qualityLimitationReason?: string;
  readonly fractionLost?: number;
  readonly roundTripTime?: number;
  readonly framesDecoded?: number;
  readonly packetsReceived?: number;
}

function limitation(reason: string | undefined): OutboundSample['limitedBy'] {
  return reason === 'cpu' || reason === 'bandwidth' || reason === 'other' ? reason : 'none';
}

function largest(known: number | null, value: number | undefined): number | null {
  if (value === undefined) return known;
  return known === null ? value : Math.max(known, value);
}
