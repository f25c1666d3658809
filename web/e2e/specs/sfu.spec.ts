import type { Browser, BrowserContext, Page } from '@playwright/test';
import {
  cameraSize,
  expectFrames,
  expectMovingPicture,
  framesSeen,
  outbound,
  seenSize,
  watchConnections,
  watchFrames,
} from '../support/media';
import { registered } from '../support/people';
import { goLive } from '../support/room';
import { NioServer } from '../support/server';
import { expect, test } from '../support/test';

/** More viewers than this are served by the server. */
const DIRECT = 2;

const FLIPS = 50;

// A server of its own: it is killed on the way, and serves few viewers directly.
test.describe.serial('Through the server', () => {
  let server: NioServer;
  let streamer: Page;
  let room: string;
  /** Everyone who watches, in the order they came. */
  const viewers: Page[] = [];
  const contexts: BrowserContext[] = [];

  test.beforeAll(async ({ browser }) => {
    test.setTimeout(240_000);
    server = await NioServer.start({ P2P_MAX_VIEWERS: String(DIRECT), STREAM_GRACE: '90S' });
    streamer = await openPage(browser);
    await registered(streamer.context(), 'anna', server.url);
    await streamer.goto('/stream/create');
    room = await goLive(streamer, 'For everyone');
    await streamer.getByTestId('connection-open').click();
  });

  test.afterAll(async () => {
    for (const context of contexts) await context.close();
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
    await watchConnections(context);
    return context.newPage();
  }

  async function comes(browser: Browser): Promise<Page> {
    const viewer = await openPage(browser);
    viewers.push(viewer);
    await viewer.goto(room);
    await expectMovingPicture(viewer);
    await watchFrames(viewer);
    return viewer;
  }

  /** Everyone sees pictures, this way, and they keep coming. */
  async function expectAll(path: 'p2p' | 'sfu'): Promise<void> {
    for (const viewer of viewers) {
      await expect(viewer.getByTestId('room-state')).toHaveAttribute('data-path', path);
      await expect(viewer.getByTestId('room-state')).toHaveAttribute('data-state', 'playing');
    }
    await Promise.all(viewers.map((viewer) => expectFrames(viewer, 10)));
  }

  /** Says how long anybody was without a new picture since the last time. */
  async function tellLongestGap(what: string): Promise<void> {
    const seen = await Promise.all(viewers.map((viewer) => framesSeen(viewer)));
    const longest = Math.max(...seen.map(({ longestGapMs }) => longestGapMs));
    console.log(`${what}: longest time without a new picture ${Math.round(longest)} ms`);
    for (const viewer of viewers) await watchFrames(viewer);
  }

  /** Connections the server has for media. */
  async function legs(): Promise<number> {
    const metrics = await (await fetch(`${server.url}/api/metrics`)).text();
    return Number(/^nio_media_legs\S* (\S+)$/m.exec(metrics)?.[1]);
  }

  /** The streamer's choice, by its own controls. */
  async function send(which: 'Directly while viewers are few' | 'Through the server always') {
    await streamer.getByRole('radio', { name: which }).check({ force: true });
  }

  test('few viewers get the picture from the streamer, who is ready for more', async ({
    browser,
  }) => {
    for (let i = 0; i < DIRECT; i++) await comes(browser);
    await expectAll('p2p');
    await expect(streamer.getByTestId('connection-server')).toHaveText('ready');
    await expect(streamer.getByTestId('connection-direct')).toHaveText(String(DIRECT));
  });

  test('one more, and the server serves everyone', async ({ browser }) => {
    for (const viewer of viewers) await watchFrames(viewer);
    await comes(browser);
    await expectAll('sfu');
    await tellLongestGap('To the server');
    await expect(streamer.getByTestId('connection-path')).toHaveText('through the server');
    await expect(streamer.getByTestId('connection-direct')).toHaveText('0');
    await Promise.all(viewers.map((viewer) => expectMovingPicture(viewer)));
  });

  test('a viewer chooses a smaller picture and sees what arrives', async () => {
    const [viewer] = viewers;
    if (viewer === undefined) throw new Error('Nobody watches.');
    await viewer.keyboard.press('q');
    const panel = viewer.getByRole('dialog', { name: 'Quality and connection' });
    await expect(panel.getByTestId('playback-path')).toHaveText('through the server');
    const camera = await cameraSize(streamer);
    await panel.getByRole('radio', { name: 'Low' }).check({ force: true });
    await expect.poll(async () => (await seenSize(viewer)).width).toBeLessThan(camera.width);
    await expect(panel.getByTestId('playback-layer')).toHaveText('Low');
    await panel.getByRole('radio', { name: 'Auto' }).check({ force: true });
    await viewer.keyboard.press('Escape');
    await expect(panel).toHaveCount(0);
    await expectMovingPicture(viewer);
  });

  test('what nobody watches the streamer does not send, until somebody does', async () => {
    const choose = async (viewer: Page, name: 'Low' | 'High' | 'Auto'): Promise<void> => {
      await viewer.keyboard.press('q');
      const panel = viewer.getByRole('dialog', { name: 'Quality and connection' });
      await panel.getByRole('radio', { name }).check({ force: true });
      await viewer.keyboard.press('Escape');
      await expect(panel).toHaveCount(0);
    };
    const [viewer] = viewers;
    if (viewer === undefined) throw new Error('Nobody watches.');
    const sizes = streamer.getByTestId('connection-sizes');
    const width = () => seenSize(viewer).then((size) => size.width);
    for (const each of viewers) await choose(each, 'Low');
    await expect
      .poll(async () => (await outbound(streamer)).m?.active, { timeout: 30_000 })
      .toBe(false);
    await expect(sizes).toContainText('360p: not watched, not sent');
    await expect(sizes).toContainText('180p: sent');
    await expectAll('sfu');
    const before = await outbound(streamer);
    await expectFrames(viewer, 30);
    const after = await outbound(streamer);
    expect(after.m?.framesSent).toBe(before.m?.framesSent);
    expect(after.l?.framesSent).toBeGreaterThan((before.l?.framesSent ?? 0) + 20);
    expect(await width()).toBeLessThan(640);

    for (const each of viewers) await watchFrames(each);
    const asked = Date.now();
    await choose(viewer, 'High');
    await expect.poll(width, { intervals: [50] }).toBe(640);
    console.log(`A size that was not sent is seen ${Date.now() - asked} ms after it is chosen`);
    expect((await outbound(streamer)).m?.active).toBe(true);
    await tellLongestGap('A size comes back');
    await expect(sizes).toContainText('360p: sent');
    for (const each of viewers) await choose(each, 'Auto');
    await expectAll('sfu');
  });

  test('the streamer reloads the page, and the picture comes back by itself', async () => {
    streamer.once('dialog', (dialog) => void dialog.accept());
    await streamer.reload();
    await expect(streamer.getByTestId('room-state')).toHaveAttribute('data-state', 'on-air');
    await streamer.getByTestId('connection-open').click();
    await expect(streamer.getByTestId('connection-server')).toHaveText('in use');
    await expectAll('sfu');
    await Promise.all(viewers.map((viewer) => expectMovingPicture(viewer)));
  });

  test('when it is forgotten by a server that was killed, everyone comes back', async () => {
    test.setTimeout(240_000);
    await server.kill();
    for (const viewer of viewers) await expect(viewer.getByTestId('connection-bar')).toBeVisible();
    await server.begin();
    for (const viewer of viewers) {
      await expect(viewer.getByTestId('connection-bar')).toHaveCount(0, { timeout: 60_000 });
    }
    await expectAll('sfu');
    await Promise.all(viewers.map((viewer) => expectMovingPicture(viewer)));
  });

  test('one less, and the streamer serves the others again', async () => {
    for (const viewer of viewers) await watchFrames(viewer);
    const before = await legs();
    // Left by hand: who closes the page does not keep the server waiting until it notices.
    const leaves = viewers.pop();
    await leaves?.goto('about:blank');
    await expect.poll(legs, { timeout: 3000 }).toBe(before - 1);
    await leaves?.close();
    await expectAll('p2p');
    await tellLongestGap('Back to the streamer');
    await expect(streamer.getByTestId('connection-server')).toHaveText('ready');
    await Promise.all(viewers.map((viewer) => expectMovingPicture(viewer)));
  });

  test(`to and fro ${FLIPS} times, the picture goes on`, async () => {
    test.setTimeout(600_000);
    for (const viewer of viewers) await watchFrames(viewer);
    await Promise.all(viewers.map((viewer) => expectFrames(viewer, 150)));
    await tellLongestGap('Nothing changes, for comparison');
    for (let flip = 0; flip < FLIPS; flip++) {
      const toServer = flip % 2 === 0;
      await send(toServer ? 'Through the server always' : 'Directly while viewers are few');
      await expectAll(toServer ? 'sfu' : 'p2p');
    }
    await tellLongestGap(`${FLIPS} times to and fro`);
    await Promise.all(viewers.map((viewer) => expectMovingPicture(viewer)));
  });
});
