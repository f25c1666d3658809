import { expect, type BrowserContext, type Page } from '@playwright/test';

declare global {
  interface Window {
    /** Every connection the page has made, oldest first. */
    nioConnections: RTCPeerConnection[];
    nioFrame: Uint8ClampedArray | undefined;
    /** What {@link watchFrames} has seen. */
    nioSeen: { frames: number; longestGapMs: number };
  }
}

/** The camera of most tests: several encoders and decoders share the machine with the server. */
const CAMERA: Size = { width: 640, height: 360 };

/**
 * Lets the tests look into the WebRTC connections of all pages of the context, and gives them a camera of this size at 15
 * frames a second.
 */
export async function watchConnections(
  context: BrowserContext,
  camera: Size = CAMERA,
): Promise<void> {
  await context.addInitScript(({ width, height }) => {
    window.nioConnections = [];
    window.RTCPeerConnection = class extends window.RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        window.nioConnections.push(this);
      }
    };
    const devices = navigator.mediaDevices;
    const really = devices.getUserMedia.bind(devices);
    devices.getUserMedia = (wanted) =>
      really(
        typeof wanted?.video === 'object'
          ? { ...wanted, video: { ...wanted.video, width, height, frameRate: 15 } }
          : wanted,
      );
  }, camera);
}

/** What has come in on the newest connection. */
export interface Inbound {
  /** Which of the page's connections it is, counted from 0; -1 when there is none. */
  readonly connection: number;
  readonly state: RTCPeerConnectionState | 'none';
  readonly framesDecoded: number;
  readonly audioPackets: number;
  /** Grows with the loudness of what was heard. */
  readonly audioEnergy: number;
}

export async function inbound(page: Page): Promise<Inbound> {
  return page.evaluate(async () => {
    const connection = window.nioConnections.length - 1;
    const pc = window.nioConnections[connection];
    const result = {
      connection,
      state: pc?.connectionState ?? ('none' as const),
      framesDecoded: 0,
      audioPackets: 0,
      audioEnergy: 0,
    };
    if (pc === undefined) return result;
    for (const stats of (await pc.getStats()).values()) {
      if (stats.type !== 'inbound-rtp') continue;
      if (stats.kind === 'video') result.framesDecoded = stats.framesDecoded ?? 0;
      if (stats.kind === 'audio') {
        result.audioPackets = stats.packetsReceived ?? 0;
        result.audioEnergy = stats.totalAudioEnergy ?? 0;
      }
    }
    return result;
  });
}

/** One size of the picture, as the newest connection that has several sends it. */
export interface Outbound {
  readonly active: boolean;
  readonly framesSent: number;
}

/** What the page sends in several sizes, by the name of each. */
export async function outbound(page: Page): Promise<Readonly<Record<string, Outbound>>> {
  return page.evaluate(async () => {
    for (const pc of [...window.nioConnections].reverse()) {
      const sizes: Record<string, { active: boolean; framesSent: number }> = {};
      for (const stats of (await pc.getStats()).values()) {
        if (stats.type !== 'outbound-rtp' || typeof stats.rid !== 'string') continue;
        sizes[stats.rid] = { active: stats.active === true, framesSent: stats.framesSent ?? 0 };
      }
      if (Object.keys(sizes).length > 0) return sizes;
    }
    return {};
  });
}

