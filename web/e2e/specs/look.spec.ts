import AxeBuilder from '@axe-core/playwright';
import type { BrowserContext, Page } from '@playwright/test';
import { registered } from '../support/people';
import { endBroadcast, goLive, line, say } from '../support/room';
import { expect, test } from '../support/test';

const SHOTS = new URL('../output/shots/', import.meta.url).pathname;

const SCREENS = [
  {
    name: 'phone',
    options: {
      viewport: { width: 390, height: 844 },
      deviceScaleFactor: 2,
      hasTouch: true,
      isMobile: true,
    },
  },
  { name: 'desktop', options: { viewport: { width: 1440, height: 900 } } },
] as const;

const LANGUAGES = [
  { code: 'en', locale: 'en-US', title: 'Jazz at the kitchen table' },
  { code: 'ru', locale: 'ru-RU', title: 'Джаз за кухонным столом' },
] as const;

const SCHEMES = ['dark', 'light'] as const;

/** A target for a finger is at least this wide and high, in CSS pixels. */
const TOUCH_PX = 44;

interface PageCase {
  readonly name: string;
  readonly path: string;
  /** Signed in or not. */
  readonly as: 'anna' | 'guest';
  readonly shown: (page: Page) => Promise<void>;
}

// What is on the pages, streamed by Anna throughout.
let studio: BrowserContext;
let streamer: Page;
let onAir: string;
let ended: string;
let nickname: string;

const visible = (selector: string) => async (page: Page) =>
  expect(page.locator(selector).first()).toBeVisible();

