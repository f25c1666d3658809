import { beforeEach, describe, expect, test } from 'vitest';
import { openHttp } from '../http/http.js';
import type { QrScan } from '../model.js';
import { FakeServer, ok, problem } from '../testing/fakeServer.js';
import { QrApproval } from './qrApproval.js';

const SCAN: QrScan = {
  confirmation: 'c1',
  requester: {
    device: 'Windows PC',
    deviceKind: 'desktop',
    browser: 'Firefox 140',
    system: 'Windows 11',
    ipAddress: '203.0.113.7',
    location: 'Riga, Latvia',
    countryCode: 'LV',
    proximity: 'same_country',
  },
  numbers: [31, 58, 74],
  reauthenticate: false,
  expiresAt: '2026-01-01T00:05:00Z',
};

let server: FakeServer;
let approval: QrApproval;
let sent: unknown[];
const state = () => approval.state.getSnapshot();

beforeEach(() => {
  sent = [];
  const noted = ({ body }: { body: unknown }): Response => {
    sent.push(body);
    return ok({ message: '' });
  };
  server = new FakeServer()
    .on('POST /api/qr-auth/scanned', () => ok(SCAN))
    .on('POST /api/qr-auth/confirm', noted)
    .on('POST /api/qr-auth/reject', noted);
  approval = new QrApproval(
    openHttp({ baseUrl: 'http://nio.test', fetch: server.fetch }),
    'code-1',
  );
});

describe('scanning', () => {
  test('tells who asks', async () => {
    expect(state()).toEqual({ phase: 'starting' });
    await approval.scan();
    expect(state()).toEqual({ phase: 'asking', scan: SCAN, answering: null });
  });

  test.each([
    [410, 'qr_gone', 'gone'],
    [409, 'qr_taken', 'gone'],
    [429, 'too_many_requests', 'failed'],
    [500, 'internal', 'failed'],
  ])('%i %s: %s', async (status, error, phase) => {
    server.on('POST /api/qr-auth/scanned', () => problem(status, error));
    await approval.scan();
    expect(state()).toMatchObject({ phase });
  });

  test('can be tried again', async () => {
    server.on('POST /api/qr-auth/scanned', () => Promise.reject(new TypeError('Failed to fetch')));
    await approval.scan();
    expect(state()).toMatchObject({ phase: 'failed', error: { error: 'offline' } });
    server.on('POST /api/qr-auth/scanned', () => ok(SCAN));
    await approval.scan();
    expect(state().phase).toBe('asking');
  });
});

describe('answering', () => {
  beforeEach(() => approval.scan());

  test('yes, with the number that was chosen and the proof of having scanned', async () => {
    await approval.confirm(58);
    expect(sent).toEqual([{ code: 'code-1', confirmation: 'c1', number: 58 }]);
    expect(state()).toEqual({ phase: 'confirmed' });
  });

  test('no', async () => {
    await approval.reject();
    expect(sent).toEqual([{ code: 'code-1' }]);
    expect(state()).toEqual({ phase: 'rejected' });
  });

  test('once: a second finger does nothing', async () => {
    await Promise.all([approval.confirm(58), approval.confirm(31), approval.reject()]);
    expect(sent).toHaveLength(1);
  });

  test.each([
    [409, 'qr_wrong_number', 'wrong'],
    [410, 'qr_gone', 'gone'],
    [409, 'qr_not_scanned', 'gone'],
  ])('%i %s ends it: %s', async (status, error, phase) => {
    server.on('POST /api/qr-auth/confirm', () => problem(status, error));
    await approval.confirm(58);
    expect(state()).toEqual({ phase });
  });

  test('can be repeated after a proof of who this is', async () => {
    server.on('POST /api/qr-auth/confirm', () =>
      problem(403, 'reauthentication_required', { methods: ['password', 'google'] }),
    );
    await expect(approval.confirm(58)).rejects.toMatchObject({
      error: 'reauthentication_required',
      methods: ['password', 'google'],
    });
    expect(state()).toEqual({ phase: 'asking', scan: SCAN, answering: null });
    server.on('POST /api/qr-auth/confirm', () => ok({ message: '' }));
    await approval.confirm(58);
    expect(state().phase).toBe('confirmed');
  });
});
