import type { BrowserContext, Page } from '@playwright/test';
import { Member } from '../support/member';
import {
  collectComplaints,
  expectGood,
  inspect,
  LOOKS,
  optionsOf,
  visible,
  type Look,
  type PageCase,
} from '../support/look';
import { registered, type Account } from '../support/people';
import { endBroadcast, goLive, line, say } from '../support/room';
import { expect, test } from '../support/test';

// What is on the pages, streamed by Anna throughout.
let studio: BrowserContext;
let streamer: Page;
let onAir: string;
let ended: string;
let nickname: string;
/** Who follows Anna, and whom she follows. */
let follower: Account;

const ENTRANCE: readonly PageCase<'guest' | 'member'>[] = [
  { name: 'home', path: '/', as: 'guest', shown: visible('[data-testid=live-card]') },
  {
    name: 'menu',
    path: '/',
    as: 'guest',
    shown: async (page) => {
      await page.locator('nav:visible button[aria-haspopup=dialog]').click();
      await visible('[role=dialog]')(page);
    },
  },
  { name: 'login', path: '/login', as: 'guest', shown: visible('input[name=email]') },
  {
    name: 'login-qr',
    path: '/login',
    as: 'guest',
    shown: async (page) => {
      await page.getByText(/^(QR code|QR-код)$/).click();
      await visible('[data-testid=qr-picture]')(page);
    },
  },
  {
    name: 'login-problem',
    path: '/login?problem=email_taken&provider=google',
    as: 'guest',
    shown: visible('main [role=alert]'),
  },
  { name: 'forgot', path: '/forgot-password', as: 'guest', shown: visible('main h1') },
  {
    name: 'reset',
    path: '/reset-password#token=none',
    as: 'guest',
    shown: visible('input[name=newPassword]'),
  },
  {
    name: 'verify',
    path: '/verify-email#token=none',
    as: 'guest',
    shown: visible('main [role=status] a'),
  },
  { name: 'not-me', path: '/not-me#token=none', as: 'guest', shown: visible('main button') },
  { name: 'register', path: '/register', as: 'guest', shown: visible('input[name=nickname]') },
  { name: 'terms', path: '/terms', as: 'guest', shown: visible('main h1') },
  { name: 'not-found', path: '/nothing/here', as: 'guest', shown: visible('main h1, main h2') },
  {
    name: 'member-menu',
    path: '/',
    as: 'member',
    shown: async (page) => {
      await page.locator('nav:visible button[aria-haspopup=dialog]').click();
      await visible('[role=dialog] a[href="/qr-login"]')(page);
    },
  },
  {
    name: 'sessions',
    path: '/dashboard/settings/sessions',
    as: 'member',
    shown: visible('[data-testid=session]'),
  },
  { name: 'account', path: '/dashboard/settings/account', as: 'member', shown: visible('main h1') },
  {
    name: 'security',
    path: '/dashboard/settings/security',
    as: 'member',
    shown: visible('main h1'),
  },
  { name: 'linked', path: '/dashboard/settings/linked', as: 'member', shown: visible('main h1') },
  { name: 'scanner', path: '/qr-login', as: 'member', shown: visible('[data-testid=scanner]') },
];

const ROOMS = (): readonly PageCase<'guest' | 'member'>[] => [
  {
    name: 'watching',
    path: new URL(onAir).pathname,
    as: 'guest',
    shown: async (page) => {
      await visible('[data-testid=room-state][data-state=playing]')(page);
      await visible('[data-testid=chat-list] [data-mine]')(page);
    },
  },
  {
    name: 'quality',
    path: new URL(onAir).pathname,
    as: 'guest',
    shown: async (page) => {
      await visible('[data-testid=room-state][data-state=playing]')(page);
      await page.getByTestId('playback-open').filter({ visible: true }).click();
      await visible('[data-testid=playback-panel] input[type=radio]')(page);
      await expect(page.getByTestId('playback-picture')).toContainText('×');
    },
  },
  {
    name: 'ended',
    path: new URL(ended).pathname,
    as: 'guest',
    shown: async (page) => {
      await visible('[data-testid=stream-ended]')(page);
      await visible('[data-testid=live-card]')(page);
    },
  },
  {
    name: 'create',
    path: '/stream/create',
    as: 'member',
    shown: visible('[data-testid=go-live]:enabled'),
  },
  {
    name: 'obs',
    path: '/stream/obs',
    as: 'member',
    shown: async (page) => {
      await page.getByTestId('obs-make-key').click();
      await visible('[data-testid=obs-key]')(page);
    },
  },
];

