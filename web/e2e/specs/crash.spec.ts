import { call, enter, type Caller } from '../support/api';
import { newcomer } from '../support/people';
import { NioServer } from '../support/server';
import { Giver, GiftStorm, plan, Presence, type Gift } from '../support/storm';
import { expect, test } from '../support/test';

const SENDERS = 32;
const GIFTS_EACH = 40;
/** Several prices, and a wallet that has enough for all of it. */
const GIFT_TYPES = ['rose', 'heart', 'diamond'];
const DOLLARS = 50;

interface Wallet {
  readonly coins: number;
  readonly debt: number;
  readonly beans: { readonly held: number; readonly available: number };
}

interface LedgerReport {
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly sample: readonly string[] }[];
  readonly totals: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

const ADMIN = { email: 'admin@example.com', password: 'correct horse battery' };

/** How the server ends, after how many more acknowledged gifts. */
const ENDS = [
  { what: 'the server is killed', after: 300, databaseToo: false },
  { what: 'the server and its database are killed', after: 300, databaseToo: true },
  { what: 'both are killed once more, while people ask again', after: 40, databaseToo: true },
  { what: 'the server is killed over the database that was just recovered', after: 40, databaseToo: false },
] as const;

// Without a browser, and with a server of its own: in development coins can be bought for nothing.
test.describe.serial('Killed in the middle of a storm of gifts', () => {
  let server: NioServer;
  let streamer: Caller;
  let streamId: string;
  let presence: Presence;
  let storm: GiftStorm;
  let prices: Record<string, { readonly cost: number; readonly beans: number }>;

  test.beforeAll(async () => {
    test.setTimeout(240_000);
    // Long enough for any machine, however busy, to start a server: the stream has to be live still.
    server = await NioServer.start({
      NIO_MODE: 'development',
      STREAM_GRACE: '300S',
      ADMIN_EMAIL: ADMIN.email,
      ADMIN_PASSWORD: ADMIN.password,
    });
    ({ gifts: prices } = await call<{ gifts: typeof prices }>(`${server.url}/api/payments/gifts`));
    streamer = await registers('anna');
    const { stream } = await call<{ stream: { id: string } }>(`${server.url}/api/streams`, {
      token: streamer.token,
      body: { title: 'Songs by request', category: 'music' },
    });
    streamId = stream.id;
    const givers: Giver[] = [];
    for (let i = 0; i < SENDERS; i++) givers.push(await giver(i));
    storm = new GiftStorm(givers);
    await everybodyComes();
  });

  test.afterAll(async () => {
    storm?.leave();
    presence?.leave();
    await server?.dispose();
  });

  test.afterEach(async ({}, testInfo) => {
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach('server.log', { body: server.log, contentType: 'text/plain' });
    }
  });

  function registers(name: string): Promise<Caller> {
    return enter(`${server.url}/api/auth/register`, newcomer(name));
  }

  async function giver(number: number): Promise<Giver> {
    const caller = await registers('giver');
    const { payment } = await call<{ payment: { coins: number } }>(
      `${server.url}/api/payments/test`,
      { token: caller.token, body: { amount: DOLLARS * 100, currency: 'USD' } },
    );
    return new Giver(caller, payment.coins, plan(GIFTS_EACH, number, GIFT_TYPES));
  }

  async function everybodyComes(): Promise<void> {
    presence = await Presence.join(server.url, streamer, streamId);
    await storm.join(server.url, streamId);
  }

  /** The whole list of the stream, page by page. */
  async function listed(): Promise<Gift[]> {
    const all: Gift[] = [];
    for (let hasMore = true; hasMore;) {
      const before = all.at(-1);
      const page = await call<{ gifts: Gift[]; hasMore: boolean }>(
        `${server.url}/api/streams/${streamId}/gifts?limit=100${before === undefined ? '' : `&before=${before.id}`}`,
      );
      all.push(...page.gifts);
      hasMore = page.hasMore;
    }
    return all;
  }

  const wallet = ({ token }: Caller): Promise<Wallet> =>
    call<Wallet>(`${server.url}/api/wallet`, { token });

  const coinsOf = ({ orders }: Giver): number =>
    sum(orders.map(({ giftType, count }) => (prices[giftType]?.cost ?? NaN) * count));

  const beansOfAll = (): number =>
    sum(storm.orders.map(({ giftType, count }) => (prices[giftType]?.beans ?? NaN) * count));

  for (const { what, after, databaseToo } of ENDS) {
    test(`when ${what}, every acknowledged gift is there once`, async () => {
      test.setTimeout(240_000);
      const enough = storm.acknowledging(after);
      const raging = storm.rage();
      await enough;
      expect(storm.unanswered, 'many are under way').toBeGreaterThanOrEqual(SENDERS);
      await (databaseToo ? server.crash() : server.kill());
      await raging;
      await presence.cut();
      expect(storm.unanswered, 'some have no answer').toBeGreaterThan(0);

      await server.begin();
      if (databaseToo) expect(server.log).not.toContain('Stopping the database left over');
      else expect(server.log).toContain('Stopping the database left over');
      const ids = (await listed()).map(({ id }) => id);
      const there = new Set(ids);
      expect(there.size, 'nothing is listed twice').toBe(ids.length);
      expect(storm.acknowledged.filter(({ id }) => !there.has(id)), 'nothing is lost').toEqual([]);
      expect(ids.length, 'nothing came out of nothing').toBeLessThanOrEqual(
        storm.acknowledged.length + storm.unanswered,
      );
      await everybodyComes();
    });
  }

  test('who has no answer asks again, and every gift is there exactly once', async () => {
    await storm.rage();
    expect(storm.unanswered).toBe(0);
    expect(storm.acknowledged).toHaveLength(SENDERS * GIFTS_EACH);
    const byId = (a: Gift, b: Gift): number => (a.id < b.id ? -1 : 1);
    const essence = ({ id, giftType, count, coins, beans, sender }: Gift) => ({
      id,
      giftType,
      count,
      coins,
      beans,
      sender: sender.id,
    });
    expect((await listed()).sort(byId).map(essence)).toEqual(
      [...storm.acknowledged].sort(byId).map(essence),
    );
  });

  test('what was ordered is what was given, and the same key again is the same gift', async () => {
    for (const giver of storm.givers) {
      const gifts = giver.orders.map(({ idempotencyKey }) => giver.acknowledged.get(idempotencyKey));
      expect(gifts).toEqual(
        giver.orders.map(({ giftType, count }) =>
          expect.objectContaining({
            giftType,
            count,
            sender: expect.objectContaining({ id: giver.caller.id }) as unknown,
          }),
        ),
      );
      const again = await giver.repeat();
      expect(again.map((gift) => gift?.id)).toEqual(gifts.map((gift) => gift?.id));
    }
    expect(await listed()).toHaveLength(SENDERS * GIFTS_EACH);
  });

  test('every wallet is right to the coin', async () => {
    for (const giver of storm.givers) {
      expect(giver.coins).toBeGreaterThan(coinsOf(giver));
      expect(await wallet(giver.caller)).toMatchObject({
        coins: giver.coins - coinsOf(giver),
        debt: 0,
        beans: { held: 0, available: 0 },
      });
    }
    expect(await wallet(streamer)).toMatchObject({
      coins: 0,
      debt: 0,
      beans: { held: beansOfAll(), available: 0 },
    });
  });

  test('so is what the stream tells of its supporters', async () => {
    const said = await call<{
      supporters: { person: { id: string }; coins: number; gifts: number }[];
      beans: number;
    }>(`${server.url}/api/streams/${streamId}/supporters?limit=50`);
    expect(said.beans).toBe(beansOfAll());
    expect(Object.fromEntries(said.supporters.map((it) => [it.person.id, it.coins]))).toEqual(
      Object.fromEntries(storm.givers.map((it) => [it.caller.id, coinsOf(it)])),
    );
  });

  test('the books are right', async () => {
    const admin = await enter(`${server.url}/api/auth/login`, ADMIN);
    const report = await call<LedgerReport>(`${server.url}/api/admin/ledger/check`, {
      token: admin.token,
      body: {},
    });
    expect(report.checks.length, 'every invariant has its check').toBeGreaterThanOrEqual(7);
    expect(report.checks.filter(({ ok }) => !ok)).toEqual([]);
    const spent = sum(storm.givers.map(coinsOf));
    const bought = sum(storm.givers.map(({ coins }) => coins));
    expect(report.totals).toMatchObject({
      coins_paid: { COIN: bought - spent },
      coins_spent: { COIN: spent },
      coins_issued: { COIN: -bought },
      beans_held: { BEAN: beansOfAll() },
      beans_issued: { BEAN: -beansOfAll() },
    });
  });
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
