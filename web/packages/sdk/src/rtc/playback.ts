/** How what is watched arrives, for people who want to know. */
export interface Playback {
  readonly width: number;
  readonly height: number;
  /** Since the last look, as the two that follow; `null` at the first. */
  readonly framesPerSecond: number | null;
  readonly bitrateBps: number | null;
  /** Share of packets lost, 0–1. */
  readonly lossRatio: number | null;
  /** How unevenly packets come. */
  readonly jitterMs: number;
  /** There and back; `null` until it is known. */
  readonly rttMs: number | null;
  /** Such as `VP8`; `null` until it is known. */
  readonly codec: string | null;
}

/** Running totals out of which {@link Playback} is made. */
export interface PlaybackTotals {
  readonly atMs: number;
  readonly bytes: number;
  readonly packets: number;
  readonly lost: number;
  readonly frames: number;
}

/** Reads a `getStats()` report; rates are those since `before`, the totals of an earlier report. */
export function playbackOf(
  report: RTCStatsReport,
  before: PlaybackTotals | null,
  nowMs: number,
): { readonly playback: Playback; readonly totals: PlaybackTotals } {
  let [bytes, packets, lost, frames, width, height, jitterMs] = [0, 0, 0, 0, 0, 0, 0];
  let rttMs: number | null = null;
  let codec: string | null = null;
  report.forEach((entry: Entry) => {
    if (entry.type === 'inbound-rtp') {
      bytes += entry.bytesReceived ?? 0;
      packets += entry.packetsReceived ?? 0;
      lost += Math.max(0, entry.packetsLost ?? 0);
      if (entry.kind !== 'video') return;
      frames += entry.framesDecoded ?? 0;
      width = entry.frameWidth ?? width;
      height = entry.frameHeight ?? height;
      jitterMs = (entry.jitter ?? 0) * 1000;
      const used = entry.codecId === undefined ? undefined : (report.get(entry.codecId) as Entry);
      codec = used?.mimeType?.replace(/^video\//i, '') ?? codec;
    } else if (entry.type === 'candidate-pair' && entry.nominated === true) {
      if (entry.currentRoundTripTime !== undefined) rttMs = entry.currentRoundTripTime * 1000;
    }
  });
  const totals = { atMs: nowMs, bytes, packets, lost, frames };
  // Another connection has taken over: its totals began anew.
  const since = before !== null && before.bytes <= bytes ? before : null;
  return {
    playback: { width, height, ...ratesBetween(since, totals), jitterMs, rttMs, codec },
    totals,
  };
}

function ratesBetween(
  before: PlaybackTotals | null,
  after: PlaybackTotals,
): Pick<Playback, 'framesPerSecond' | 'bitrateBps' | 'lossRatio'> {
  if (before === null || after.atMs <= before.atMs) {
    return { framesPerSecond: null, bitrateBps: null, lossRatio: null };
  }
  const seconds = (after.atMs - before.atMs) / 1000;
  const lost = Math.max(0, after.lost - before.lost);
  const all = after.packets - before.packets + lost;
  return {
    framesPerSecond: Math.max(0, after.frames - before.frames) / seconds,
    bitrateBps: ((after.bytes - before.bytes) * 8) / seconds,
    lossRatio: all > 0 ? lost / all : 0,
  };
}

/** The fields read here, of the many kinds of statistics there are. */
interface Entry {
  readonly type: string;
  readonly kind?: string;
  readonly bytesReceived?: number;
  readonly packetsReceived?: number;
  readonly packetsLost?: number;
  readonly framesDecoded?: number;
  readonly frameWidth?: number;
  readonly frameHeight?: number;
  readonly jitter?: number;
  readonly codecId?: string;
  readonly mimeType?: string;
  readonly nominated?: boolean;
  readonly currentRoundTripTime?: number;
}
