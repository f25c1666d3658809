import type { Browser, BrowserContext, Page } from '@playwright/test';
import {
  accountButton,
  ADMIN,
  registered,
  signIn,
  WITH_ADMIN,
  type Account,
} from '../support/people';
import { png } from '../support/picture';
import { endBroadcast, goLive } from '../support/room';
import { expect, test } from '../support/test';
import { NioServer } from '../support/server';

const SHOTS = new URL('../output/shots/', import.meta.url).pathname;

/** Somebody with an account, on a page of their own. */
async function person(
  browser: Browser,
  name: string,
  baseURL: string,
): Promise<{ account: Account; context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ baseURL });
  const account = await registered(context, name, baseURL);
  return { account, context, page: await context.newPage() };
}

test('Who follows is told when the broadcast begins, follows from the room, and finds the way on', async ({
  browser,
  nio,
}) => {
  test.setTimeout(180_000);
  const anna = await person(browser, 'anna', nio.url);
  const boris = await person(browser, 'boris', nio.url);
  const vera = await person(browser, 'vera', nio.url);

  await test.step('follow on the profile', async () => {
    await boris.page.goto(`/profile/${anna.account.nickname}`);
    await boris.page.getByTestId('follow').click();
    await expect(boris.page.getByTestId('follow')).toHaveText('Following');
    await expect(boris.page.getByTestId('followers')).toHaveText('1 follower');
    await boris.page.getByTestId('followers').click();
    await expect(boris.page.getByRole('dialog')).toContainText(boris.account.nickname);
    await boris.page.keyboard.press('Escape');
    await boris.page.screenshot({ path: `${SHOTS}people-profile.png` });
  });

  await test.step('go live with tags; the follower hears of it', async () => {
    await anna.page.goto('/stream/create');
    await anna.page.getByTestId('tags').fill('chess');
    await anna.page.getByTestId('tags').press('Enter');
    const room = await goLive(anna.page, 'Endgames by candlelight');
    const toast = boris.page.getByRole('button', { name: 'Watch', exact: true });
    await expect(toast).toBeVisible();
    await expect(boris.page.getByTestId('unread').filter({ visible: true })).toContainText('1');
    await toast.click();
    await expect(boris.page).toHaveURL(room);
  });

  await test.step('a guest sees who streams, what about, and is led to sign in', async () => {
    const guest = await browser.newContext({ baseURL: nio.url });
    const page = await guest.newPage();
    await page.goto(boris.page.url());
    await expect(page.getByTestId('room-state')).toHaveAttribute('data-state', 'playing');
    await expect(
      page.getByRole('link', { name: '#chess' }).or(page.getByRole('link', { name: 'chess' })),
    ).toBeVisible();
    await expect(page.getByTestId('followers')).toHaveText('1');
    await page.screenshot({ path: `${SHOTS}people-room.png` });
    await page.getByTestId('follow').click();
    await expect(page).toHaveURL(/\/login\?next=%2Flive%2F/);
    await guest.close();
  });

  await test.step('the inbox has it, and is read', async () => {
    await boris.page.goto('/inbox');
    const item = boris.page.getByTestId('notification');
    await expect(item).toContainText('Endgames by candlelight');
    await boris.page.screenshot({ path: `${SHOTS}people-inbox.png` });
    await boris.page.getByRole('button', { name: 'Mark all as read' }).click();
    await expect(item).toHaveAttribute('data-read', 'true');
    await expect(boris.page.getByTestId('unread')).toHaveCount(0);
    await boris.page.goto('/following');
    await expect(boris.page.getByTestId('live-card')).toContainText('Endgames by candlelight');
  });

  await test.step('search finds the person and the broadcast, by tag too', async () => {
    await boris.page.goto('/');
    const field = boris.page.getByRole('searchbox').filter({ visible: true });
    await field.fill(anna.account.nickname);
    await field.press('Enter');
    await expect(boris.page.getByTestId('found-people')).toContainText(anna.account.nickname);
    await field.fill('candlelight');
    await expect(boris.page.getByTestId('found-streams')).toContainText('Endgames by candlelight');
    await boris.page.screenshot({ path: `${SHOTS}people-search.png` });
    await boris.page.goto('/');
    await boris.page.getByRole('button', { name: 'chess' }).click();
    await expect(boris.page.getByTestId('live-card').first()).toContainText('Endgames');
  });

  await test.step('the card shows a picture of the broadcast', async () => {
    await expect(async () => {
      await boris.page.reload();
      await expect(
        boris.page.locator('[data-testid=live-card] img[data-shown=true]').first(),
      ).toBeVisible({ timeout: 2000 });
    }).toPass({ timeout: 40_000 });
    await boris.page.screenshot({ path: `${SHOTS}people-home.png` });
  });

  await test.step('after the end, there is something to watch next', async () => {
    await vera.page.goto('/stream/create');
    await goLive(vera.page, 'Openings at noon');
    await boris.page.goto(`/profile/${anna.account.nickname}`);
    await boris.page.getByTestId('live-card').click();
    await expect(boris.page.getByTestId('room-state')).toHaveAttribute('data-state', 'playing');
    await endBroadcast(anna.page);
    await expect(boris.page.getByTestId('stream-ended')).toBeVisible();
    await expect(boris.page.getByTestId('watch-next')).toContainText('Openings at noon');
    await expect(boris.page.getByTestId('stream-ended').getByTestId('follow')).toHaveText(
      'Following',
    );
  });

  for (const { context } of [anna, boris, vera]) await context.close();
});

