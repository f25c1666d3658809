import { writeFile } from 'node:fs/promises';
import { chromium, expect, type Browser, type Page, type TestInfo } from '@playwright/test';
import { BROWSER_ARGS } from '../playwright.config';

const WIDTH = 640;
const HEIGHT = 480;
/** How much of the camera's picture the code takes. */
const CODE = 400;
const FRAMES = 2;

/** What a camera held before that page's QR code would see: a file Chromium plays as its camera (YUV4MPEG2). */
export async function filmOf(page: Page, testInfo: TestInfo): Promise<string> {
  const picture = page.getByTestId('qr-picture');
  await expect(picture).toBeVisible();
  const luma = await picture.evaluate(
    async (image: HTMLImageElement, { width, height, code }) => {
      await image.decode();
      const canvas = document.createElement('canvas');
      canvas.width = width;
      canvas.height = height;
      const draw = canvas.getContext('2d');
      if (draw === null) throw new Error('No canvas.');
      draw.fillStyle = '#fff';
      draw.fillRect(0, 0, width, height);
      draw.drawImage(image, (width - code) / 2, (height - code) / 2, code, code);
      const { data } = draw.getImageData(0, 0, width, height);
      return Array.from({ length: width * height }, (_, pixel) => data[pixel * 4] ?? 0);
    },
    { width: WIDTH, height: HEIGHT, code: CODE },
  );
  const frame = Buffer.concat([
    Buffer.from('FRAME\n'),
    Buffer.from(luma),
    // Both colour planes, half as wide and high: grey.
    Buffer.alloc((WIDTH * HEIGHT) / 2, 128),
  ]);
  const file = testInfo.outputPath('camera.y4m');
  await writeFile(
    file,
    Buffer.concat([
      Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`),
      ...Array.from({ length: FRAMES }, () => frame),
    ]),
  );
  return file;
}

/** A browser of its own whose camera shows a film, as a phone held before a screen. */
export async function phoneSeeing(film: string, testInfo: TestInfo): Promise<Browser> {
  return chromium.launch({
    ...testInfo.project.use.launchOptions,
    args: [
      ...BROWSER_ARGS,
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${film}`,
    ],
  });
}
