/** How what is watched arrives, for people who want to know. */
export interface Playback {
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  readonly bitrateBps: number;
  /** Share of packets lost since the last look, 0–1. */
  readonly lossRatio: number;
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
  const seconds = since === null ? 0 : (nowMs - since.atMs) / 1000;
  const rate = (total: number, earlier: number): number =>
    seconds > 0 ? Math.max(0, total - earlier) / seconds : 0;
  const fresh = since ?? { packets: 0, lost: 0 };
  const all = packets - fresh.packets + (lost - fresh.lost);
  return {
    playback: {
      width,
      height,
      framesPerSecond: rate(frames, since?.frames ?? 0),
      bitrateBps: rate(bytes, since?.bytes ?? 0) * 8,
      lossRatio: all > 0 ? Math.max(0, lost - fresh.lost) / all : 0,
      jitterMs,
      rttMs,
      codec,
    },
    totals,
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
