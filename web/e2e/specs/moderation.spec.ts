import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContext, Locator, Page, WebSocketRoute } from '@playwright/test';
import { watchConnections } from '../support/media';
import { registered, type Account } from '../support/people';
import { chatTexts, endBroadcast, goLive, line, say } from '../support/room';
import { expect, test } from '../support/test';

const SHOTS = new URL('../output/shots/', import.meta.url).pathname;

const PHONE = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
};

async function openContext(browser: Browser, options = {}): Promise<BrowserContext> {
  const context = await browser.newContext(options);
  await watchConnections(context);
  return context;
}

/**
 * Makes a page's connection one that can be cut, before its first visit: being offline alone leaves open sockets alone.
 */
async function cuttable(page: Page): Promise<(cut: boolean) => Promise<void>> {
  let away = false;
  const open = new Set<WebSocketRoute>();
  await page.routeWebSocket(/\/socket\.io\//, (socket) => {
    if (away) {
      void socket.close();
      return;
    }
    open.add(socket);
    open.add(socket.connectToServer());
  });
  return async (cut) => {
    away = cut;
    await page.context().setOffline(cut);
    if (!cut) return;
    for (const socket of open) await socket.close();
    open.clear();
  };
}

/** The line a text is in, with its menu opened. */
async function menuOf(page: Page, text: string): Promise<Locator> {
  await line(page, text).click({ button: 'right' });
  const menu = page.getByTestId('person-menu');
  await expect(menu).toBeVisible();
  return menu;
}

async function choose(page: Page, text: string, item: string): Promise<void> {
  await (await menuOf(page, text)).getByRole('menuitem', { name: item }).click();
}

