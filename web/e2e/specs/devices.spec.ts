import { chromium, type Browser, type Page } from '@playwright/test';
import { BROWSER_ARGS } from '../playwright.config';
import { registered } from '../support/people';
import { expect, test } from '../support/test';

test('A refused camera is explained, and allowed later it works', async ({ nio }) => {
  // Without the argument that grants everything, the browser refuses what nobody allows.
  const browser: Browser = await chromium.launch({
    ...test.info().project.use.launchOptions,
    args: [...BROWSER_ARGS, '--use-fake-device-for-media-stream'],
  });
  try {
    const context = await browser.newContext({ baseURL: nio.url, locale: 'en-US' });
    await registered(context, 'anna', nio.url);
    const page = await context.newPage();
    await page.goto('/stream/create');
    await expect(page.getByRole('alert')).toContainText(
      'Access to camera and microphone is closed',
    );
    await expect(page.getByRole('alert')).toContainText(
      'allow camera and microphone for this site',
    );
    await expect(page.getByTestId('go-live')).toBeDisabled();
    await page.getByLabel('Title').fill('Kept while I look for the setting');

    await context.grantPermissions(['camera', 'microphone'], { origin: nio.url });
    await page.getByRole('button', { name: 'Try again' }).click();
    await expectReady(page);
    await expect(page.getByLabel('Title')).toHaveValue('Kept while I look for the setting');
  } finally {
    await browser.close();
  }
});

/** Ways in which the browser says no, at the outermost boundary there is. */
const TROUBLES = [
  {
    when: 'there is no device',
    refusal: 'NotFoundError',
    title: 'No camera or microphone found',
    text: 'Connect one, and it will appear here by itself.',
  },
  {
    when: 'another program has the camera',
    refusal: 'NotReadableError',
    title: 'The camera is in use by another program',
    text: 'Close video calls and other tabs with the camera',
  },
] as const;

for (const { when, refusal, title, text } of TROUBLES) {
  test(`When ${when}, the page says so and offers a way on`, async ({ page, context, nio }) => {
    await registered(context, 'anna', nio.url);
    await refuseMedia(page, refusal);
    await page.goto('/stream/create');
    const alert = page.getByRole('alert');
    await expect(alert).toContainText(title);
    await expect(alert).toContainText(text);
    await expect(page.getByTestId('go-live')).toBeDisabled();

    await page.evaluate(() => window.nioAllowMedia());
    await alert.getByRole('button', { name: 'Try again' }).click();
    await expectReady(page);
  });
}

test('A device that is plugged in is taken without a press', async ({ page, context, nio }) => {
  await registered(context, 'anna', nio.url);
  await refuseMedia(page, 'NotFoundError');
  await page.goto('/stream/create');
  await expect(page.getByRole('alert')).toContainText('No camera or microphone found');
  await page.evaluate(() => {
    window.nioAllowMedia();
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
  });
  await expectReady(page);
});

test('Without a camera the broadcast can be sound only', async ({ page, context, nio }) => {
  await registered(context, 'anna', nio.url);
  await refuseMedia(page, 'NotFoundError', 'video');
  await page.goto('/stream/create');
  await expect(page.getByText('No camera found: the broadcast will be sound only.')).toBeVisible();
  await page.getByLabel('Title').fill('Radio');
  await page.getByTestId('go-live').click();
  await expect(page.getByTestId('room-state')).toHaveAttribute('data-state', 'on-air');
});

async function expectReady(page: Page): Promise<void> {
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect
    .poll(() =>
      page.getByTestId('local-video').evaluate((video) => (video as HTMLVideoElement).videoWidth),
    )
    .toBeGreaterThan(0);
  await expect(page.getByTestId('go-live')).toBeEnabled();
}

declare global {
  interface Window {
    nioAllowMedia: () => void;
  }
}

/** Makes the browser refuse what was asked for, until `nioAllowMedia` is called. */
async function refuseMedia(page: Page, refusal: string, only?: 'video'): Promise<void> {
  await page.addInitScript(
    ({ refusal, only }) => {
      const devices = navigator.mediaDevices;
      const really = devices.getUserMedia.bind(devices);
      let refusing = true;
      devices.getUserMedia = (wanted) =>
        refusing && (only === undefined || (wanted && only in wanted))
          ? Promise.reject(new DOMException('refused', refusal))
          : really(wanted);
      window.nioAllowMedia = () => {
        refusing = false;
      };
    },
    { refusal, only },
  );
}
