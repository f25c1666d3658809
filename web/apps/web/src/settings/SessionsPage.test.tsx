import { NioError, type DeviceSession, type LoginAttempt } from '@nio/sdk';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { account } from '../api/account';
import * as toasts from '../shell/toast';
import { renderAt } from '../testing/render';
import { Component } from './SessionsPage';

const session = (change: Partial<DeviceSession>): DeviceSession => ({
  id: 's1',
  device: 'Linux PC',
  deviceKind: 'desktop',
  browser: 'Chrome 142',
  system: 'Linux',
  ipAddress: '203.0.113.7',
  userAgent: 'Mozilla/5.0',
  location: 'Riga, Latvia',
  countryCode: 'LV',
  method: 'password',
  confirmed: true,
  lastActivity: '2026-01-01T10:00:00Z',
  createdAt: '2026-01-01T09:00:00Z',
  expiresAt: '2026-02-01T09:00:00Z',
  isCurrent: false,
  ...change,
});
const current = session({ isCurrent: true });
const phone = session({
  id: 's2',
  device: 'Pixel 9',
  deviceKind: 'phone',
  method: 'qr',
  confirmed: false,
});
const tablet = session({ id: 's3', device: 'iPad', browser: 'Safari 26', location: null });
const attempt = (change: Partial<LoginAttempt>): LoginAttempt => ({
  ...session({}),
  success: true,
  reason: null,
  ...change,
});

let told: ReturnType<typeof vi.spyOn>;

const show = (list: DeviceSession[], history: LoginAttempt[] = []) => {
  vi.spyOn(account, 'sessions').mockResolvedValue(list);
  vi.spyOn(account, 'history').mockResolvedValue(history);
  renderAt('/dashboard/settings/sessions', <Component />);
};
const card = async (name: RegExp) =>
  within((await screen.findAllByTestId('session')).find((it) => name.test(it.textContent))!);

beforeEach(() => {
  vi.restoreAllMocks();
  told = vi.spyOn(toasts, 'toast').mockResolvedValue();
});

describe('the sessions', () => {
  test('this one is marked and cannot be ended here', async () => {
    show([current, phone]);
    const it = await card(/Linux PC/);
    expect(it.getByText('This device')).toBeTruthy();
    expect(it.queryByRole('button')).toBeNull();
  });

  test('one from a new device says so', async () => {
    show([current, phone, tablet]);
    expect((await card(/Pixel/)).getByText('New device')).toBeTruthy();
    expect((await card(/iPad/)).queryByText('New device')).toBeNull();
  });

  test('alone there is nothing to end', async () => {
    show([current]);
    expect(await screen.findByText('You are signed in on this device only.')).toBeTruthy();
    expect(screen.queryByTestId('end-others')).toBeNull();
  });

  test('places are asked for in the language of the app', async () => {
    show([current]);
    await screen.findAllByTestId('session');
    expect(account.sessions).toHaveBeenCalledWith('en', expect.anything());
  });
});

describe('ending one', () => {
  const ask = async (): Promise<void> => {
    show([current, phone]);
    await userEvent.click(
      await screen.findByRole('button', { name: 'End the session on Chrome 142 · Pixel 9' }),
    );
    expect(await screen.findByText('Sign out Chrome 142 · Pixel 9?')).toBeTruthy();
  };
  const really = () =>
    userEvent.click(
      within(screen.getByRole('dialog')).getByRole('button', { name: 'End session' }),
    );

  test('is asked about, by its name', async () => {
    const end = vi.spyOn(account, 'endSession');
    await ask();
    await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(end).not.toHaveBeenCalled();
  });

  test('is done, told, and looked at anew', async () => {
    const end = vi.spyOn(account, 'endSession').mockResolvedValue();
    await ask();
    await really();
    expect(end).toHaveBeenCalledExactlyOnceWith('s2');
    expect(told).toHaveBeenCalledWith('The session has ended');
    await vi.waitFor(() => expect(account.sessions).toHaveBeenCalledTimes(2));
  });

  test('that has ended by itself is no trouble', async () => {
    vi.spyOn(account, 'endSession').mockRejectedValue(
      new NioError({ error: 'not_found', status: 404 }),
    );
    await ask();
    await really();
    expect(told).toHaveBeenCalledWith('That session had ended already');
  });

  test('that fails says why', async () => {
    vi.spyOn(account, 'endSession').mockRejectedValue(NioError.offline());
    await ask();
    await really();
    expect(told).toHaveBeenCalledWith(expect.stringContaining('No connection'), 'trouble');
  });
});

test('ending all others says how many those are', async () => {
  const end = vi.spyOn(account, 'endOtherSessions').mockResolvedValue(2);
  show([current, phone, tablet]);
  await userEvent.click(await screen.findByTestId('end-others'));
  expect(await screen.findByText(/2 devices will be signed out/)).toBeTruthy();
  await userEvent.click(
    within(screen.getByRole('dialog')).getByRole('button', { name: 'End all other sessions' }),
  );
  expect(end).toHaveBeenCalledOnce();
  expect(told).toHaveBeenCalledWith('2 sessions have ended');
});

test('attempts tell how they went', async () => {
  show(
    [current],
    [
      attempt({ id: 'a1', method: 'google' }),
      attempt({ id: 'a2', success: false, reason: 'wrong_password' }),
      // From a newer server.
      attempt({ id: 'a3', success: false, reason: 'eclipse' as unknown as null }),
    ],
  );
  expect(await screen.findByText('Signed in · through Google')).toBeTruthy();
  expect(screen.getByText('Refused · wrong password')).toBeTruthy();
  expect(screen.getByText('Refused · for another reason')).toBeTruthy();
});

test('what did not load is tried again', async () => {
  vi.spyOn(account, 'history').mockResolvedValue([]);
  vi.spyOn(account, 'sessions')
    .mockRejectedValueOnce(NioError.offline())
    .mockResolvedValue([current]);
  renderAt('/dashboard/settings/sessions', <Component />);
  await userEvent.click(await screen.findByRole('button', { name: 'Try again' }));
  expect(await screen.findAllByTestId('session')).toHaveLength(1);
});