const PEOPLE = (): readonly PageCase<'guest' | 'member' | 'follower'>[] => [
  { name: 'following-guest', path: '/following', as: 'guest', shown: visible('main h2') },
  {
    name: 'following',
    path: '/following',
    as: 'follower',
    shown: visible('[data-testid=live-card]'),
  },
  { name: 'following-empty', path: '/following', as: 'member', shown: visible('main h2') },
  { name: 'inbox', path: '/inbox', as: 'follower', shown: visible('[data-testid=notification]') },
  { name: 'inbox-empty', path: '/inbox', as: 'member', shown: visible('main h2') },
  {
    name: 'search-people',
    path: '/search?q=anna',
    as: 'member',
    shown: visible('[data-testid=found-people]'),
  },
  { name: 'search-nothing', path: '/search?q=zzzzzz', as: 'guest', shown: visible('main h2') },
  {
    name: 'search',
    path: '/search?q=jazz',
    as: 'guest',
    shown: visible('[data-testid=found-streams]'),
  },
  {
    name: 'profile',
    path: `/profile/${nickname}`,
    as: 'member',
    shown: visible('[data-testid=past-streams]'),
  },
  {
    name: 'followers',
    path: `/profile/${nickname}`,
    as: 'guest',
    shown: async (page) => {
      await page.getByTestId('followers').click();
      await visible('[role=dialog]')(page);
    },
  },
];

test.beforeAll(async ({ browser, nio }) => {
  studio = await browser.newContext({ locale: 'en-US', isMobile: false, hasTouch: false });
  const account = await registered(studio, 'anna', nio.url);
  ({ nickname } = account);
  streamer = await studio.newPage();
  const friend = await browser.newContext();
  follower = await registered(friend, 'vera', nio.url);
  const vera = await Member.signedIn(friend, follower, nio.url);
  const anna = await Member.signedIn(studio, account, nio.url);
  await vera.put(`/api/people/${anna.id}/follow`);
  await anna.put(`/api/people/${vera.id}/follow`);
  await friend.close();
  await streamer.goto('/stream/create');
  ended = await goLive(streamer, 'Yesterday’s rehearsal');
  await endBroadcast(streamer);
  await streamer.goto('/stream/create');
  onAir = await goLive(streamer, 'Jazz at the kitchen table');
  // So that there is a quality to choose.
  await streamer.getByTestId('connection-open').click();
  await streamer.getByRole('radio', { name: 'Through the server always' }).check({ force: true });
  await streamer.keyboard.press('Escape');
  await say(streamer, 'Welcome! Requests go into the chat.');
  await expect(line(streamer, 'Welcome! Requests go into the chat.')).toBeVisible();
});

test.afterAll(async () => {
  await studio?.close();
});

for (const look of LOOKS) {
  test.describe(`On a ${look.screen.name} in ${look.language.code}: looks right, fits, speaks the language and names its controls`, () => {
    test.use(optionsOf(look));

    test('every page of signing in and of the settings', async ({ browser, page, nio }) => {
      test.setTimeout(180_000);
      const member = await browser.newContext();
      await registered(member, 'boris', nio.url);
      await inspect(look, { guest: page, member: await member.newPage() }, ENTRANCE);
      await member.close();
    });

    test('every page of a broadcast', async ({ browser, page, nio }) => {
      test.setTimeout(180_000);
      const member = await browser.newContext();
      await registered(member, 'boris', nio.url);
      const pages = { guest: page, member: await member.newPage() };
      await inspect(look, pages, ROOMS());
      await inspectStudio(pages.member, look);
      await member.close();
    });

    test('every page about people', async ({ browser, page, nio }) => {
      test.setTimeout(180_000);
      const [member, friend] = [await browser.newContext(), await browser.newContext()];
      await registered(member, 'boris', nio.url);
      await Member.signedIn(friend, follower, nio.url);
      const pages = {
        guest: page,
        member: await member.newPage(),
        follower: await friend.newPage(),
      };
      await inspect(look, pages, PEOPLE());
      for (const it of [member, friend]) await it.close();
    });
  });
}