test('A picture of oneself is cut to a square by keyboard, sent, shown and removed', async ({
  browser,
  nio,
}) => {
  const anna = await person(browser, 'anna', nio.url);
  const { page } = anna;
  await page.goto(`/profile/${anna.account.nickname}`);
  await page.getByTestId('edit-profile').click();
  await page
    .getByTestId('avatar-file')
    .setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: png(640, 360) });
  await expect(page.getByTestId('avatar-crop')).toBeFocused();
  for (const key of ['ArrowRight', 'ArrowRight', '+', 'ArrowUp']) await page.keyboard.press(key);
  await page.screenshot({ path: `${SHOTS}people-crop.png` });
  await page.getByTestId('avatar-save').click();
  const picture = page.locator('main header img');
  await expect(picture).toHaveAttribute('src', /^\/api\/files\/avatars\//);
  await expect
    .poll(() =>
      picture.evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight]),
    )
    .toEqual(expect.arrayContaining([expect.any(Number)]));
  const [width, height] = await picture.evaluate((image: HTMLImageElement) => [
    image.naturalWidth,
    image.naturalHeight,
  ]);
  expect(width).toBeGreaterThan(100);
  expect(width).toBe(height);

  const bio = page.getByRole('textbox', { name: 'About you' });
  await bio.fill('Chess in the evenings');
  await page.getByTestId('save-profile').click();
  await expect(page.getByTestId('bio')).toHaveText('Chess in the evenings');

  await page.getByTestId('edit-profile').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.locator('main header img')).toHaveCount(0);
  await anna.context.close();
});

test('Whoever is blocked is out of sight until unblocked', async ({ browser, nio }) => {
  const anna = await person(browser, 'anna', nio.url);
  const boris = await person(browser, 'boris', nio.url);
  await anna.page.goto(`/profile/${boris.account.nickname}`);
  await anna.page.getByRole('button', { name: 'Block' }).click();
  await anna.page.getByRole('dialog').getByRole('button', { name: 'Block' }).click();
  await expect(anna.page.getByText(`You have blocked ${boris.account.nickname}`)).toBeVisible();

  await boris.page.goto(`/profile/${anna.account.nickname}`);
  await boris.page.getByTestId('follow').click();
  await expect(boris.page.getByText(/one of you has blocked the other/)).toBeVisible();
  await expect(boris.page.getByTestId('follow')).toHaveText('Follow');

  await anna.page.getByRole('button', { name: 'Unblock' }).click();
  await anna.page.getByRole('dialog').getByRole('button', { name: 'Unblock' }).click();
  await expect(anna.page.getByTestId('follow')).toBeVisible();
  for (const { context } of [anna, boris]) await context.close();
});

