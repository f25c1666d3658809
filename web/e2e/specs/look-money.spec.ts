import type { Browser, BrowserContext, Page } from '@playwright/test';
import { Member } from '../support/member';
import { expectGood, inspect, LOOKS, optionsOf, visible, type PageCase } from '../support/look';
import { give } from '../support/money';
import { ADMIN, registered, WITH_ADMIN, type Account } from '../support/people';
import { png, type Colour } from '../support/picture';
import { endBroadcast, goLive } from '../support/room';
import { NioServer } from '../support/server';
import { expect, test } from '../support/test';

type Who = 'anna' | 'boris' | 'vera' | 'newcomer' | 'admin';

// The server most tests share is not started for these.
test.use({ baseURL: '' });

// A server of its own: coins are for nothing there, and beans available at once, as long as the setting says so.
let server: NioServer;
/** Anna is given gifts, Boris gives and pays, Vera spent coins whose price she was given back. */
let accounts: Record<'anna' | 'boris' | 'vera', Account>;
/** Where Anna is live. */
let room: string;
let studio: BrowserContext;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  server = await NioServer.start({
    ...WITH_ADMIN,
    NIO_MODE: 'development',
    BEAN_HOLD: '0S',
    MIN_WITHDRAWAL_BEANS: '500',
    PAYMENT_CURRENCIES: 'USD:100,EUR:110',
  });
  studio = await context(browser);
  const [home, flat, office] = [
    await context(browser),
    await context(browser),
    await context(browser),
  ];
  accounts = {
    anna: await registered(studio, 'anna', server.url),
    boris: await registered(home, 'boris', server.url),
    vera: await registered(flat, 'vera', server.url),
  };
  const anna = await Member.signedIn(studio, accounts.anna, server.url);
  const boris = await Member.signedIn(home, accounts.boris, server.url);
  const vera = await Member.signedIn(flat, accounts.vera, server.url);
  const admin = await Member.signedIn(office, ADMIN, server.url);
  const streamer = await studio.newPage();
  const giver = await home.newPage();

  await paid(boris, 10_000);
  const partly = await paid(boris, 500);
  const wholly = await paid(boris, 1000);
  const spent = await paid(vera, 100);
  await admin.post(`/api/admin/payments/${partly}/refund`, { amountMinor: 200 });
  await admin.post(`/api/admin/payments/${wholly}/refund`);

  await streamer.goto(`${server.url}/stream/create`);
  await give(
    giver,
    await goLive(streamer, 'Songs by request'),
    ['rainbow', 'rainbow', 'rainbow', 'rainbow', 'rocket'],
    '3,715',
  );
  await give(await flat.newPage(), giver.url(), ['diamond', 'rose'], '40');
  await expect(streamer.getByTestId('earned-beans')).toContainText('4,080');
  await admin.post(`/api/admin/payments/${spent}/refund`);
  await endBroadcast(streamer);

  const paypal = 'PayPal anna@example.com';
  const first = await asked(anna, 1500, paypal);
  await admin.post(`/api/admin/withdrawals/${first}/approve`);
  await admin.post(`/api/admin/withdrawals/${first}/paid`, { reference: 'PP-2026-0417' });
  const second = await asked(anna, 700, 'IBAN GB33BUKB20201555555555, Anna Petrova', 'April');
  await admin.post(`/api/admin/withdrawals/${second}/refuse`, { reason: 'This IBAN is closed.' });
  await anna.post(`/api/wallet/withdrawals/${await asked(anna, 600, paypal)}/cancel`);
  await admin.post(`/api/admin/withdrawals/${await asked(anna, 550, paypal)}/approve`);
  await asked(anna, 500, paypal, 'Please before the weekend');

  await banner(admin, 'Summer tour', 'room', [124, 58, 237], [236, 72, 153]);
  await banner(
    admin,
    'Strings and keys: 20% off for musicians',
    'home',
    [16, 185, 129],
    [14, 116, 144],
  );
  await admin.post('/api/admin/banners', {
    name: 'Autumn',
    alt: 'Autumn festival',
    link: 'https://festival.example/',
    placement: 'room',
    startsAt: '2099-09-01T09:00:00Z',
    endsAt: '2099-10-01T09:00:00Z',
    weight: 30,
  });

  // From now on what is given stays on hold.
  await server.restart({ BEAN_HOLD: '7D' });
  await streamer.goto(`${server.url}/stream/create`);
  room = await goLive(streamer, 'Songs by request');
  await give(giver, room, ['star', 'heart', 'heart', 'heart'], '3,155');
  await expect(streamer.getByTestId('earned-beans')).toContainText('280');
  for (const it of [home, flat, office]) await it.close();
});

