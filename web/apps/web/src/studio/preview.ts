/** The first picture is taken this soon after the broadcast began, the next ones after each such pause. */
const FIRST_MS = 5000;
const EVERY_MS = 60_000;

const WIDTH_PX = 640;
const QUALITY = 0.75;

/** Darker than this everywhere, of 255: the lens is covered, or there is no picture yet. */
const BLACK = 24;

/** So many failures in a row, and no more is tried: previews are an extra. */
const PATIENCE = 3;

/** The part of a `<video>` that is used. */
export type PreviewSource = Pick<
  HTMLVideoElement,
  'videoWidth' | 'videoHeight' | 'readyState' | 'paused'
>;

/** Size of the preview of a picture of this size: as wide as is of use, never larger than it is. */
export function previewSize({ videoWidth, videoHeight }: PreviewSource): {
  readonly width: number;
  readonly height: number;
} {
  const width = Math.min(WIDTH_PX, videoWidth);
  return { width, height: Math.max(1, Math.round((width * videoHeight) / videoWidth)) };
}

/** Whether there is a picture that moves. */
export function hasPicture(video: PreviewSource): boolean {
  return !video.paused && video.readyState >= 2 && video.videoWidth > 0 && video.videoHeight > 0;
}

/** Whether RGBA pixels are black, all of them. */
export function isBlack(pixels: ArrayLike<number>): boolean {
  for (let i = 0; i < pixels.length; i += 4) {
    const brightest = Math.max(pixels[i] ?? 0, pixels[i + 1] ?? 0, pixels[i + 2] ?? 0);
    if (brightest > BLACK) return false;
  }
  return true;
}

/** The picture as a JPEG; `null` when there is none worth showing. */
export async function takePreview(video: HTMLVideoElement): Promise<Blob | null> {
  if (!hasPicture(video)) return null;
  const canvas = document.createElement('canvas');
  const { width, height } = previewSize(video);
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) return null;
  context.drawImage(video, 0, 0, width, height);
  // A few pixels tell as much, and cost less to read.
  const sample = document.createElement('canvas');
  sample.width = 16;
  sample.height = 9;
  const small = sample.getContext('2d', { willReadFrequently: true });
  small?.drawImage(canvas, 0, 0, sample.width, sample.height);
  if (small === null || isBlack(small.getImageData(0, 0, sample.width, sample.height).data)) {
    return null;
  }
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
}

/**
 * Sends a preview picture now and then until the returned function is called, which also gives up one that is on its way.
 * Without a picture it waits for the next time; after a few failures in a row it gives up.
 */
export function keepPreview(
  take: () => Promise<Blob | null>,
  send: (picture: Blob, signal: AbortSignal) => Promise<unknown>,
): () => void {
  let failures = 0;
  const closing = new AbortController();
  const { signal } = closing;
  let timer = setTimeout(() => void once(), FIRST_MS);
  const once = async (): Promise<void> => {
    try {
      const picture = await take();
      // The broadcast may have ended meanwhile.
      if (signal.aborted) return;
      if (picture !== null) {
        await send(picture, signal);
        failures = 0;
      }
    } catch {
      failures += 1;
    }
    if (!signal.aborted && failures < PATIENCE) timer = setTimeout(() => void once(), EVERY_MS);
  };
  return () => {
    closing.abort();
    clearTimeout(timer);
  };
}
