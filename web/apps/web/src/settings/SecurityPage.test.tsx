import { NioError, type AccountNotice, type User } from '@nio/sdk';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { account } from '../api/account';
import { nio } from '../api/nio';
import * as toasts from '../shell/toast';
import { ANNA, METHODS } from '../testing/people';
import { renderAt } from '../testing/render';
import { Component } from './SecurityPage';

const notice = (change: Partial<AccountNotice> = {}): AccountNotice => ({
  id: 'n1',
  kind: 'new_login',
  sessionId: 's2',
  device: 'Pixel 9',
  browser: 'Chrome 142',
  location: 'Riga, Latvia',
  ipAddress: '203.0.113.7',
  detail: null,
  createdAt: '2026-01-01T10:00:00Z',
  ...change,
});

function show(user: Partial<User> = {}, notices: AccountNotice[] = []) {
  const state = { status: 'user', user: { ...ANNA, ...user } } as const;
  vi.spyOn(nio.session.state, 'getSnapshot').mockReturnValue(state);
  vi.spyOn(account, 'notices').mockResolvedValue(notices);
  return renderAt('/dashboard/settings/security', <Component />);
}

beforeEach(() => {
  vi.restoreAllMocks();
  vi.spyOn(account, 'methods').mockResolvedValue(METHODS);
  vi.spyOn(toasts, 'toast').mockResolvedValue();
});

describe('the password', () => {
  const change = () => vi.spyOn(account, 'changePassword').mockResolvedValue(2);
  const send = (name: string) => userEvent.click(screen.getByRole('button', { name }));

  test('is changed, and all other devices go unless one wants them to stay', async () => {
    const changed = change();
    show();
    await userEvent.type(screen.getByLabelText('Current password'), 'old');
    await userEvent.type(screen.getByLabelText('New password'), 'correct horse battery');
    await send('Change the password');
    expect(changed).toHaveBeenCalledExactlyOnceWith({
      currentPassword: 'old',
      newPassword: 'correct horse battery',
      endOtherSessions: true,
    });
    expect(
      await screen.findByText('The password is changed, 2 devices are signed out'),
    ).toBeTruthy();
    expect(screen.getByLabelText('New password')).toHaveProperty('value', '');
  });

  test('others may stay', async () => {
    const changed = change();
    show();
    await userEvent.type(screen.getByLabelText('Current password'), 'old');
    await userEvent.type(screen.getByLabelText('New password'), 'correct horse battery');
    await userEvent.click(screen.getByLabelText('Sign out all other devices'));
    await send('Change the password');
    expect(changed.mock.calls[0]?.[0].endOtherSessions).toBe(false);
  });

  test('that was wrong is said at its field', async () => {
    change().mockRejectedValue(
      new NioError({
        error: 'validation_failed',
        status: 400,
        fields: [{ field: 'currentPassword', error: 'wrong', detail: '' }],
      }),
    );
    show();
    await userEvent.type(screen.getByLabelText('Current password'), 'guess');
    await userEvent.type(screen.getByLabelText('New password'), 'correct horse battery');
    await send('Change the password');
    expect(await screen.findByText('This is not your current password')).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByLabelText('Current password'));
  });

  test('a first one is set without an old one, and the account knows', async () => {
    const changed = change().mockResolvedValue(0);
    const reload = vi.spyOn(nio.session, 'reload').mockResolvedValue();
    show({ hasPassword: false });
    expect(screen.queryByLabelText('Current password')).toBeNull();
    await userEvent.type(screen.getByLabelText('New password'), 'correct horse battery');
    await send('Set the password');
    expect(changed).toHaveBeenCalledWith({
      newPassword: 'correct horse battery',
      endOtherSessions: true,
    });
    await vi.waitFor(() => expect(reload).toHaveBeenCalledOnce());
  });
});

test('an account without an address gets one before it gets a password', () => {
  show({ hasPassword: false, email: null });
  expect(screen.queryByLabelText('New password')).toBeNull();
  expect(screen.getByRole('link', { name: 'Add an e-mail' }).getAttribute('href')).toBe(
    '/dashboard/settings/account',
  );
});

describe('a new sign-in', () => {
  test('that was me is seen', async () => {
    const dismiss = vi.spyOn(account, 'dismissNotice').mockResolvedValue();
    show({}, [notice()]);
    await userEvent.click(await screen.findByRole('button', { name: 'It was me' }));
    expect(dismiss).toHaveBeenCalledExactlyOnceWith('n1');
    expect(await screen.findByText('Nothing that needs your attention.')).toBeTruthy();
  });

  test('that was not me ends there, and leads to a new password', async () => {
    const notMe = vi.spyOn(account, 'notMe').mockResolvedValue();
    show({}, [notice()]);
    await userEvent.click(await screen.findByRole('button', { name: 'This wasn’t me' }));
    expect(notMe).toHaveBeenCalledExactlyOnceWith('n1');
    expect(await screen.findByText('That device is signed out')).toBeTruthy();
    const dialog = within(screen.getByRole('dialog'));
    expect(dialog.getByRole('button', { name: 'Change the password' })).toBeTruthy();
  });

  test('that was answered elsewhere is gone here, too', async () => {
    vi.spyOn(account, 'dismissNotice').mockRejectedValue(
      new NioError({ error: 'not_found', status: 404 }),
    );
    show({}, [notice()]);
    await userEvent.click(await screen.findByRole('button', { name: 'It was me' }));
    expect(await screen.findByText('Nothing that needs your attention.')).toBeTruthy();
  });

  test('is not asked about on the device that has just signed in', async () => {
    vi.spyOn(nio.session, 'id', 'get').mockReturnValue('s2');
    show({}, [notice(), notice({ id: 'n2', kind: 'password_changed' })]);
    expect(await screen.findByText('The password was changed')).toBeTruthy();
    expect(screen.queryByText('New sign-in to your account')).toBeNull();
  });
});