/** Broadcasting, which is the room of whoever streams: somebody new every time. */
async function inspectStudio(page: Page, look: Look): Promise<void> {
  await test.step('broadcasting', async () => {
    const complaints = collectComplaints(page);
    await page.goto('/stream/create');
    await page.getByRole('textbox').first().fill(look.language.title);
    await page.getByTestId('go-live').click();
    await visible('[data-testid=room-state][data-state=on-air]')(page);
    await expectGood(page, look, 'broadcasting');
    await page.getByTestId('connection-open').click();
    await visible('[data-testid=connection-panel]')(page);
    await expectGood(page, look, 'connection');
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('connection-panel')).toHaveCount(0);
    await page.getByTestId('end-stream').click();
    await page.getByRole('dialog').getByRole('button').last().click();
    await visible('[data-testid=stream-ended]')(page);
    await expectGood(page, look, 'summary');
    expect.soft(complaints(), 'broadcasting: console').toEqual([]);
  });
}

test('By keyboard alone: sign in, come to the stream and write in the chat', async ({
  page,
  context,
  nio,
}) => {
  const account = await registered(context, 'boris', nio.url);
  await context.clearCookies();
  await page.goto(onAir);
  await expect(page.getByRole('link', { name: 'Sign in to chat' })).toBeVisible();
  await tabTo(page, 'Sign in to chat');
  await page.keyboard.press('Enter');

  await expect(page.getByLabel('E-mail')).toBeVisible();
  await tabTo(page, 'E-mail');
  await page.keyboard.type(account.email);
  await page.keyboard.press('Tab');
  await page.keyboard.type(account.password);
  await page.keyboard.press('Enter');

  await expect(page.getByTestId('chat-input')).toBeVisible();
  await page.keyboard.press('/');
  await expect(page.getByTestId('chat-input')).toBeFocused();
  await page.keyboard.type('No mouse needed');
  await page.keyboard.press('Enter');
  await expect(line(streamer, 'No mouse needed')).toBeVisible();
});

test('By keyboard alone: the account menu opens, keeps the focus and gives it back', async ({
  page,
  context,
  nio,
}) => {
  await page.goto('/');
  await tabTo(page, 'Sign in');
  await comeAndGo('Sign in');
  const { nickname } = await registered(context, 'boris', nio.url);
  await page.goto('/');
  await page.getByRole('button', { name: nickname }).focus();
  await comeAndGo(nickname);

  /** The first time, when the menu's code has yet to come, and once more. */
  async function comeAndGo(button: string): Promise<void> {
    const menu = page.getByRole('dialog', { name: 'Account' });
    for (let time = 0; time < 2; time++) {
      await page.keyboard.press('Enter');
      await expect(menu).toBeVisible();
      await expect(menu.locator(':focus')).toHaveCount(1);
      for (let press = 0; press < 12; press++) {
        await page.keyboard.press('Tab');
        await expect(menu.locator(':focus')).toHaveCount(1);
      }
      await page.keyboard.press('Escape');
      await expect(menu).toHaveCount(0);
      await expect(page.getByRole('button', { name: button })).toBeFocused();
    }
  }
});

/** Presses Tab until the control of this name has the focus, and sees that it shows. */
async function tabTo(page: Page, name: string): Promise<void> {
  const names: string[] = [];
  for (let press = 0; press < 40; press++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      if (!(element instanceof HTMLElement)) return { name: '', outlined: false };
      const style = getComputedStyle(element);
      const label = element instanceof HTMLInputElement ? element.labels?.[0]?.innerText : null;
      return {
        name: element.getAttribute('aria-label') ?? label ?? element.innerText.trim(),
        outlined: style.outlineStyle !== 'none' || style.boxShadow !== 'none',
      };
    });
    names.push(focused.name);
    if (focused.name === name) {
      expect(focused.outlined, `${name} shows that it has the focus`).toBe(true);
      return;
    }
  }
  throw new Error(`Tab never came to "${name}", but to: ${names.join(', ')}`);
}
