import type { Browser, Locator, Page } from '@playwright/test';
import { registered } from '../support/people';
import { endBroadcast, goLive } from '../support/room';
import { NioServer } from '../support/server';
import { expect, test } from '../support/test';

// A server of its own: in development coins can be bought for nothing.
test.describe.serial('Gifts', () => {
  let server: NioServer;
  let streamer: Page;
  let viewer: Page;
  let guest: Page;
  let room: string;
  /** What the viewer can spend. */
  let coins = 0;
  /** Set to lose the answer to the next gift together with the viewer's connection; called to cut it. */
  let loseAnswer = false;
  let cut: () => void = () => undefined;
  /** How often the viewer has connected. */
  let connections = 0;

  test.beforeAll(async ({ browser }) => {
    test.setTimeout(240_000);
    server = await NioServer.start({ NIO_MODE: 'development' });
    streamer = await visitor(browser, 'anna');
    viewer = await visitor(browser, 'boris');
    guest = await visitor(browser, null);
    await viewer.routeWebSocket(/\/socket\.io\//, (socket) => {
      connections += 1;
      const beyond = socket.connectToServer();
      let deaf = false;
      socket.onMessage((said) => {
        if (loseAnswer && String(said).includes('"gift_send"')) {
          loseAnswer = false;
          deaf = true;
          cut = () => void socket.close();
        }
        beyond.send(said);
      });
      beyond.onMessage((said) => {
        if (!deaf) socket.send(said);
      });
    });
    await streamer.goto(`${server.url}/stream/create`);
    room = await goLive(streamer, 'Songs by request');
    await viewer.goto(room);
    await guest.goto(room);
  });

  test.afterAll(async () => {
    for (const page of [streamer, viewer, guest]) await page?.context().close();
    await server?.dispose();
  });

  test.afterEach(async ({}, testInfo) => {
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach('server.log', { body: server.log, contentType: 'text/plain' });
    }
  });

  async function visitor(browser: Browser, name: string | null): Promise<Page> {
    const context = await browser.newContext();
    if (name !== null) await registered(context, name, server.url);
    return context.newPage();
  }

  const gift = (page: Page, name: string): Locator => page.getByTestId(`gift-${name}`);
  const card = (page: Page, name: string): Locator =>
    page.getByTestId('gift-feed').getByRole('listitem', { includeHidden: true }).filter({ hasText: name });

  async function expectCoins(left: number): Promise<void> {
    const shown = viewer.getByTestId('tray-balance').locator('[aria-hidden=true]').last();
    await expect(shown).toHaveText(left.toLocaleString('en-US'));
  }

  test('a guest is told to sign in', async () => {
    await guest.getByTestId('gifts-bar').click();
    await expect(guest.getByTestId('tray-words')).toHaveText('Sign in to give gifts.');
    await expect(gift(guest, 'rose')).toBeDisabled();
    await guest.keyboard.press('Escape');
  });

  test('without coins one is told how many are missing, and nothing is sent', async () => {
    await viewer.getByTestId('gifts-bar').click();
    await expectCoins(0);
    await gift(viewer, 'rose').click();
    await expect(viewer.getByTestId('tray-words')).toContainText('10 coins are missing');
    await expect(viewer.getByTestId('gift-animation')).toHaveCount(0);
  });

  test('coins are bought beside the room, and are in the tray at once', async () => {
    const opening = viewer.context().waitForEvent('page');
    await viewer.getByTestId('tray-words').getByRole('link', { name: 'Top up' }).click();
    const wallet = await opening;
    await expect(wallet.getByText('Test money: nothing is charged')).toBeVisible();
    await wallet.getByTestId('pay').click();
    await expect(wallet.getByTestId('payment-result')).toHaveAttribute('data-outcome', 'paid');
    await expect(wallet.getByTestId('wallet-coins')).not.toHaveText(/^0/);
    const bought = await wallet.getByTestId('wallet-coins').locator('[aria-hidden=true]').last().textContent();
    coins = Number((bought ?? '').replace(/\D/g, ''));
    expect(coins).toBeGreaterThanOrEqual(100);
    await expectCoins(coins);
    await expect(wallet.getByTestId('back-to-room')).toHaveAttribute('href', new URL(room).pathname);
    await wallet.close();
  });

  test('a combo flies over the picture on both sides, and is paid for', async () => {
    const seen = Promise.all(
      [viewer, streamer].map((page) =>
        expect(page.getByTestId('gift-animation').first()).toBeVisible(),
      ),
    );
    for (let i = 0; i < 3; i++) await gift(viewer, 'rose').click();
    coins -= 30;
    await expectCoins(coins);
    await seen;
    await expect(card(streamer, 'Rose')).toContainText('×3');
    await expect(card(viewer, 'Rose')).toContainText('×3');
    await expect(streamer.getByTestId('earned-beans')).toContainText('15');
    await expect(guest.getByTestId('top-supporters')).toBeVisible();
  });

  test('when the answer is lost with the connection, the gift is sent and paid for once', async () => {
    loseAnswer = true;
    await gift(viewer, 'heart').click();
    coins -= 20;
    await expectCoins(coins);
    // It has arrived; only the viewer does not know.
    await expect(card(streamer, 'Heart')).toContainText('×1');
    await expect(streamer.getByTestId('earned-beans')).toContainText('25');
    const before = connections;
    cut();
    await expect.poll(() => connections).toBeGreaterThan(before);
    await gift(viewer, 'rose').click();
    coins -= 10;
    await expectCoins(coins);
    await expect(streamer.getByTestId('earned-beans')).toContainText('30');
    await viewer.reload();
    await viewer.getByTestId('gifts-bar').click();
    await expectCoins(coins);
  });

  test('the wallet tells all of it', async () => {
    const wallet = await viewer.context().newPage();
    await wallet.goto(`${server.url}/wallet/history`);
    const lines = wallet.getByTestId('entries').getByRole('listitem');
    await expect(lines.filter({ hasText: 'Heart' })).toHaveCount(1);
    await expect(lines.filter({ hasText: 'Purchase' })).toHaveCount(1);
    await wallet.close();
  });

  test('the streamer sees at the end what it brought', async () => {
    await endBroadcast(streamer);
    await expect(streamer.getByTestId('summary-beans')).toContainText('30');
  });
});
