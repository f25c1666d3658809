import { NioError } from '@nio/sdk';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { account } from '../api/account';
import { nio } from '../api/nio';
import { METHODS, SIGNED_IN } from '../testing/people';
import { renderAt } from '../testing/render';
import { Component as ForgotPassword } from './ForgotPasswordPage';
import { Component as NotMe } from './NotMePage';
import { Component as ResetPassword } from './ResetPasswordPage';
import { Component as VerifyEmail } from './VerifyEmailPage';

const gone = new NioError({ error: 'link_expired', status: 410 });
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));
const opened = (path: string) => window.history.replaceState(null, '', path);

beforeEach(() => {
  vi.restoreAllMocks();
  vi.spyOn(account, 'methods').mockResolvedValue(METHODS);
});

afterEach(() => opened('/'));

test('a link that lost its token says what to do', () => {
  opened('/not-me');
  renderAt('/not-me', <NotMe />);
  expect(screen.getByRole('heading', { name: 'The link is incomplete' })).toBeTruthy();
});

describe('/verify-email', () => {
  beforeEach(() => {
    opened('/verify-email#token=t1');
    vi.spyOn(nio.session.state, 'getSnapshot').mockReturnValue(SIGNED_IN);
    vi.spyOn(nio.session, 'reload').mockResolvedValue();
  });

  test('asks a guest to sign in first, and finds the token again afterwards', async () => {
    const guest = { status: 'guest' } as const;
    vi.spyOn(nio.session.state, 'getSnapshot').mockReturnValue(guest);
    const before = renderAt('/verify-email', <VerifyEmail />);
    expect(screen.getByRole('link', { name: 'Sign in' }).getAttribute('href')).toBe(
      '/login?next=%2Fverify-email',
    );
    before.unmount();
    vi.spyOn(nio.session.state, 'getSnapshot').mockReturnValue(SIGNED_IN);
    const confirm = vi.spyOn(account, 'confirmEmail').mockResolvedValue('anna@example.com');
    renderAt('/verify-email', <VerifyEmail />);
    await press('Confirm the e-mail');
    expect(confirm).toHaveBeenCalledExactlyOnceWith('t1');
  });

  test('of another account offers to sign in to that one', async () => {
    vi.spyOn(account, 'confirmEmail').mockRejectedValue(
      new NioError({ error: 'sign_in_first', status: 403 }),
    );
    const logout = vi.spyOn(nio.session, 'logout').mockResolvedValue();
    const { at } = renderAt('/verify-email', <VerifyEmail />);
    await press('Confirm the e-mail');
    expect((await screen.findByRole('alert')).textContent).toContain('You are signed in as anna');
    await press('Sign in to another account');
    expect(logout).toHaveBeenCalledOnce();
    await vi.waitFor(() => expect(at()).toBe('/login?next=%2Fverify-email'));
  });

  test('does nothing on its own, and keeps the token out of the address bar', () => {
    const confirm = vi.spyOn(account, 'confirmEmail');
    renderAt('/verify-email', <VerifyEmail />);
    expect(window.location.href).not.toContain('t1');
    expect(confirm).not.toHaveBeenCalled();
  });

  test('confirms on a press', async () => {
    const confirm = vi.spyOn(account, 'confirmEmail').mockResolvedValue('anna@example.com');
    renderAt('/verify-email', <VerifyEmail />);
    await press('Confirm the e-mail');
    expect(confirm).toHaveBeenCalledExactlyOnceWith('t1');
    expect(await screen.findByText('anna@example.com belongs to your account now.')).toBeTruthy();
  });

  test('that came too late leads to a new one', async () => {
    vi.spyOn(account, 'confirmEmail').mockRejectedValue(gone);
    renderAt('/verify-email', <VerifyEmail />);
    await press('Confirm the e-mail');
    expect(
      (await screen.findByRole('link', { name: 'To the settings' })).getAttribute('href'),
    ).toBe('/dashboard/settings/account');
  });

  test('without a connection can be tried again', async () => {
    vi.spyOn(account, 'confirmEmail')
      .mockRejectedValueOnce(NioError.offline())
      .mockResolvedValue('anna@example.com');
    renderAt('/verify-email', <VerifyEmail />);
    await press('Confirm the e-mail');
    expect((await screen.findByRole('alert')).textContent).toContain('No connection');
    await press('Confirm the e-mail');
    expect(await screen.findByText(/belongs to your account/)).toBeTruthy();
  });
});

describe('/not-me', () => {
  test('signs that device out and leads to a new password', async () => {
    opened('/not-me#token=t2');
    const notMe = vi.spyOn(account, 'notMeByLink').mockResolvedValue();
    vi.spyOn(nio.session, 'user', 'get').mockReturnValue(null);
    renderAt('/not-me', <NotMe />);
    expect(notMe).not.toHaveBeenCalled();
    await press('Sign that device out');
    expect(notMe).toHaveBeenCalledExactlyOnceWith('t2');
    expect(
      (await screen.findByRole('link', { name: 'Change the password' })).getAttribute('href'),
    ).toBe('/forgot-password');
  });
});

describe('/reset-password', () => {
  beforeEach(() => {
    opened('/reset-password#token=t3');
    renderAt('/reset-password', <ResetPassword />);
  });
  const save = async (password: string): Promise<void> => {
    await userEvent.type(screen.getByLabelText('New password'), password);
    await press('Save the password');
  };

  test('wants a password as long as any', async () => {
    const reset = vi.spyOn(account, 'resetPassword');
    await save('short');
    expect(screen.getByText('At least 15 characters')).toBeTruthy();
    expect(reset).not.toHaveBeenCalled();
  });

  test('saves it and leads to the sign-in', async () => {
    const reset = vi.spyOn(account, 'resetPassword').mockResolvedValue();
    await save('correct horse battery');
    expect(reset).toHaveBeenCalledExactlyOnceWith('t3', 'correct horse battery');
    expect((await screen.findByRole('link', { name: 'Sign in' })).getAttribute('href')).toBe(
      '/login',
    );
  });

  test('that came too late leads to a new one', async () => {
    vi.spyOn(account, 'resetPassword').mockRejectedValue(gone);
    await save('correct horse battery');
    expect((await screen.findByRole('link', { name: 'Get a new link' })).getAttribute('href')).toBe(
      '/forgot-password',
    );
  });
});

describe('/forgot-password', () => {
  test('says the same whether or not there is such an account', async () => {
    const forgot = vi.spyOn(account, 'forgotPassword').mockResolvedValue();
    renderAt('/forgot-password', <ForgotPassword />);
    await userEvent.type(screen.getByLabelText('E-mail'), ' anna@example.com ');
    await press('Send the link');
    expect(forgot).toHaveBeenCalledExactlyOnceWith('anna@example.com');
    expect((await screen.findByRole('status')).textContent).toMatch(/^If anna@example.com has/);
  });

  test('where there is no mail, says who can help', async () => {
    vi.spyOn(account, 'methods').mockResolvedValue({ ...METHODS, mail: false });
    renderAt('/forgot-password', <ForgotPassword />);
    expect(await screen.findByText(/Ask its administrator/)).toBeTruthy();
    expect(screen.queryByLabelText('E-mail')).toBeNull();
  });
});