/** Keeps the picture that is on the screen now, and returns how many of its pixels differ from the one kept before. */
async function grabFrame(page: Page): Promise<{ changed: number; colours: number }> {
  return page.getByTestId('remote-video').evaluate((element) => {
    const video = element as HTMLVideoElement;
    const canvas = document.createElement('canvas');
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    const context = canvas.getContext('2d');
    if (context === null || canvas.width === 0) return { changed: 0, colours: 0 };
    context.drawImage(video, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const before = window.nioFrame;
    window.nioFrame = data;
    let changed = 0;
    const colours = new Set<number>();
    for (let at = 0; at < data.length; at += 4) {
      const [r = 0, g = 0, b = 0] = data.subarray(at, at + 3);
      colours.add(((r >> 5) << 6) | ((g >> 5) << 3) | (b >> 5));
      // Well above what compression does to a still picture.
      if (before?.length === data.length && Math.abs((before[at + 1] ?? 0) - g) > 48) changed++;
    }
    return { changed, colours: colours.size };
  });
}

/** Pictures are decoded one after the other, they move, and sound comes with them. */
export async function expectMovingPicture(page: Page): Promise<void> {
  await expect(page.getByTestId('room-state')).toHaveAttribute('data-state', 'playing');
  const before = await inbound(page);
  await grabFrame(page);
  await expect
    .poll(async () => (await inbound(page)).framesDecoded, { message: 'frames decoded' })
    .toBeGreaterThanOrEqual(before.framesDecoded + 20);
  await expect
    .poll(async () => (await inbound(page)).audioPackets, { message: 'audio packets' })
    .toBeGreaterThanOrEqual(before.audioPackets + 20);
  await expect
    .poll(async () => (await grabFrame(page)).changed, { message: 'pixels that changed' })
    .toBeGreaterThan(200);
  expect((await grabFrame(page)).colours, 'the picture is no plain ground').toBeGreaterThan(1);
}

/** Counts the frames that get onto the screen from now on, and the longest time without one. */
export async function watchFrames(page: Page): Promise<void> {
  await page.getByTestId('remote-video').evaluate((element) => {
    const video = element as HTMLVideoElement;
    const again = window.nioSeen !== undefined;
    window.nioSeen = { frames: 0, longestGapMs: 0 };
    if (again) return;
    let last = performance.now();
    const seen = (now: number): void => {
      const record = window.nioSeen;
      record.longestGapMs = record.frames === 0 ? 0 : Math.max(record.longestGapMs, now - last);
      record.frames++;
      last = now;
      video.requestVideoFrameCallback(seen);
    };
    video.requestVideoFrameCallback(seen);
  });
}

/** What {@link watchFrames} has seen since it was called. */
export async function framesSeen(
  page: Page,
): Promise<{ readonly frames: number; readonly longestGapMs: number }> {
  return page.evaluate(() => ({ ...window.nioSeen }));
}

/** How often and how long the picture stood still so far, by the browser's own account of its newest connection. */
export async function frozen(
  page: Page,
): Promise<{ readonly freezes: number; readonly frozenMs: number }> {
  return page.evaluate(async () => {
    const result = { freezes: 0, frozenMs: 0 };
    const stats = await window.nioConnections.at(-1)?.getStats();
    for (const it of stats?.values() ?? []) {
      if (it.type !== 'inbound-rtp' || it.kind !== 'video') continue;
      result.freezes = it.freezeCount ?? 0;
      result.frozenMs = Math.round((it.totalFreezesDuration ?? 0) * 1000);
    }
    return result;
  });
}

/** At least `count` more frames get onto the screen. */
export async function expectFrames(page: Page, count: number): Promise<void> {
  const { frames } = await framesSeen(page);
  await expect
    .poll(async () => (await framesSeen(page)).frames, { message: 'frames on the screen' })
    .toBeGreaterThanOrEqual(frames + count);
}

/** Width and height in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Size of the picture as the streamer's camera gives it, by the track's own account. */
export async function cameraSize(page: Page): Promise<Size> {
  return page.getByTestId('local-video').evaluate((element) => {
    const [track] = ((element as HTMLVideoElement).srcObject as MediaStream).getVideoTracks();
    const { width = 0, height = 0 } = track?.getSettings() ?? {};
    return { width, height };
  });
}

/** Size of the picture as the streamer's page sends it now to each viewer. A busy machine sends it smaller. */
export async function sentSizes(page: Page): Promise<Size[]> {
  return page.evaluate(async () => {
    const sizes: Size[] = [];
    for (const pc of window.nioConnections) {
      for (const stats of (await pc.getStats()).values()) {
        // The connection to the server sends several sizes, each with a name.
        if (stats.type === 'outbound-rtp' && stats.kind === 'video' && stats.rid === undefined) {
          sizes.push({ width: stats.frameWidth ?? 0, height: stats.frameHeight ?? 0 });
        }
      }
    }
    return sizes;
  });
}

/** Size of the picture as a viewer sees it. */
export async function seenSize(page: Page): Promise<Size> {
  return page.getByTestId('remote-video').evaluate((element) => {
    const { videoWidth: width, videoHeight: height } = element as HTMLVideoElement;
    return { width, height };
  });
}
