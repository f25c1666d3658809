/** Reads the QR code in a picture of a video, if there is one. */
export type Decode = (video: HTMLVideoElement) => Promise<string | null>;

/** The browser's own reader, which the DOM types do not know yet. */
interface BarcodeDetector {
  detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
}

interface BarcodeDetectorClass {
  new (options: { formats: string[] }): BarcodeDetector;
  getSupportedFormats(): Promise<readonly string[]>;
}

/** Enough to read a code that fills a third of the picture; more costs time. */
const MAX_EDGE = 720;

/** The browser's reader where it has one, else one of ours, fetched when it is needed. */
export async function openDecoder(): Promise<Decode> {
  return (await native()) ?? (await portable());
}

async function native(): Promise<Decode | null> {
  const { BarcodeDetector } = globalThis as { BarcodeDetector?: BarcodeDetectorClass };
  if (BarcodeDetector === undefined) return null;
  try {
    // Some systems have the class and nothing behind it.
    if (!(await BarcodeDetector.getSupportedFormats()).includes('qr_code')) return null;
    const detector = new BarcodeDetector({ formats: ['qr_code'] });
    return async (video) => (await detector.detect(video))[0]?.rawValue ?? null;
  } catch {
    return null;
  }
}

async function portable(): Promise<Decode> {
  const { default: decodeQR } = await import('qr/decode.js');
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('no canvas to read pictures from');
  return (video) => {
    const scale = Math.min(1, MAX_EDGE / Math.max(video.videoWidth, video.videoHeight));
    const width = Math.floor(video.videoWidth * scale);
    const height = Math.floor(video.videoHeight * scale);
    if (width === 0 || height === 0) return Promise.resolve(null);
    // Setting the size empties the canvas, also when it is the same.
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    context.drawImage(video, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    try {
      return Promise.resolve(decodeQR({ width, height, data }));
    } catch {
      // Its way to say that there is no code.
      return Promise.resolve(null);
    }
  };
}
