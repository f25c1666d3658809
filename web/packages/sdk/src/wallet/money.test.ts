import { beforeEach, expect, test } from 'vitest';
import { NioClient } from '../http/client.js';
import { FakeServer, ok, problem } from '../testing/fakeServer.js';
import { Money, MoneyAdmin } from './money.js';

let asked: Request[];
let server: FakeServer;
let nio: NioClient;

beforeEach(() => {
  asked = [];
  server = new FakeServer().on('POST /api/auth/refresh', () => new Response(null, { status: 204 }));
  nio = new NioClient({
    baseUrl: 'http://nio.test',
    channel: null,
    fetch: (request) => {
      asked.push(request.clone());
      return server.fetch(request);
    },
  });
});

const lastQuery = (): string => new URL(asked.at(-1)!.url).search;

test('entries are asked for by what is known, and nothing else', async () => {
  server.on('GET /api/wallet/entries', () => ok({ entries: [], hasMore: false }));
  await new Money(nio.http).entries({ asset: 'BEAN', kind: undefined, before: '17', limit: 30 });
  expect(lastQuery()).toBe('?asset=BEAN&before=17&limit=30');
});

test('the history for spreadsheets comes as it is', async () => {
  server.on('GET /api/wallet/entries.csv', () => new Response('id;amount\r\n1;-10\r\n'));
  const csv = await new Money(nio.http).entriesCsv({ asset: 'COIN' });
  expect(await csv.text()).toBe('id;amount\r\n1;-10\r\n');
  expect(lastQuery()).toBe('?asset=COIN');
});

test('an order says a package or an amount, never both', async () => {
  const bodies: unknown[] = [];
  server.on('POST /api/payments/test', ({ body }) => {
    bodies.push(body);
    return ok({ payment: { id: 'p1', status: 'paid' } });
  });
  const money = new Money(nio.http);
  expect((await money.payTest({ packageId: 'small', currency: 'USD' })).id).toBe('p1');
  await money.payTest({ amount: 500, currency: 'EUR' });
  expect(bodies).toEqual([
    { packageId: 'small', currency: 'USD' },
    { amount: 500, currency: 'EUR' },
  ]);
});

test('an order of PayPal keeps its name in the address, whatever is in it', async () => {
  server.on('POST /api/payments/paypal/orders/a%2Fb/capture', () => ok({ payment: { id: 'p1' } }));
  expect((await new Money(nio.http).capturePayPal('a/b')).id).toBe('p1');
});

test('a refusal comes with what is missing', async () => {
  server.on('POST /api/wallet/withdrawals', () => problem(400, 'below_minimum', { min: 5000 }));
  const request = { beans: 10, destination: 'IBAN', idempotencyKey: 'k1' };
  await expect(new Money(nio.http).withdraw(request)).rejects.toMatchObject({
    error: 'below_minimum',
    min: 5000,
  });
});

test('all that is left is given back by naming no amount', async () => {
  const bodies: unknown[] = [];
  server.on('POST /api/admin/payments/p1/refund', ({ body }) => {
    bodies.push(body);
    return ok({ payment: { id: 'p1', status: 'refunded' } });
  });
  const admin = new MoneyAdmin(nio.http);
  expect((await admin.refund('p1')).status).toBe('refunded');
  await admin.refund('p1', 100);
  expect(bodies).toEqual([{}, { amountMinor: 100 }]);
});