/** Serious and critical complaints of the accessibility check about a part of the page. */
async function violationsOf(page: Page, part = 'body'): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).include(part).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`));
}

test.describe.serial('A room with its moderators', () => {
  let streamer: Page;
  let moderator: Page;
  let boris: Page;
  let secondTab: Page;
  let phone: Page;
  let cutPhone: (cut: boolean) => Promise<void>;
  let accounts: { anna: Account; kate: Account; boris: Account; vera: Account };
  let room: string;

  test.beforeAll(async ({ browser, nio }) => {
    const [studio, kate, borisContext, vera] = [
      await openContext(browser),
      await openContext(browser),
      await openContext(browser),
      await openContext(browser, PHONE),
    ];
    accounts = {
      anna: await registered(studio, 'anna', nio.url),
      kate: await registered(kate, 'kate', nio.url),
      boris: await registered(borisContext, 'boris', nio.url),
      vera: await registered(vera, 'vera', nio.url),
    };
    streamer = await studio.newPage();
    moderator = await kate.newPage();
    boris = await borisContext.newPage();
    secondTab = await borisContext.newPage();
    phone = await vera.newPage();
    cutPhone = await cuttable(phone);
    await streamer.goto('/stream/create');
    room = await goLive(streamer, 'House rules');
    for (const page of [moderator, boris, secondTab, phone]) {
      await page.goto(room);
      await expect(page.getByTestId('chat-input')).toBeVisible();
    }
  });

  test.afterAll(async () => {
    for (const page of [streamer, moderator, boris, phone]) await page?.context().close();
  });

  test('the streamer names a moderator out of the chat', async () => {
    await say(moderator, 'I can help.');
    await choose(streamer, 'I can help.', 'Make moderator');
    await expect(moderator.getByTestId('room-settings-open')).toBeVisible();
    await say(moderator, 'Thank you!');
    await expect(
      boris.locator('[data-line]', { hasText: 'Thank you!' }).getByText('moderator'),
    ).toBeVisible();
  });

  test('viewers have no power over others', async () => {
    const menu = await menuOf(boris, 'Thank you!');
    await expect(menu.getByRole('menuitem', { name: 'Reply' })).toBeVisible();
    await expect(menu.getByRole('menuitem', { name: /Ban|Time out|Delete|Pin/ })).toHaveCount(0);
    await boris.keyboard.press('Escape');
  });

  test('an answer quotes, a mention stands out, an address is a link', async () => {
    await choose(boris, 'I can help.', 'Reply');
    await say(boris, 'That is kind.');
    const answer = moderator.locator('[data-line]', { hasText: 'That is kind.' });
    await expect(answer).toContainText(`${accounts.kate.nickname}: I can help.`);
    await expect(answer).toHaveAttribute('data-for-me', 'true');

    await boris.getByTestId('chat-input').pressSequentially(`@${accounts.kate.nickname.slice(0, 5)}`);
    await expect(boris.getByRole('option', { name: `@${accounts.kate.nickname}` })).toBeVisible();
    await boris.keyboard.press('Enter');
    await boris.keyboard.type('see https://example.com/rules');
    await boris.keyboard.press('Enter');
    const link = moderator.getByRole('link', { name: 'https://example.com/rules' });
    await expect(link).toHaveAttribute('rel', 'noopener noreferrer nofollow ugc');
  });

  test('a pinned message is held above for everybody, also for who comes later', async () => {
    await choose(moderator, 'Thank you!', 'Pin');
    for (const page of [streamer, boris, phone]) {
      await expect(page.getByTestId('chat-pinned')).toContainText('Thank you!');
    }
    await secondTab.reload();
    await expect(secondTab.getByTestId('chat-pinned')).toContainText('Thank you!');
  });

  test('a deleted message disappears everywhere, and from the answers to it', async () => {
    await say(boris, 'Buy cheap watches');
    await expect(line(phone, 'Buy cheap watches')).toBeVisible();
    await choose(moderator, 'Buy cheap watches', 'Delete message');
    for (const page of [streamer, moderator, boris, secondTab, phone]) {
      await expect(line(page, 'Buy cheap watches')).toHaveCount(0);
    }
  });

  test('slow mode holds the second message back and says for how long', async () => {
    await moderator.getByTestId('room-settings-open').click();
    const settings = moderator.getByTestId('room-settings');
    await settings.getByLabel('Slow mode').selectOption('30');
    await settings.getByRole('button', { name: 'Save' }).click();
    await expect(boris.getByTestId('chat-rules')).toContainText('slow mode: 30 seconds');
    await moderator.screenshot({ path: `${SHOTS}room-settings-desktop.png` });
    // What lies behind the veil is not meant to be read.
    expect(await violationsOf(moderator, '[role=dialog]')).toEqual([]);
    await moderator.keyboard.press('Escape');

    // It counts from what he wrote before.
    const countdown = boris.getByTestId('slow-countdown');
    await expect(countdown).toBeVisible();
    await expect(countdown).toHaveCount(0, { timeout: 40_000 });
    await say(boris, 'First.');
    await expect(line(phone, 'First.')).toBeVisible();
    await boris.getByTestId('chat-input').fill('Second.');
    await expect(countdown).toBeVisible();
    await boris.getByTestId('chat-input').press('Enter');
    await expect(boris.getByTestId('chat-input')).toHaveValue('Second.');
    // Whose page has not heard of it is refused by the server, and keeps the text.
    await secondTab.reload();
    await say(secondTab, 'Round the back.');
    await expect(secondTab.getByRole('alert')).toHaveText('Too fast');
    await expect(line(phone, 'Round the back.')).toHaveCount(0);
    await secondTab.getByRole('button', { name: 'Delete' }).click();

    await say(moderator, 'Moderators are not slowed.');
    await say(moderator, 'Not at all.');
    await expect(line(boris, 'Not at all.')).toBeVisible();
  });

  test('reactions rise for everybody', async () => {
    await phone.emulateMedia({ reducedMotion: 'reduce' });
    await moderator.getByRole('button', { name: 'React with 🔥' }).click();
    await expect(phone.getByTestId('reaction-count')).toContainText('🔥 1');
  });

  test('a time-out stops every tab of a person, and ends when it is lifted', async () => {
    await choose(moderator, 'First.', 'Time out…');
    await moderator.getByRole('menuitem', { name: '10 minutes' }).click();
    for (const page of [boris, secondTab]) {
      await expect(page.getByTestId('chat-refusal')).toContainText(
        'A moderator has paused your messages',
      );
      await expect(page.getByTestId('chat-input')).toHaveCount(0);
    }
    await expect(phone.getByText(`${accounts.boris.nickname} is timed out`)).toBeVisible();
    await secondTab.reload();
    await expect(secondTab.getByTestId('chat-refusal')).toBeVisible();
    await boris.screenshot({ path: `${SHOTS}timed-out-desktop.png` });

    await moderator.getByRole('button', { name: 'Undo' }).click();
    for (const page of [boris, secondTab]) {
      await expect(page.getByTestId('chat-input')).toBeVisible();
    }
  });

  test('who comes back after a cut has lost nothing, and does not see what was deleted', async () => {
    await say(moderator, 'Before the cut.');
    await expect(line(phone, 'Before the cut.')).toBeVisible();
    await cutPhone(true);
    await expect(phone.getByTestId('connection-bar')).toBeVisible();
    await say(moderator, 'While you were away.');
    await expect(line(boris, 'While you were away.')).toBeVisible();
    await choose(moderator, 'Before the cut.', 'Delete message');
    await expect(line(boris, 'Before the cut.')).toHaveCount(0);
    await cutPhone(false);
    await expect(line(phone, 'While you were away.')).toBeVisible();
    await expect(line(phone, 'Before the cut.')).toHaveCount(0);
    expect(await chatTexts(phone)).toEqual(await chatTexts(boris));
  });

  test('the viewers are listed with their roles', async () => {
    await moderator.getByRole('tab', { name: 'Viewers' }).click();
    const viewers = moderator.getByTestId('viewers');
    for (const { nickname } of [accounts.boris, accounts.vera]) {
      await expect(viewers).toContainText(nickname);
    }
    await moderator.getByRole('tab', { name: 'Chat' }).click();
  });

  test('the chat looks right on phone and desktop', async () => {
    await say(phone, 'Looks good from here.');
    await expect(line(phone, 'Looks good from here.')).toBeVisible();
    await phone.screenshot({ path: `${SHOTS}chat-phone.png` });
    await boris.screenshot({ path: `${SHOTS}chat-desktop.png` });
    for (const page of [phone, boris]) expect(await violationsOf(page)).toEqual([]);
    await phone.getByTestId('chat-more').tap();
    await expect(phone.getByTestId('phone-menu')).toBeVisible();
    await phone.screenshot({ path: `${SHOTS}chat-more-phone.png` });
    await phone.keyboard.press('Escape');
  });

  test('a ban closes the room in every tab, and stays until it is lifted', async () => {
    await choose(moderator, 'First.', 'Ban…');
    const dialog = moderator.getByRole('dialog', { name: `Ban ${accounts.boris.nickname}?` });
    await dialog.getByLabel(/^Reason/).fill('advertising');
    await dialog.getByRole('button', { name: 'Ban', exact: true }).click();
    for (const page of [boris, secondTab]) {
      await expect(page.getByTestId('room-state')).toHaveAttribute('data-state', 'banned');
      await expect(
        page.getByText(`banned you from the room of ${accounts.anna.nickname}`),
      ).toBeVisible();
      await expect(page.getByTestId('remote-video')).toHaveCount(0);
    }
    await boris.reload();
    await expect(boris.getByTestId('room-state')).toHaveAttribute('data-state', 'banned');
    await expect(boris.getByText(`the room of ${accounts.anna.nickname}`)).toBeVisible();
    await boris.screenshot({ path: `${SHOTS}banned-desktop.png` });

    await moderator.getByTestId('room-settings-open').click();
    const settings = moderator.getByTestId('room-settings');
    await settings.getByText('Bans and time-outs').click();
    await expect(settings).toContainText('advertising');
    await settings
      .getByRole('button', { name: `Lift the ban of ${accounts.boris.nickname}` })
      .click();
    await expect(settings).toContainText('Nobody is banned.');
    await settings.getByText('Who did what').click();
    await expect(settings).toContainText(
      `${accounts.kate.nickname} banned ${accounts.boris.nickname}`,
    );
    await moderator.keyboard.press('Escape');
    await boris.reload();
    await expect(boris.getByTestId('chat-input')).toBeVisible();
  });

  test('somebody who is blocked is not seen any more, nor after a reload', async () => {
    await choose(boris, 'Looks good from here.', 'Block…');
    const dialog = boris.getByRole('dialog', { name: `Block ${accounts.vera.nickname}?` });
    await dialog.getByRole('button', { name: 'Block' }).click();
    await expect(line(boris, 'Looks good from here.')).toHaveCount(0);
    await boris.reload();
    await expect(line(boris, 'Not at all.')).toBeVisible();
    await expect(line(boris, 'Looks good from here.')).toHaveCount(0);
    await endBroadcast(streamer);
  });
});
