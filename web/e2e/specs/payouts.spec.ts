import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContext, Locator, Page } from '@playwright/test';
import { Member } from '../support/member';
import { buy, give } from '../support/money';
import { ADMIN, registered, WITH_ADMIN, type Account } from '../support/people';
import { endBroadcast, goLive } from '../support/room';
import { NioServer } from '../support/server';
import { expect, test } from '../support/test';

interface Wanted {
  readonly beans: number;
  readonly destination: string;
  readonly note: string;
}

const paypal: Wanted = { beans: 1000, destination: 'PayPal anna@example.com', note: 'For April' };
const iban: Wanted = { beans: 800, destination: 'IBAN DE00 1234, Anna Petrova', note: '' };
const card: Wanted = { beans: 700, destination: 'The card of my brother', note: '' };

// The one most tests share is not started for these.
test.use({ baseURL: '' });

// A server of its own: coins are for nothing, beans are available at once, a payout begins at five dollars.
test.describe.serial('Payouts', () => {
  let server: NioServer;
  let anna: Account;
  let streamer: Page;
  let viewer: Page;
  let admin: Page;
  let everyone: BrowserContext[] = [];

  test.beforeAll(async ({ browser }) => {
    test.setTimeout(240_000);
    server = await NioServer.start({
      ...WITH_ADMIN,
      NIO_MODE: 'development',
      BEAN_HOLD: '0S',
      MIN_WITHDRAWAL_BEANS: '500',
    });
    const phone = await visitor(browser);
    anna = await registered(phone, 'anna', server.url);
    const studio = await phone.newPage();
    await studio.goto(`${server.url}/stream/create`);
    const room = await goLive(studio, 'A concert for bread');

    const context = await visitor(browser);
    await registered(context, 'boris', server.url);
    viewer = await context.newPage();
    await buy(viewer, server.url, '$100');
    await give(viewer, room, ['rainbow', 'rainbow', 'rainbow', 'rose'], '5,490');
    await expect(studio.getByTestId('earned-beans')).toContainText('3,005');
    await endBroadcast(studio);
    await studio.close();

    // Her other device came in by QR code, and has proved nobody.
    const laptop = await visitor(browser);
    await (await Member.signedIn(phone, anna, server.url)).signInByQr(laptop);
    streamer = await laptop.newPage();
    const office = await visitor(browser);
    await Member.signedIn(office, ADMIN, server.url);
    admin = await office.newPage();
  });

  test.afterAll(async () => {
    for (const context of everyone) await context.close();
    everyone = [];
    await server?.dispose();
  });

  test.afterEach(async ({}, testInfo) => {
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach('server.log', { body: server.log, contentType: 'text/plain' });
    }
  });

  async function visitor(browser: Browser): Promise<BrowserContext> {
    const context = await browser.newContext();
    everyone.push(context);
    return context;
  }

  /** The streamer's request of a sum, in her list. */
  const request = (sum: string): Locator =>
    streamer.getByTestId('withdrawals').getByRole('listitem').filter({ hasText: sum });

  const amountField = (): Locator => streamer.getByRole('textbox', { name: 'Beans' });

  async function fill({ beans, destination, note }: Wanted): Promise<void> {
    await amountField().fill(String(beans));
    await streamer.getByLabel('Where to').fill(destination);
    await streamer.getByLabel('Note (optional)').fill(note);
  }

  /** What her wallet says she has, and what is on its way. */
  async function expectBeans(available: string, withdrawing: string | null): Promise<void> {
    const card = streamer.getByRole('region', { name: 'Beans' });
    await expect(figure(streamer.getByTestId('wallet-beans'))).toHaveText(available);
    if (withdrawing === null) await expect(card).not.toContainText('being withdrawn');
    else await expect(card).toContainText(new RegExp(`${withdrawing}\\D.*being withdrawn`));
  }

  const figure = (amount: Locator): Locator => amount.locator('[aria-hidden=true]').last();

  /** The streamer's request of a sum, in the admin's list. */
  const claim = (sum: string): Locator =>
    admin.getByTestId('admin-withdrawals').getByRole('listitem').filter({ hasText: sum });

  const dialog = (): Locator => admin.getByRole('dialog');

  test('a request says what it is worth, asks who it is, and holds the beans', async () => {
    await streamer.goto(`${server.url}/wallet/withdraw`);
    await expectBeans('3,005', null);
    await expect(streamer.getByText('Available: $30.05')).toBeVisible();

    await streamer.getByRole('button', { name: 'Request withdrawal' }).click();
    await expect(streamer.getByText('How many beans?')).toBeVisible();
    await expect(streamer.getByText('Say where the money should go')).toBeVisible();
    await amountField().fill('400');
    await expect(streamer.getByText('At least 500')).toBeVisible();
    await amountField().fill('3006');
    await expect(streamer.getByText('At most 3,005')).toBeVisible();

    await fill(paypal);
    await expect(streamer.getByText('You get $10')).toBeVisible();
    await streamer.getByRole('button', { name: 'Request withdrawal' }).click();
    const proof = streamer.getByRole('dialog', { name: 'Is it you?' });
    await proof.locator('input[type=password]').fill('not the password at all');
    await proof.getByRole('button', { name: 'Continue' }).click();
    await expect(proof).toContainText('This is not your current password');
    await proof.locator('input[type=password]').fill(anna.password);
    await proof.getByRole('button', { name: 'Continue' }).click();
    await expect(proof).toHaveCount(0);
    await expect(request('$10')).toContainText('requested');
    await expect(request('$10')).toContainText('PayPal anna@example.com');
    await expectBeans('2,005', '1,000');
  });

  test('who has proved it lately is not asked again; three may be open', async () => {
    for (const one of [iban, card]) {
      await fill(one);
      await streamer.getByRole('button', { name: 'Request withdrawal' }).click();
      await expect(request(`$${one.beans / 100}`)).toContainText('requested');
    }
    await expectBeans('505', '2,500');
    await fill({ ...iban, beans: 500 });
    await streamer.getByRole('button', { name: 'Request withdrawal' }).click();
    await expect(streamer.getByText('Three requests are open already.')).toBeVisible();
    await expect(streamer.getByTestId('withdrawals').getByRole('listitem')).toHaveCount(3);
  });

  test('others find no such page as the admin’s', async () => {
    const page = await streamer.context().newPage();
    await page.goto(`${server.url}/admin/money/withdrawals`);
    await expect(page.getByRole('heading', { name: 'Nothing is broadcast here' })).toBeVisible();
    await expect(page.getByTestId('admin-withdrawals')).toHaveCount(0);
    await page.close();
  });

  test('one is approved and paid, and the streamer sees both without asking', async () => {
    await admin.goto(`${server.url}/admin/money/withdrawals`);
    await expect(admin.getByTestId('admin-withdrawals').getByRole('listitem')).toHaveCount(3);
    await expect(claim('$10')).toContainText(anna.nickname);
    await expect(claim('$10')).toContainText('For April');
    await claim('$10').getByRole('button', { name: 'Approve' }).click();
    await expect(dialog()).toContainText(`Approve $10 for ${anna.nickname}?`);
    await dialog().getByRole('button', { name: 'Approve' }).click();
    await expect(claim('$10')).toHaveCount(0);
    await expect(request('$10')).toContainText('approved');
    await expect(request('$10').getByRole('button')).toHaveCount(0);

    await admin.getByLabel('State').selectOption('approved');
    await claim('$10').getByRole('button', { name: 'Paid' }).click();
    await dialog().getByRole('button', { name: 'Paid' }).click();
    await expect(dialog()).toContainText('Fill this in');
    await dialog().getByLabel('Reference of the payment').fill('PP-2026-0417');
    await dialog().getByRole('button', { name: 'Paid' }).click();
    await expect(claim('$10')).toHaveCount(0);
    await expect(request('$10')).toContainText('paid');
    await expect(request('$10')).toContainText('Reference: PP-2026-0417');
    await expectBeans('505', '1,500');
  });

  test('one is refused: the streamer sees why, and the beans are back', async () => {
    await admin.getByLabel('State').selectOption('requested');
    await claim('$7').getByRole('button', { name: 'Refuse' }).click();
    await dialog().getByLabel('Reason, for the streamer').fill('Only to an account of your own.');
    await dialog().getByRole('button', { name: 'Refuse' }).click();
    await expect(claim('$7')).toHaveCount(0);
    await expect(request('$7')).toContainText('refused');
    await expect(request('$7')).toContainText('Reason: Only to an account of your own.');
    await expectBeans('1,205', '800');
  });

  test('one is cancelled by its owner, and cannot be approved any more', async () => {
    await expect(claim('$8')).toBeVisible();
    await claim('$8').getByRole('button', { name: 'Approve' }).click();
    await request('$8').getByRole('button', { name: 'Cancel the request' }).click();
    const question = streamer.getByRole('dialog', { name: 'Cancel the withdrawal of $8?' });
    await question.getByRole('button', { name: 'Cancel the request' }).click();
    await expect(request('$8')).toContainText('cancelled');
    await expectBeans('2,005', null);

    await dialog().getByRole('button', { name: 'Approve' }).click();
    await expect(admin.getByText('Somebody was faster: its state has changed.')).toBeVisible();
    await expect(dialog()).toHaveCount(0);
    await expect(claim('$8')).toHaveCount(0);
  });

  test('the history tells all of it, and comes as a table', async () => {
    await streamer.getByRole('link', { name: 'History' }).click();
    const lines = streamer.getByTestId('entries').getByRole('listitem');
    await expect(lines.filter({ hasText: 'Withdrawal returned' })).toHaveCount(2);
    await streamer.getByLabel('Kind').selectOption('withdrawal');
    await expect(lines.filter({ hasText: 'Withdrawal returned' })).toHaveCount(0);
    await expect(lines).toHaveCount(3);
    await streamer.getByLabel('Kind').selectOption('');
    await expect(lines.filter({ hasText: 'Withdrawal returned' })).toHaveCount(2);

    const [head, ...table] = await csv();
    expect(head).toBe(
      'createdAt,asset,account,kind,amount,balanceAfter,counterparty,giftType,count,streamId,reference',
    );
    const cells = table.map((line) => line.split(','));
    // Newest first: what she has, and what each step left her.
    expect(
      cells.map(([, , account, kind, amount, left]) => [account, kind, amount, left].join(' ')),
    ).toEqual(
      expect.arrayContaining([
        'beans_available withdrawal_returned 800 2005',
        'beans_available withdrawal_returned 700 1205',
        'beans_available withdrawal -700 505',
        'beans_available withdrawal -800 1205',
        'beans_available withdrawal -1000 2005',
      ]),
    );
    expect(cells).toHaveLength(await lines.count());
    const gifts = cells.filter(([, , , kind]) => kind === 'gift_received');
    expect(gifts.map(([, , , , amount]) => Number(amount)).reduce((a, b) => a + b, 0)).toBe(3005);
  });

  /** The lines of the table the page gives away. */
  async function csv(): Promise<string[]> {
    const coming = streamer.waitForEvent('download');
    await streamer.getByTestId('download-csv').click();
    const file = await coming;
    expect(file.suggestedFilename()).toBe('nio-wallet.csv');
    const text = await readFile(await file.path(), 'utf8');
    // Spreadsheets take it for UTF-8 by this.
    expect(text.startsWith('\uFEFF')).toBe(true);
    return text.slice(1).trimEnd().split('\r\n');
  }

  test('test money is given back, first a part and then the rest, and takes the coins with it', async () => {
    await buy(viewer, server.url, '$5');
    await expect(figure(viewer.getByTestId('wallet-coins'))).toHaveText('6,015');
    await viewer.getByRole('link', { name: 'Payments' }).click();
    const bought = viewer.getByTestId('payments').getByRole('listitem').filter({ hasText: '$5' });
    await expect(bought).toContainText('paid');

    await admin
      .getByRole('navigation', { name: 'Parts of the books' })
      .getByRole('link', { name: 'Payments' })
      .click();
    const payment = admin
      .getByTestId('admin-payments')
      .getByRole('listitem')
      .filter({ hasText: '$5' });
    await payment.getByRole('button', { name: /^Refund/ }).click();
    await dialog().getByLabel('How much, USD').fill('6');
    await expect(dialog().getByRole('button', { name: 'Refund' })).toBeDisabled();
    await dialog().getByLabel('How much, USD').fill('2');
    await dialog().getByRole('button', { name: 'Refund $2' }).click();
    await expect(payment).toContainText('partly returned');
    await expect(payment).toContainText('returned: $2');
    // Two fifths of what was bought, the bonus included.
    await expect(figure(viewer.getByTestId('wallet-coins'))).toHaveText('5,805');
    await expect(bought).toContainText('returned: $2');

    await payment.getByRole('button', { name: /^Refund/ }).click();
    await dialog().getByRole('button', { name: 'Refund $3' }).click();
    await expect(payment.getByRole('button')).toHaveCount(0);
    await expect(figure(viewer.getByTestId('wallet-coins'))).toHaveText('5,490');
    await expect(bought).toContainText('returned: $5');
  });

  test('after all of it the books are right', async () => {
    await admin.getByRole('link', { name: 'Books' }).click();
    await admin.getByTestId('check-ledger').click();
    await expect(admin.getByText('The books are right.')).toBeVisible();
    await expect(admin.locator('[data-ok=false]')).toHaveCount(0);
  });
});
