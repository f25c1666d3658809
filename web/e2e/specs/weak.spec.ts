import type { Browser, BrowserContext, Page } from '@playwright/test';
import { Link } from '../support/link';
import {
  cameraSize,
  expectFrames,
  expectMovingPicture,
  framesSeen,
  frozen,
  seenSize,
  watchConnections,
  watchFrames,
} from '../support/media';
import { registered } from '../support/people';
import { goLive } from '../support/room';
import { NioServer } from '../support/server';
import { expect, test } from '../support/test';

const VIEWERS = 6;
/** Enough for the smallest of three copies and the sound, not for the next. */
const NARROW_KBPS = 300;
const LOSS = 0.05;
/** Long enough for some hundred lost packets of the picture. */
const FRAMES_UNDER_LOSS = 450;

// The media server serves everyone, over links that only these tests make bad.
test.describe.serial('Over a weak network', () => {
  let server: NioServer;
  let streamer: Page;
  let room: string;
  let uplink: Link;
  let downlink: Link;
  const viewers: Page[] = [];
  const contexts: BrowserContext[] = [];

  test.beforeAll(async ({ browser }) => {
    test.setTimeout(240_000);
    server = await NioServer.start({ P2P_MAX_VIEWERS: '0' });
    streamer = await openPage(browser);
    uplink = await Link.before(streamer, 'whip', 1);
    await registered(streamer.context(), 'anna', server.url);
    await streamer.goto('/stream/create');
    room = await goLive(streamer, 'From the train');
  });

  test.afterAll(async () => {
    for (const context of contexts) await context.close();
    uplink?.close();
    downlink?.close();
    await server?.dispose();
  });

  test.afterEach(async ({}, testInfo) => {
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach('server.log', { body: server.log, contentType: 'text/plain' });
    }
  });

  async function openPage(browser: Browser): Promise<Page> {
    const context = await browser.newContext({ baseURL: server.url });
    contexts.push(context);
    await watchConnections(context, { width: 1280, height: 720 });
    return context.newPage();
  }

  async function comes(browser: Browser, link: boolean): Promise<Page> {
    const viewer = await openPage(browser);
    if (link) downlink = await Link.before(viewer, 'whep', 2);
    viewers.push(viewer);
    await viewer.goto(room);
    await expectMovingPicture(viewer);
    await watchFrames(viewer);
    return viewer;
  }

  const width = async (viewer: Page): Promise<number> => (await seenSize(viewer)).width;

  test(`one of ${VIEWERS} has ${NARROW_KBPS} kbit/s and gets a smaller picture, the others the whole one`, async ({
    browser,
  }) => {
    test.setTimeout(240_000);
    for (let i = 0; i < VIEWERS; i++) await comes(browser, i === 0);
    const [weak, ...others] = viewers;
    if (weak === undefined) throw new Error('Nobody watches.');
    const { width: whole } = await cameraSize(streamer);
    for (const viewer of viewers) {
      await expect.poll(() => width(viewer), { timeout: 60_000 }).toBe(whole);
    }

    downlink.quality = { loss: 0, kbps: NARROW_KBPS };
    const began = Date.now();
    await expect.poll(() => width(weak)).toBeLessThan(whole);
    console.log(`A smaller picture after ${Date.now() - began} ms`);
    await expect.poll(() => width(weak), { timeout: 60_000 }).toBe(whole / 4);
    for (const viewer of viewers) await watchFrames(viewer);
    await Promise.all(viewers.map((viewer) => expectFrames(viewer, 50)));
    const { longestGapMs } = await framesSeen(weak);
    console.log(`On the narrow link, longest time without a new picture ${Math.round(longestGapMs)} ms`);
    for (const viewer of others) await expect.poll(() => width(viewer)).toBe(whole);
    await expect.poll(() => width(weak)).toBe(whole / 4);
    await expectMovingPicture(weak);

    downlink.quality = { loss: 0, kbps: Infinity };
    const wide = Date.now();
    await expect.poll(() => width(weak), { timeout: 60_000 }).toBe(whole);
    console.log(`The whole picture again after ${Date.now() - wide} ms`);
  });

  test(`${LOSS * 100} % are lost each way, of the streamer's packets and the viewer's, and the picture goes on`, async () => {
    test.setTimeout(240_000);
    const [viewer, ...others] = viewers;
    if (viewer === undefined) throw new Error('Nobody watches.');
    for (const other of others) await other.close();
    await watchFrames(viewer);
    const before = await frozen(viewer);
    for (const link of [uplink, downlink]) {
      link.countAnew();
      link.quality = { loss: LOSS, kbps: Infinity };
    }
    await expect
      .poll(async () => (await framesSeen(viewer)).frames, { timeout: 120_000 })
      .toBeGreaterThanOrEqual(FRAMES_UNDER_LOSS);
    const { longestGapMs } = await framesSeen(viewer);
    const after = await frozen(viewer);
    console.log(
      `Under loss: ${after.freezes - before.freezes} freezes of ${after.frozenMs - before.frozenMs} ms in all, ` +
        `longest time without a new picture ${Math.round(longestGapMs)} ms; ` +
        `up ${uplink.lost} of ${uplink.lost + uplink.carried} lost, down ${downlink.lost} of ${downlink.lost + downlink.carried}`,
    );
    for (const link of [uplink, downlink]) {
      expect(link.lost, 'datagrams that were lost').toBeGreaterThan(20);
    }
    await expectMovingPicture(viewer);
  });
});
