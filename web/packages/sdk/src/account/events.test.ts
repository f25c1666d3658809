import { describe, expect, test } from 'vitest';
import { accountEvents, qrStatus } from './events.js';

const notice = {
  id: 'n1',
  kind: 'new_login',
  sessionId: 's2',
  device: 'Pixel 9',
  browser: 'Chrome',
  location: null,
  ipAddress: '203.0.113.7',
  detail: null,
  createdAt: '2026-01-01T00:00:00Z',
};

describe('is understood', () => {
  test.each([
    [{ status: 'pending' }, { status: 'pending', number: null, person: null, expiresIn: null }],
    [
      {
        status: 'scanned',
        number: 58,
        person: { id: 'u1', nickname: 'anna', avatarUrl: null },
        expiresIn: 120,
      },
      {
        status: 'scanned',
        number: 58,
        person: { id: 'u1', nickname: 'anna', avatarUrl: null },
        expiresIn: 120,
      },
    ],
  ])('status %j', (said, understood) => {
    expect(qrStatus(said)).toEqual(understood);
  });

  test('a notice, without what a newer server adds', () => {
    expect(accountEvents.notification({ notice: { ...notice, mood: 'stern' } })).toEqual({
      notice,
      notification: null,
    });
  });

  test('a notification about somebody', () => {
    const notification = {
      id: 'n2',
      kind: 'stream_started',
      person: { id: 'u1', nickname: 'anna', avatarUrl: null },
      streamId: 's1',
      title: 'Evening talk',
      createdAt: '2026-01-01T00:00:00Z',
      readAt: null,
    };
    expect(accountEvents.notification({ notification })).toEqual({ notice: null, notification });
  });

  test.each([[['n1', 'n2']], [null]])('%j were read elsewhere', (ids) => {
    expect(accountEvents.notifications_read({ ids })).toEqual({ ids });
  });

  test('the end of a session, whatever the reason is called', () => {
    const said = { sessionId: 's1', reason: 'from_the_future' };
    expect(accountEvents.session_revoked(said)).toEqual(said);
  });
});

test.each([
  ['a status nobody knows', () => qrStatus({ status: 'maybe' })],
  [
    'a notice of a kind nobody knows',
    () => accountEvents.notification({ notice: { ...notice, kind: 'x' } }),
  ],
  [
    'a notification of a kind nobody knows',
    () => accountEvents.notification({ notification: { id: 'n1', kind: 'x' } }),
  ],
  ['an end of nothing', () => accountEvents.session_revoked({ reason: 'not_me' })],
])('%s is refused', (_, parse) => {
  expect(parse).toThrow();
});
