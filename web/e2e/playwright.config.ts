import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// Set when the system brings the browser; else the one Playwright downloaded.
const chromium = process.env['CHROMIUM_PATH'];

/** What every browser of these tests is started with, whatever camera it has. */
export const BROWSER_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A camera with a moving picture, a microphone that beeps, and nobody asked for permission. */
export const FAKE_MEDIA_ARGS = [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
];

export default defineConfig({
  testDir: here('specs'),
  outputDir: here('output/results'),
  // Each test drives several browsers that encode and decode video: one at a time.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [
    ['list'],
    [
      'json',
      { outputFile: process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] ?? here('output/report.json') },
    ],
  ],
  use: {
    locale: 'en-US',
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
    trace: { mode: 'retain-on-failure', screenshots: false },
    actionTimeout: 20_000,
    launchOptions: {
      args: [...BROWSER_ARGS, ...FAKE_MEDIA_ARGS],
      ...(chromium ? { executablePath: chromium } : {}),
    },
    // The browser people have, without a window; not the cut-down shell Playwright prefers.
    ...(chromium ? {} : { channel: 'chromium' }),
  },
});
