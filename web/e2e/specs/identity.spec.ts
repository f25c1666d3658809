import type { Browser, BrowserContext, Page } from '@playwright/test';
import { accountButton, newcomer, registered, signIn, type Account } from '../support/people';
import { filmOf, phoneSeeing } from '../support/qrCamera';
import { NioServer } from '../support/server';
import { expect, test } from '../support/test';

const PHONE = { locale: 'en-US', viewport: { width: 390, height: 844 } } as const;

/** The sign-in page with its QR code. */
async function showCode(page: Page): Promise<void> {
  await page.goto('/login');
  await page.getByText('QR code', { exact: true }).click();
  await expect(page.getByTestId('qr-picture')).toBeVisible();
}

test.describe('QR login', () => {
  let phone: Browser;
  let context: BrowserContext;
  let anna: Account;
  let scanner: Page;

  /** Somebody signed in on a phone points its camera at the code. */
  async function scan(page: Page, url: string): Promise<void> {
    phone = await phoneSeeing(await filmOf(page, test.info()), test.info());
    context = await phone.newContext({ ...PHONE, baseURL: url });
    anna = await registered(context, 'anna', url);
    scanner = await context.newPage();
    await scanner.goto('/qr-login');
    await expect(scanner.getByRole('heading', { name: 'Sign in another device?' })).toBeVisible();
  }

  const numberButton = (number: string) =>
    scanner.getByRole('button', { name: `The number is ${number}`, exact: true });

  test.afterEach(async () => {
    await phone.close();
  });

  test('a code seen by the camera of a signed-in phone signs this browser in', async ({
    page,
    nio,
  }) => {
    await showCode(page);
    await scan(page, nio.url);

    // Each side sees the other before anything is granted.
    await expect(page.getByText(`${anna.nickname} has scanned the code`)).toBeVisible();
    await expect(scanner.getByText('On the same network as this phone')).toBeVisible();
    await expect(scanner.getByText(/Chrome \d+/).first()).toBeVisible();
    await expect(accountButton(page)).not.toContainText(anna.nickname);

    const number = await page.getByTestId('qr-number').innerText();
    await numberButton(number).click();
    await expect(scanner.getByText('Done, you are signed in there')).toBeVisible();
    await expect(page).toHaveURL('/');
    await expect(accountButton(page)).toContainText(anna.nickname);

    // It is a session like any other: kept over a reload, listed, and ended from the phone.
    await page.reload();
    await expect(accountButton(page)).toContainText(anna.nickname);
    await scanner.goto('/dashboard/settings/sessions');
    await expect(scanner.getByTestId('session')).toHaveCount(2);
    await scanner.getByRole('button', { name: /^End the session/ }).click();
    await scanner.getByRole('dialog').getByRole('button', { name: 'End session' }).click();
    await expect(scanner.getByTestId('session')).toHaveCount(1);
    await expect(accountButton(page)).not.toContainText(anna.nickname);
  });

  test('a refusal signs nobody in, and a used code says so', async ({ page, nio }) => {
    await showCode(page);
    await scan(page, nio.url);
    const address = scanner.url();
    await scanner.getByRole('button', { name: 'It isn’t me: refuse' }).click();
    await expect(scanner.getByRole('heading', { name: 'Refused' })).toBeVisible();
    await expect(page.getByText('The phone refused')).toBeVisible();
    await expect(accountButton(page)).not.toContainText(anna.nickname);

    await scanner.goto(address);
    await expect(scanner.getByText('This code no longer works')).toBeVisible();

    await page.getByRole('button', { name: 'New code' }).click();
    await expect(page.getByTestId('qr-picture')).toBeVisible();
  });

  test('a wrong number ends the code', async ({ page, nio }) => {
    await showCode(page);
    await scan(page, nio.url);
    const right = await page.getByTestId('qr-number').innerText();
    const wrong = await scanner
      .getByRole('button', { name: /^The number is/ })
      .filter({ hasNotText: right })
      .first()
      .innerText();
    await numberButton(wrong).click();
    await expect(scanner.getByText('That was another number')).toBeVisible();
    await expect(page.getByTestId('qr-number')).toBeHidden();
    await expect(accountButton(page)).not.toContainText(anna.nickname);
  });
});