test.afterAll(async () => {
  await studio?.close();
  await server?.dispose();
});

/** A context whose pages speak English whatever is looked at later. */
const context = (browser: Browser): Promise<BrowserContext> =>
  browser.newContext({
    locale: 'en-US',
    viewport: { width: 1280, height: 800 },
    isMobile: false,
    hasTouch: false,
  });

/** Buys the package of so many coins. Returns the payment's id. */
async function paid(buyer: Member, coins: number): Promise<string> {
  const { packages } = await buyer.get<{ packages: { id: string; coins: number }[] }>(
    '/api/payments/packages',
  );
  const packageId = packages.find((it) => it.coins === coins)?.id;
  const { payment } = await buyer.post<{ payment: { id: string } }>('/api/payments/test', {
    packageId,
    currency: 'USD',
  });
  return payment.id;
}

/** Asks for a payout. Returns its id. */
async function asked(
  streamer: Member,
  beans: number,
  destination: string,
  note?: string,
): Promise<string> {
  const { withdrawal } = await streamer.post<{ withdrawal: { id: string } }>(
    '/api/wallet/withdrawals',
    {
      beans,
      destination,
      note,
      idempotencyKey: crypto.randomUUID(),
    },
  );
  return withdrawal.id;
}

/** A banner that is shown. */
async function banner(
  admin: Member,
  name: string,
  placement: 'room' | 'home',
  from: Colour,
  to: Colour,
): Promise<void> {
  const { banner: made } = await admin.post<{ banner: { id: string } }>('/api/admin/banners', {
    name,
    alt: name,
    link: 'https://shop.example/',
    placement,
    weight: 10,
  });
  await admin.upload(`/api/admin/banners/${made.id}/image`, 'image/png', png(1200, 200, from, to));
}

const WALLET: readonly PageCase<Who>[] = [
  {
    name: 'wallet',
    path: '/wallet',
    as: 'boris',
    whole: true,
    shown: visible('[data-testid=pay]:enabled'),
  },
  {
    name: 'wallet-own-amount',
    path: '/wallet',
    as: 'newcomer',
    whole: true,
    shown: async (page) => {
      await page.locator('input[name=what][value=own]').check({ force: true });
      const amount = page.locator('input[inputmode=decimal]');
      await amount.fill('0.1');
      await amount.blur();
      await visible('[data-testid=buy-coins] [data-error]')(page);
    },
  },
  {
    name: 'wallet-paid',
    path: '/wallet',
    as: 'newcomer',
    shown: async (page) => {
      await page.getByTestId('pay').click();
      await visible('[data-testid=payment-result][data-outcome=paid]')(page);
    },
  },
  { name: 'wallet-debt', path: '/wallet', as: 'vera', shown: visible('[data-testid=pay]:enabled') },
  {
    name: 'wallet-history',
    path: '/wallet/history',
    as: 'boris',
    whole: true,
    shown: visible('[data-testid=entries]'),
  },
  {
    name: 'wallet-history-beans',
    path: '/wallet/history',
    as: 'anna',
    whole: true,
    shown: visible('[data-testid=entries]'),
  },
  {
    name: 'wallet-history-empty',
    path: '/wallet/history',
    as: 'boris',
    shown: async (page) => {
      await page.locator('select').selectOption('promo');
      await visible('main section section h2')(page);
    },
  },
  {
    name: 'wallet-payments',
    path: '/wallet/payments',
    as: 'boris',
    shown: visible('[data-testid=payments]'),
  },
  {
    name: 'wallet-withdraw',
    path: '/wallet/withdraw',
    as: 'anna',
    whole: true,
    shown: visible('[data-testid=withdrawals]'),
  },
  {
    name: 'wallet-withdraw-wrong',
    path: '/wallet/withdraw',
    as: 'anna',
    whole: true,
    shown: async (page) => {
      await page.locator('[data-testid=withdraw-form] input').first().fill('99999');
      await page.locator('[data-testid=withdraw-form] [type=submit]').click();
      await expect(page.locator('[data-testid=withdraw-form] p[class*=error]')).toHaveCount(2);
    },
  },
  {
    name: 'wallet-withdraw-cancel',
    path: '/wallet/withdraw',
    as: 'anna',
    shown: async (page) => {
      await page.getByTestId('withdrawals').getByRole('button').first().click();
      await visible('[role=dialog]')(page);
    },
  },
  {
    name: 'wallet-withdraw-little',
    path: '/wallet/withdraw',
    as: 'boris',
    shown: visible('main [class*=Message], main [role=status], main p'),
  },
];