const PAGES = (): readonly PageCase[] => [
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
  { name: 'verify', path: '/verify-email#token=none', as: 'guest', shown: visible('main [role=status] a') },
  { name: 'not-me', path: '/not-me#token=none', as: 'guest', shown: visible('main button') },
  {
    name: 'member-menu',
    path: '/',
    as: 'anna',
    shown: async (page) => {
      await page.locator('nav:visible button[aria-haspopup=dialog]').click();
      await visible('[role=dialog] a[href="/qr-login"]')(page);
    },
  },
  { name: 'terms', path: '/terms', as: 'guest', shown: visible('main h1') },
  {
    name: 'sessions',
    path: '/dashboard/settings/sessions',
    as: 'anna',
    shown: visible('[data-testid=session]'),
  },
  { name: 'account', path: '/dashboard/settings/account', as: 'anna', shown: visible('main h1') },
  { name: 'security', path: '/dashboard/settings/security', as: 'anna', shown: visible('main h1') },
  { name: 'linked', path: '/dashboard/settings/linked', as: 'anna', shown: visible('main h1') },
  { name: 'scanner', path: '/qr-login', as: 'anna', shown: visible('[data-testid=scanner]') },
  { name: 'register', path: '/register', as: 'guest', shown: visible('input[name=nickname]') },
  {
    name: 'create',
    path: '/stream/create',
    as: 'anna',
    shown: visible('[data-testid=go-live]:enabled'),
  },
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
    name: 'obs',
    path: '/stream/obs',
    as: 'anna',
    shown: async (page) => {
      await page.getByTestId('obs-make-key').click();
      await visible('[data-testid=obs-key]')(page);
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
  { name: 'following', path: '/following', as: 'guest', shown: visible('main h2') },
  { name: 'inbox', path: '/inbox', as: 'anna', shown: visible('main h1') },
  {
    name: 'search',
    path: '/search?q=jazz',
    as: 'guest',
    shown: visible('[data-testid=found-streams]'),
  },
  {
    name: 'profile',
    path: `/profile/${nickname}`,
    as: 'anna',
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
  { name: 'not-found', path: '/nothing/here', as: 'guest', shown: visible('main h1, main h2') },
];

test.beforeAll(async ({ browser, nio }) => {
  studio = await browser.newContext({ locale: 'en-US', isMobile: false, hasTouch: false });
  ({ nickname } = await registered(studio, 'anna', nio.url));
  streamer = await studio.newPage();
  await streamer.goto('/stream/create');
  ended = await goLive(streamer, 'Yesterday’s rehearsal');
  await endBroadcast(streamer);
  await streamer.getByRole('link', { name: 'New broadcast' }).click();
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

for (const screen of SCREENS) {
  for (const language of LANGUAGES) {
    test.describe(`On a ${screen.name} in ${language.code}`, () => {
      test.use({ ...screen.options, locale: language.locale, colorScheme: 'dark' });

      test('every page looks right, fits, speaks the language and names its controls', async ({
        browser,
        page,
        nio,
      }) => {
        test.setTimeout(180_000);
        const member = await browser.newContext();
        await registered(member, 'boris', nio.url);
        const pages = { guest: page, anna: await member.newPage() };
        for (const one of PAGES()) await inspect(pages[one.as], one);
        await inspectStudio(pages.anna);
        await member.close();
      });

      async function inspect(page: Page, one: PageCase): Promise<void> {
        await test.step(one.name, async () => {
          const complaints = collectComplaints(page);
          await page.goto(one.path);
          await one.shown(page);
          for (const scheme of SCHEMES) await expectGood(page, one.name, scheme);
          expect.soft(complaints(), `${one.name}: console`).toEqual([]);
        });
      }

      /** Broadcasting, which is the room of whoever streams: somebody new every time. */
      async function inspectStudio(page: Page): Promise<void> {
        await test.step('broadcasting', async () => {
          const complaints = collectComplaints(page);
          await page.goto('/stream/create');
          await page.getByRole('textbox').first().fill(language.title);
          await page.getByTestId('go-live').click();
          await visible('[data-testid=room-state][data-state=on-air]')(page);
          for (const scheme of SCHEMES) await expectGood(page, 'broadcasting', scheme);
          await page.getByTestId('connection-open').click();
          await visible('[data-testid=connection-panel]')(page);
          for (const scheme of SCHEMES) await expectGood(page, 'connection', scheme);
          await page.keyboard.press('Escape');
          await expect(page.getByTestId('connection-panel')).toHaveCount(0);
          await page.getByTestId('end-stream').click();
          await page.getByRole('dialog').getByRole('button').last().click();
          await visible('[data-testid=stream-ended]')(page);
          for (const scheme of SCHEMES) await expectGood(page, 'summary', scheme);
          expect.soft(complaints(), 'broadcasting: console').toEqual([]);
        });
      }

      async function expectGood(page: Page, name: string, scheme: 'dark' | 'light'): Promise<void> {
        await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
        await page.screenshot({
          path: `${SHOTS}${name}-${screen.name}-${language.code}-${scheme}.png`,
        });
        const what = `${name} (${scheme})`;
        const facts = await factsOf(page);
        expect.soft(facts.lang, `${what}: language`).toBe(language.code);
        expect
          .soft(facts.title, `${what}: title`)
          .toMatch(['home', 'menu', 'member-menu'].includes(name) ? /^NIO$/ : /\S · NIO$/);
        expect.soft(facts.overflowPx, `${what}: wider than the screen`).toBe(0);
        expect.soft(facts.keys, `${what}: untranslated keys`).toEqual([]);
        expect.soft(facts.foreign, `${what}: words of the other language`).toEqual([]);
        if (screen.name === 'phone') {
          expect.soft(facts.small, `${what}: too small for a finger`).toEqual([]);
        }
        expect.soft(await violationsOf(page), `${what}: accessibility`).toEqual([]);
      }
    });
  }
}

/** What the page can be asked about itself. */
async function factsOf(page: Page) {
  return page.evaluate(
    ({ touchPx }) => {
      const shown = (element: Element): boolean =>
        element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
      const nameOf = (element: Element): string =>
        `${element.tagName.toLowerCase()} ${element.getAttribute('aria-label') ?? element.textContent ?? ''}`.trim();
      const controls = [
        ...document.querySelectorAll(
          'button, input:not([type=radio]), textarea, select, nav a, a[class*="Button"], fieldset label, [role=radiogroup] label',
        ),
      ];
      const small = controls
        .filter((it) => shown(it) && it.closest('[class*="mantine-PasswordInput"]') === null)
        .filter((it) => {
          const { width, height } = it.getBoundingClientRect();
          // Off the screen until focused, as the link to the content is.
          return width > 1 && (width < touchPx - 0.5 || height < touchPx - 0.5);
        })
        .map((it) => {
          const { width, height } = it.getBoundingClientRect();
          return `${nameOf(it)} ${Math.round(width)}×${Math.round(height)}`;
        });
      const text = document.body.innerText;
      return {
        lang: document.documentElement.lang,
        title: document.title,
        overflowPx: Math.max(
          0,
          document.documentElement.scrollWidth - document.documentElement.clientWidth,
        ),
        // As "home.emptyTitle": what i18next shows where a text is missing.
        keys:
          text.match(
            /\b(?:nav|account|category|home|common|errors|auth|recovery|qr|approve|scan|proof|settings|notice|legal|golive|obs|studio|room|playback|chat|follow|people|profile|following|search|inbox|discover|banner)\.[a-zA-Z_.]+\b/g,
          ) ?? [],
        // Names and titles people chose are in their own language.
        foreign:
          document.documentElement.lang === 'ru'
            ? (text.match(
                /\b(?:Sign in|Go live|Home|Chat|Share|Live now|viewers|Camera|Title)\b/g,
              ) ?? [])
            : [],
        small,
      };
    },
    { touchPx: TOUCH_PX },
  );
}

/** Serious and critical violations, in words. */
async function violationsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`),
    );
}

/** Errors and warnings of the console from now on. */
function collectComplaints(page: Page): () => string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return () => complaints;
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