test.describe('Sessions', () => {
  test('an ended one is signed out at once, and told why', async ({ page, context, browser, nio }) => {
    const anna = await registered(context, 'anna', nio.url);
    const other = await browser.newContext({ baseURL: nio.url, locale: 'en-US' });
    const elsewhere = await other.newPage();
    await elsewhere.goto('/login');
    await signIn(elsewhere, anna);
    await expect(accountButton(elsewhere)).toContainText(anna.nickname);
    await elsewhere.goto('/dashboard/settings/sessions');
    await expect(elsewhere.getByTestId('session')).toHaveCount(2);

    await page.goto('/dashboard/settings/sessions');
    await page.getByTestId('end-others').click();
    await page.getByRole('dialog').getByRole('button', { name: 'End all other sessions' }).click();
    await expect(page.getByTestId('session')).toHaveCount(1);
    await expect(accountButton(elsewhere)).not.toContainText(anna.nickname);
    await expect(elsewhere).toHaveURL(/\/login/);
    await expect(accountButton(page)).toContainText(anna.nickname);
    await other.close();
  });

  test('a login from a new device is told of and ended with one tap', async ({
    page,
    context,
    browser,
    nio,
  }) => {
    const anna = await registered(context, 'anna', nio.url);
    await page.goto('/');
    await expect(accountButton(page)).toContainText(anna.nickname);
    const other = await browser.newContext({ baseURL: nio.url, locale: 'en-US' });
    const stranger = await other.newPage();
    await stranger.goto('/login');
    await signIn(stranger, anna);
    await expect(accountButton(stranger)).toContainText(anna.nickname);

    const notice = page.getByTestId('notice').first();
    await expect(notice).toBeVisible();
    await notice.getByRole('button', { name: 'This wasn’t me' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await expect(accountButton(stranger)).not.toContainText(anna.nickname);
    await other.close();
  });

  test('many tabs that renew their tokens at once all stay signed in', async ({ context, nio }) => {
    const anna = await registered(context, 'anna', nio.url);
    const tabs = await Promise.all(Array.from({ length: 5 }, () => context.newPage()));
    for (let round = 0; round < 3; round++) {
      await Promise.all(tabs.map((tab) => tab.goto('/')));
      for (const tab of tabs) await expect(accountButton(tab)).toContainText(anna.nickname);
    }
  });

  test('the history shows a wrong password', async ({ page, context, nio }) => {
    const anna = await registered(context, 'anna', nio.url);
    await context.request.post('/api/auth/login', {
      data: { email: anna.email, password: 'not the password' },
      failOnStatusCode: false,
    });
    await page.goto('/dashboard/settings/sessions');
    await expect(page.getByText(/wrong password/i).first()).toBeVisible();
  });
});

test.describe('Mail and recovery', () => {
  let server: NioServer;

  test.beforeAll(async () => {
    // In development the letters are in the log: the nearest thing to a mailbox.
    server = await NioServer.start({ NIO_MODE: 'development', GOOGLE_CLIENT_ID: '', SMTP_HOST: '' });
  });

  test.afterAll(async () => {
    await server.stop();
    await server.dispose();
  });

  /** The newest link to a page in the letters so far. */
  async function link(page: string): Promise<string> {
    const pattern = new RegExp(`${server.url}${page}#token=[\\w-]+`, 'g');
    await expect.poll(() => server.log).toMatch(pattern);
    return server.log.match(pattern)?.at(-1) ?? '';
  }

  test('a forgotten password is replaced by the link in the letter', async ({ browser }) => {
    const context = await browser.newContext({ baseURL: server.url, locale: 'en-US' });
    const anna = await registered(context, 'anna', server.url);
    const page = await context.newPage();
    await page.goto(await link('/verify-email'));
    await page.getByRole('main').getByRole('button', { name: /confirm/i }).click();
    await expect(page.getByText(anna.email)).toBeVisible();
    expect(page.url(), 'the token does not stay in the address').not.toContain('token');

    const other = await browser.newContext({ baseURL: server.url, locale: 'en-US' });
    const forgetful = await other.newPage();
    await forgetful.goto('/login');
    await forgetful.getByRole('link', { name: 'Forgot your password?' }).click();
    await forgetful.getByLabel('E-mail').fill(anna.email);
    await forgetful.getByRole('main').locator('button[type=submit]').click();
    await forgetful.goto(await link('/reset-password'));
    const password = 'another long password';
    await forgetful.locator('input[autocomplete=new-password]').first().fill(password);
    await forgetful.getByRole('main').locator('button[type=submit]').click();
    await expect(forgetful.getByRole('main').getByRole('link', { name: 'Sign in' })).toBeVisible();

    await forgetful.goto('/login');
    await signIn(forgetful, { email: anna.email, password });
    await expect(accountButton(forgetful)).toContainText(anna.nickname);
    await expect(accountButton(page), 'the old sessions ended').not.toContainText(anna.nickname);
    await context.close();
    await other.close();
  });

  test('an address that is taken registers like any other', async ({ browser }) => {
    const context = await browser.newContext({ baseURL: server.url, locale: 'en-US' });
    const anna = await registered(context, 'anna', server.url);
    const second = await context.request.post('/api/auth/register', {
      data: { ...newcomer('vera'), email: anna.email },
    });
    expect(second.status()).toBe(201);
    await context.close();
  });
});
