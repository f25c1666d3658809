import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './test';

const SHOTS = new URL('../output/shots/', import.meta.url).pathname;

export const SCREENS = [
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

export const LANGUAGES = [
  { code: 'en', locale: 'en-US', title: 'Jazz at the kitchen table' },
  { code: 'ru', locale: 'ru-RU', title: 'Джаз за кухонным столом' },
] as const;

export const SCHEMES = ['dark', 'light'] as const;

/** A target for a finger is at least this wide and high, in CSS pixels. */
const TOUCH_PX = 44;

/** On what and in which language a page is looked at. */
export interface Look {
  readonly screen: (typeof SCREENS)[number];
  readonly language: (typeof LANGUAGES)[number];
}

/** Every look there is. */
export const LOOKS: readonly Look[] = SCREENS.flatMap((screen) =>
  LANGUAGES.map((language) => ({ screen, language })),
);

/** Options of the browser for a look. It begins dark. */
export const optionsOf = ({ screen, language }: Look) => ({
  ...screen.options,
  locale: language.locale,
  colorScheme: 'dark' as const,
});

/** A page to look at. */
export interface PageCase<Who extends string> {
  /** Of its pictures. */
  readonly name: string;
  readonly path: string;
  /** Who sees it. */
  readonly as: Who;
  /** Sees to it that what is to be looked at is there. */
  readonly shown: (page: Page) => Promise<void>;
  /** Takes the picture of all of it, not of what fits on the screen. */
  readonly whole?: boolean;
}

/** Waits for an element. */
export const visible = (selector: string) => async (page: Page) =>
  expect(page.locator(selector).first()).toBeVisible();

/** Opens pages and looks at each in the dark and in the light. */
export async function inspect<Who extends string>(
  look: Look,
  pages: Readonly<Record<Who, Page>>,
  cases: readonly PageCase<Who>[],
): Promise<void> {
  for (const { name, path, as, shown, whole } of cases) {
    await test.step(name, async () => {
      const page = pages[as];
      const complaints = collectComplaints(page);
      await page.goto(path);
      await shown(page);
      await expectGood(page, look, name, whole);
      expect.soft(complaints(), `${name}: console`).toEqual([]);
    });
  }
}

/** Whether what is on the screen looks right, fits, speaks the language and names its controls. Takes its pictures. */
export async function expectGood(
  page: Page,
  { screen, language }: Look,
  name: string,
  whole = false,
): Promise<void> {
  for (const scheme of SCHEMES) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.screenshot({
      path: `${SHOTS}${name}-${screen.name}-${language.code}-${scheme}.png`,
      fullPage: whole,
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
            /\b(?:nav|account|category|home|common|errors|auth|recovery|qr|approve|scan|proof|settings|notice|legal|golive|obs|studio|room|playback|chat|follow|people|profile|following|search|inbox|discover|banner|money|gift|wallet|adminMoney)\.[a-zA-Z_.]+\b/g,
          ) ?? [],
        // Names and titles people chose are in their own language.
        foreign:
          document.documentElement.lang === 'ru'
            ? (text.match(
                /\b(?:Sign in|Go live|Home|Chat|Share|Live now|viewers|Camera|Title|Wallet|coins?|beans?|Withdraw|Refund|Inbox|Following)\b/g,
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
export function collectComplaints(page: Page): () => string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return () => complaints;
}
