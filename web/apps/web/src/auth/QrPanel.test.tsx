import { NioError, type QrLoginState } from '@nio/sdk';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { renderAt } from '../testing/render';
import { QrView } from './QrPanel';

const NOW = Date.UTC(2026, 0, 1);
const renew = vi.fn();
const show = (state: QrLoginState) => renderAt('/login', <QrView state={state} onRenew={renew} />);

const waiting: QrLoginState = {
  phase: 'waiting',
  picture: 'data:image/png;base64,AA',
  link: '',
  deepLink: '',
  expiresAtMs: NOW + 272_000,
  offline: false,
};
const scanned: QrLoginState = {
  phase: 'scanned',
  person: { id: 'u1', nickname: 'anna', avatarUrl: null },
  number: 58,
  expiresAtMs: NOW + 100_000,
  offline: false,
};

beforeEach(() => {
  renew.mockReset();
  vi.spyOn(Date, 'now').mockReturnValue(NOW);
});

describe('a code that waits', () => {
  test('is shown with what to do and how long it is good', () => {
    show(waiting);
    expect(screen.getByRole('img', { name: /QR code/ }).getAttribute('src')).toBe(
      'data:image/png;base64,AA',
    );
    expect(screen.getByText('New code in 4:32')).toBeTruthy();
    expect(screen.getAllByRole('listitem')).toHaveLength(3);
  });

  test('that has run out is being replaced', () => {
    show({ ...waiting, expiresAtMs: NOW - 1 });
    expect(screen.getByText('Getting a new code…')).toBeTruthy();
  });

  test('without a connection says so instead of counting', () => {
    show({ ...waiting, offline: true });
    expect(screen.getByRole('status').textContent).toContain('No connection');
    expect(screen.queryByText(/New code in/)).toBeNull();
  });
});

describe('a scanned code', () => {
  test('says who has it and which number to choose', () => {
    show(scanned);
    const said = screen.getByRole('status').textContent;
    expect(said).toContain('anna has scanned the code');
    expect(screen.getByTestId('qr-number').textContent).toBe('58');
  });

  test('that somebody else has got hold of can be thrown away', async () => {
    show(scanned);
    await userEvent.click(screen.getByRole('button', { name: 'New code' }));
    expect(renew).toHaveBeenCalledOnce();
  });
});

test.each<[string, QrLoginState, string, string]>([
  ['a refusal', { phase: 'rejected' }, 'The phone refused', 'New code'],
  ['a long wait', { phase: 'expired' }, 'The code has expired', 'New code'],
  [
    'too many codes',
    {
      phase: 'failed',
      error: new NioError({ error: 'too_many_requests', retryAfterMs: 20_000 }),
      retryAtMs: 0,
    },
    'Too many attempts. Try again in 20 seconds.',
    'Try again',
  ],
])('after %s there is a way on', async (_, state, text, button) => {
  show(state);
  expect(screen.getByText(text)).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: button }));
  expect(renew).toHaveBeenCalledOnce();
});