test.describe('Banners', () => {
  let server: NioServer;

  test.beforeAll(async () => {
    server = await NioServer.start(WITH_ADMIN);
  });

  test.afterAll(async () => {
    await server?.dispose();
  });

  test('an admin makes one; it is shown, counted, clicked and closed; others find no such page', async ({
    browser,
  }) => {
    test.setTimeout(120_000);
    const context = await browser.newContext({ baseURL: server.url });
    const admin = await context.newPage();
    await admin.goto('/admin/banners');
    await expect(
      admin.getByRole('heading', { name: 'Nothing is on here' }).or(admin.locator('main h2')),
    ).toBeVisible();
    await admin.goto('/login?next=/admin/banners');
    await signIn(admin, ADMIN);
    await admin.getByRole('button', { name: 'New banner' }).click();
    await admin.getByLabel('Name').fill('Spring');
    await admin
      .getByTestId('banner-file')
      .setInputFiles({ name: 'spring.png', mimeType: 'image/png', buffer: png(640, 120) });
    await admin.getByLabel('The picture in words').fill('Spring sale');
    await admin.getByLabel('Link').fill('http://shop.example');
    await admin.getByTestId('banner-save').click();
    await expect(admin.getByLabel('Link')).toHaveAccessibleDescription(/begins with https/);
    await admin.getByLabel('Link').fill('https://shop.example/');
    await admin.getByRole('radio', { name: 'Home' }).check({ force: true });
    await admin.getByTestId('banner-save').click();
    const row = admin.getByTestId('admin-banner');
    await expect(row).toContainText('Spring');
    await expect(row).toContainText('Shown');
    await admin.screenshot({ path: `${SHOTS}people-banners.png` });

    const guest = await browser.newContext({ baseURL: server.url });
    const page = await guest.newPage();
    const counted = page.waitForResponse(/\/impression$/);
    await page.goto('/');
    const banner = page.getByTestId('banner');
    await banner.scrollIntoViewIfNeeded();
    expect((await counted).status()).toBe(204);
    await expect(banner).toContainText('Ad');
    const link = banner.getByRole('link', { name: 'Spring sale' });
    await expect(link).toHaveAttribute('rel', 'sponsored noopener nofollow');
    const click = await page.request.get(`${server.url}${await link.getAttribute('href')}`, {
      maxRedirects: 0,
    });
    expect([click.status(), click.headers()['location']]).toEqual([303, 'https://shop.example/']);
    await banner.getByRole('button', { name: 'Close the ad' }).click();
    await expect(banner).toHaveCount(0);
    await page.reload();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(banner).toHaveCount(0);

    await expect(async () => {
      await admin.reload();
      await expect(row.locator('dd').nth(0)).toHaveText('1', { timeout: 1000 });
      await expect(row.locator('dd').nth(1)).toHaveText('1', { timeout: 1000 });
    }).toPass({ timeout: 30_000 });

    await row.getByRole('button', { name: 'Delete “Spring”' }).click();
    await admin
      .getByRole('dialog', { name: 'Delete “Spring”?' })
      .getByRole('button', { name: 'Delete' })
      .click();
    await expect(row).toHaveCount(0);
    for (const it of [context, guest]) await it.close();
  });
});

test('On a phone: five places below, search and account above', async ({ browser, nio }) => {
  const context = await browser.newContext({
    baseURL: nio.url,
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  const account = await registered(context, 'anna', nio.url);
  const page = await context.newPage();
  await page.goto('/');
  const bar = page.getByRole('navigation', { name: 'Main' });
  await expect(bar.getByRole('link')).toHaveText(['Home', 'Following', 'Go live', 'Inbox', 'Me']);
  await expect(accountButton(page)).toContainText(account.nickname);
  await page.screenshot({ path: `${SHOTS}people-phone-home.png` });
  await page.getByRole('link', { name: 'Search' }).click();
  await expect(page.getByRole('searchbox').filter({ visible: true })).toBeFocused();
  await page.screenshot({ path: `${SHOTS}people-phone-search.png` });
  await bar.getByRole('link', { name: 'Me', exact: true }).click();
  await expect(page).toHaveURL(`/profile/${account.nickname}`);
  await page.screenshot({ path: `${SHOTS}people-phone-profile.png` });
  await bar.getByRole('link', { name: 'Inbox' }).click();
  await expect(page.getByText('Nothing new')).toBeVisible();
  await page.screenshot({ path: `${SHOTS}people-phone-inbox.png` });
  await context.close();
});
