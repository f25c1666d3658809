import { NioError, type User } from '@nio/sdk';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { account } from '../api/account';
import { nio } from '../api/nio';
import * as toasts from '../shell/toast';
import { ANNA, METHODS } from '../testing/people';
import { renderAt } from '../testing/render';
import { Component } from './AccountPage';

const show = (user: Partial<User> = {}, mail = true) => {
  const state = { status: 'user', user: { ...ANNA, ...user } } as const;
  vi.spyOn(nio.session.state, 'getSnapshot').mockReturnValue(state);
  vi.spyOn(account, 'methods').mockResolvedValue({ ...METHODS, mail });
  renderAt('/dashboard/settings/account', <Component />);
};
const press = async (name: string) => userEvent.click(await screen.findByRole('button', { name }));
const change = async (to: string): Promise<void> => {
  await press('Change e-mail');
  await userEvent.type(await screen.findByRole('textbox', { name: 'E-mail' }), to);
};

beforeEach(() => {
  vi.restoreAllMocks();
  vi.spyOn(toasts, 'toast').mockResolvedValue();
});

describe('an address', () => {
  test('that is confirmed says so', async () => {
    show();
    expect(await screen.findByRole('button', { name: 'Change e-mail' })).toBeTruthy();
    expect(screen.getByText('Confirmed')).toBeTruthy();
    expect(screen.queryByText('Send the link again')).toBeNull();
  });

  test('that is not gets another link', async () => {
    const send = vi.spyOn(account, 'sendVerification').mockResolvedValue();
    show({ emailVerified: false });
    await press('Send the link again');
    expect(send).toHaveBeenCalledOnce();
    expect(toasts.toast).toHaveBeenCalledWith('The link is on its way to anna@example.com');
  });

  test('changes when the link sent there is followed', async () => {
    const changed = vi.spyOn(account, 'changeEmail').mockResolvedValue();
    show();
    await change(' new@example.com ');
    await press('Send the link');
    expect(changed).toHaveBeenCalledExactlyOnceWith('new@example.com');
    expect(await screen.findByText(/Follow the link we sent to new@example.com/)).toBeTruthy();
  });

  test('that is taken is said at the field', async () => {
    vi.spyOn(account, 'changeEmail').mockRejectedValue(
      new NioError({ error: 'email_taken', status: 409 }),
    );
    show();
    await change('oleg@example.com');
    await press('Send the link');
    expect(await screen.findByText(/There is an account with this e-mail/)).toBeTruthy();
  });

  test('can be added where there is none', async () => {
    show({ email: null, emailVerified: false });
    expect(await screen.findByRole('button', { name: 'Add an e-mail' })).toBeTruthy();
    expect(screen.queryByText('Not confirmed')).toBeNull();
  });
});

describe('where the server sends no mail', () => {
  test('nothing is promised, and the address changes at once', async () => {
    const changed = vi.spyOn(account, 'changeEmail').mockResolvedValue();
    const reload = vi.spyOn(nio.session, 'reload').mockResolvedValue();
    show({ emailVerified: false }, false);
    expect(await screen.findByText(/This server sends no mail/)).toBeTruthy();
    expect(screen.queryByText('Send the link again')).toBeNull();
    await change('new@example.com');
    const buttons = screen.getAllByRole('button', { name: 'Change e-mail' });
    await userEvent.click(buttons.at(-1)!);
    expect(changed).toHaveBeenCalledOnce();
    await vi.waitFor(() => expect(reload).toHaveBeenCalledOnce());
    expect(toasts.toast).toHaveBeenCalledWith('The e-mail is changed');
  });
});
