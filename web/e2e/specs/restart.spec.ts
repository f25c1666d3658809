import type { Browser, Page } from '@playwright/test';
import { expectMovingPicture, inbound, watchConnections } from '../support/media';
import { registered } from '../support/people';
import { chatTexts, goLive, line, say } from '../support/room';
import { NioServer } from '../support/server';
import { expect, test } from '../support/test';

// A server of its own: the others would notice.
test.describe.serial('When the server goes away in the middle of a broadcast', () => {
  let server: NioServer;
  let streamer: Page;
  let viewer: Page;
  let guest: Page;
  let room: string;
  let everyone: readonly Page[] = [];
  /** The viewers' connections before the server went away. */
  let before: readonly number[];
  /** What was said so far, in its order. */
  const said: string[] = [];

  test.beforeAll(async ({ browser }) => {
    test.setTimeout(240_000);
    // Long enough for any machine to start a server.
    server = await NioServer.start({ STREAM_GRACE: '90S' });
    streamer = await visitor(browser, server, 'anna');
    viewer = await visitor(browser, server, 'boris');
    guest = await visitor(browser, server, null);
    everyone = [streamer, viewer, guest];
    await streamer.goto(`${server.url}/stream/create`);
    room = await goLive(streamer, 'Night shift');
    await viewer.goto(room);
    await guest.goto(room);
    await expectMovingPicture(viewer);
    await expectMovingPicture(guest);
    await talk(viewer, 'before the restart');
  });

  test.afterAll(async () => {
    for (const page of everyone) await page.context().close();
    await server?.dispose();
  });

  test.afterEach(async ({}, testInfo) => {
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach('server.log', { body: server.log, contentType: 'text/plain' });
    }
  });

  /** Says something and sees it arrive everywhere. */
  async function talk(from: Page, text: string): Promise<void> {
    said.push(text);
    await say(from, text);
    for (const page of everyone) await expect(line(page, text)).toBeVisible();
  }

  async function expectEveryoneBack(): Promise<void> {
    for (const page of everyone) {
      await expect(page.getByTestId('connection-bar')).toHaveCount(0, { timeout: 60_000 });
      await expect(page.getByTestId('viewer-count')).toHaveText('2');
    }
    await expect(streamer.getByTestId('room-state')).toHaveAttribute('data-state', 'on-air');
  }

  /** Which connection each viewer has, and that it is up. */
  async function connections(): Promise<readonly number[]> {
    const all = [await inbound(viewer), await inbound(guest)];
    for (const { state } of all) expect(state).toBe('connected');
    return all.map(({ connection }) => connection);
  }

  test('a bar says so, and the picture plays on without the server', async () => {
    before = await connections();
    await server.stop();
    for (const page of everyone) {
      await expect(page.getByTestId('connection-bar')).toHaveText('Connection lost. Coming back…');
    }
    for (const page of [viewer, guest]) await expectMovingPicture(page);
  });

  test('what is written meanwhile waits', async () => {
    said.push('into the dark');
    await say(viewer, 'into the dark');
    await expect(viewer.getByRole('img', { name: 'Sending…' })).toBeVisible();
  });

  test('when it is back so is everyone, over the connections from before', async () => {
    test.setTimeout(240_000);
    await server.begin();
    await expectEveryoneBack();
    for (const page of [viewer, guest]) await expectMovingPicture(page);
    expect(await connections()).toEqual(before);
  });

  test('the chat goes on, and nobody has lost or doubled a line', async () => {
    for (const page of everyone) await expect(line(page, 'into the dark')).toBeVisible();
    await expect(viewer.getByRole('img', { name: 'Sending…' })).toHaveCount(0);
    await talk(viewer, 'after the restart');
    await talk(streamer, 'still here');
    for (const page of everyone) expect(await chatTexts(page)).toEqual(said);
  });

  test('a killed server starts again over the database it left behind', async () => {
    test.setTimeout(240_000);
    before = await connections();
    await server.kill();
    await expect(viewer.getByTestId('connection-bar')).toBeVisible();
    await server.begin();
    expect(server.log).toContain('Stopping the database left over');

    await expectEveryoneBack();
    for (const page of [viewer, guest]) await expectMovingPicture(page);
    expect(await connections()).toEqual(before);
    await talk(streamer, 'that was close');
    for (const page of everyone) expect(await chatTexts(page)).toEqual(said);
  });

  test('somebody who comes now reads the whole chat', async ({ browser }) => {
    const late = await visitor(browser, server, null);
    await late.goto(room);
    await expectMovingPicture(late);
    expect(await chatTexts(late)).toEqual(said);
    await late.context().close();
  });
});

/** Somebody with a browser of their own; with an account when there is a name. */
async function visitor(browser: Browser, server: NioServer, name: string | null): Promise<Page> {
  const context = await browser.newContext({ baseURL: server.url });
  await watchConnections(context);
  if (name !== null) await registered(context, name, server.url);
  return context.newPage();
}