const ADMIN_PAGES: readonly PageCase<Who>[] = [
  {
    name: 'admin-money',
    path: '/admin/money',
    as: 'admin',
    whole: true,
    shown: async (page) => {
      await page.getByTestId('check-ledger').click();
      await visible('[data-ok=true]')(page);
      await expect(page.locator('[data-ok=false]')).toHaveCount(0);
    },
  },
  {
    name: 'admin-withdrawals',
    path: '/admin/money/withdrawals',
    as: 'admin',
    whole: true,
    shown: async (page) => {
      await page.locator('select').selectOption('');
      await expect(page.getByTestId('admin-withdrawals').getByRole('listitem')).toHaveCount(5);
    },
  },
  ...(['approve', 'refuse'] as const).map((step, index) => ({
    name: `admin-withdrawals-${step}`,
    path: '/admin/money/withdrawals',
    as: 'admin' as const,
    shown: async (page: Page) => {
      await page.getByTestId('admin-withdrawals').getByRole('button').nth(index).click();
      await visible('[role=dialog]')(page);
      if (step === 'refuse') {
        await page.getByRole('dialog').locator('[type=submit]').click();
        await visible('[role=dialog] [data-error]')(page);
      }
    },
  })),
  {
    name: 'admin-payments',
    path: '/admin/money/payments',
    as: 'admin',
    whole: true,
    shown: visible('[data-testid=admin-payments]'),
  },
  {
    name: 'admin-payments-refund',
    path: '/admin/money/payments',
    as: 'admin',
    shown: async (page) => {
      await page.getByTestId('admin-payments').getByRole('button').first().click();
      await visible('[role=dialog]')(page);
    },
  },
  {
    name: 'admin-banners',
    path: '/admin/banners',
    as: 'admin',
    whole: true,
    shown: visible('[data-testid=admin-banner] img'),
  },
  {
    name: 'admin-banners-edit',
    path: '/admin/banners',
    as: 'admin',
    shown: async (page) => {
      await page.getByTestId('admin-banner').first().getByRole('button').first().click();
      await visible('[data-testid=banner-save]')(page);
    },
  },
];

for (const look of LOOKS) {
  test.describe(`On a ${look.screen.name} in ${look.language.code}: looks right, fits, speaks the language and names its controls`, () => {
    test.use(optionsOf(look));

    test('every page of the wallet', async ({ browser }) => {
      test.setTimeout(180_000);
      await seen(browser, ['anna', 'boris', 'vera', 'newcomer'], async (pages) => {
        await inspect(look, pages, WALLET);
      });
    });

    test('every page of the admin, and gifts in a room', async ({ browser }) => {
      test.setTimeout(180_000);
      await seen(browser, ['admin', 'boris'], async (pages) => {
        await inspect(look, pages, ADMIN_PAGES);
        await inspect(look, pages, [
          {
            name: 'gifts',
            path: new URL(room).pathname,
            as: 'boris',
            shown: async (page) => {
              await page
                .getByTestId('gifts-open')
                .or(page.getByTestId('gifts-bar'))
                .filter({ visible: true })
                .click();
              await visible('[data-testid=tray-balance]')(page);
            },
          },
        ]);
        await pages.boris.keyboard.press('Escape');
        await pages.boris.getByTestId('supporters-open').click();
        await visible('[data-testid=supporters-panel]')(pages.boris);
        await expectGood(pages.boris, look, 'supporters');
      });
    });
  });
}

/** Pages of these people, on the screen and in the language of the test. */
async function seen(
  browser: Browser,
  people: readonly Who[],
  look: (pages: Record<Who, Page>) => Promise<void>,
): Promise<void> {
  const pages: Partial<Record<Who, Page>> = {};
  for (const who of people) {
    const its = await browser.newContext({ baseURL: server.url });
    if (who === 'newcomer') await registered(its, 'newcomer', server.url);
    else await Member.signedIn(its, who === 'admin' ? ADMIN : accounts[who], server.url);
    pages[who] = await its.newPage();
  }
  await look(pages as Record<Who, Page>);
  for (const page of Object.values(pages)) await page.context().close();
}
