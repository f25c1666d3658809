import { NioError } from '@nio/sdk';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useLocation } from 'react-router';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { account } from '../api/account';
import { nio } from '../api/nio';
import { ANNA, METHODS, SIGNED_IN } from '../testing/people';
import { renderAt } from '../testing/render';
import { Component } from './LoginPage';

vi.mock('./QrPanel', () => ({ default: () => <p>a code</p> }));

/** As the app's routes do: only at its address. */
function OnLogin() {
  return useLocation().pathname === '/login' ? <Component /> : null;
}

const show = (at = '/login', methods: Partial<typeof METHODS> = {}) => {
  vi.spyOn(account, 'methods').mockResolvedValue({ ...METHODS, ...methods });
  return renderAt(at, <OnLogin />);
};
const email = () => screen.getByLabelText('E-mail');
// The switch above has a place called so, too.
const password = () => screen.getByLabelText('Password', { selector: '[name=password]' });
const GUEST = { status: 'guest' } as const;
const SIGNED_OUT = { status: 'guest', ended: 'ended_by_user' } as const;

beforeEach(() => {
  vi.restoreAllMocks();
  vi.spyOn(nio.session.state, 'getSnapshot').mockReturnValue(GUEST);
});

describe('by password', () => {
  test('signs in, without what was pasted around the address', async () => {
    const login = vi.spyOn(nio.session, 'login').mockResolvedValue(ANNA);
    show();
    await userEvent.type(email(), ' anna@example.com ');
    await userEvent.type(password(), 'short');
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(login).toHaveBeenCalledExactlyOnceWith({
      email: 'anna@example.com',
      password: 'short',
    });
  });

  test('says that it was wrong, not what of it', async () => {
    vi.spyOn(nio.session, 'login').mockRejectedValue(
      new NioError({ error: 'invalid_credentials', status: 401 }),
    );
    show();
    await userEvent.type(email(), 'anna@example.com');
    await userEvent.type(password(), 'wrong');
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    expect((await screen.findByRole('alert')).textContent).toBe('Wrong e-mail or password.');
    expect(email()).toHaveProperty('value', 'anna@example.com');
  });

  test('what was typed is still there after a look at the other way', async () => {
    show();
    await userEvent.type(email(), 'anna@example.com');
    await userEvent.click(screen.getByLabelText('QR code'));
    expect(await screen.findByText('a code')).toBeTruthy();
    await userEvent.click(screen.getByRole('radio', { name: 'Password' }));
    expect(email()).toHaveProperty('value', 'anna@example.com');
  });
});

test('the way chosen last is the one shown first', async () => {
  const first = show();
  await userEvent.click(screen.getByLabelText('QR code'));
  first.unmount();
  show();
  expect(await screen.findByText('a code')).toBeTruthy();
});

describe('offers', () => {
  test('a way back in where there is mail', async () => {
    show();
    expect(
      (await screen.findByRole('link', { name: 'Forgot your password?' })).getAttribute('href'),
    ).toBe('/forgot-password');
  });

  test('neither that nor other services where there are none', async () => {
    show('/login', { mail: false, providers: [] });
    await vi.waitFor(() => expect(account.methods).toHaveResolved());
    expect(screen.queryByText('Forgot your password?')).toBeNull();
    expect(screen.queryByText('or continue with')).toBeNull();
  });

  test('the other services, which lead back to where one was going', async () => {
    show('/login?next=%2Flive%2F1%3Fa%3Db');
    const link = await screen.findByRole('link', { name: 'Continue with X' });
    expect(link.getAttribute('href')).toBe('/api/auth/oauth/twitter?next=%2Flive%2F1%3Fa%3Db');
  });

  test('the operator’s terms where there are any', async () => {
    show('/login', { termsUrl: 'https://example.com/terms' });
    await vi.waitFor(() =>
      expect(screen.getByRole('link', { name: 'terms of use' }).getAttribute('href')).toBe(
        'https://example.com/terms',
      ),
    );
    expect(screen.getByRole('link', { name: 'privacy policy' }).getAttribute('href')).toBe(
      '/terms',
    );
  });
});

test('says what another service came back with', () => {
  show('/login?problem=email_taken&provider=google');
  expect(screen.getByRole('alert').textContent).toContain('then link Google in the settings');
});

test('says why this device was signed out', () => {
  vi.spyOn(nio.session.state, 'getSnapshot').mockReturnValue(SIGNED_OUT);
  show();
  expect(screen.getByRole('status').textContent).toBe(
    'This device was signed out from another one.',
  );
});

test('whoever is signed in goes on', () => {
  vi.spyOn(nio.session.state, 'getSnapshot').mockReturnValue(SIGNED_IN);
  const { at } = show('/login?next=%2Fstream%2Fcreate');
  expect(at()).toBe('/stream/create');
});
