import { NioError } from '@nio/sdk';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { nio } from '../api/nio';
import { METHODS } from '../testing/people';
import { renderAt } from '../testing/render';
import { account } from '../api/account';
import { Component } from './RegisterPage';

const nickname = () => screen.getByLabelText('Nickname');
const email = () => screen.getByLabelText('E-mail');
const password = () => screen.getByLabelText('Password');

beforeEach(() => {
  vi.spyOn(account, 'methods').mockResolvedValue(METHODS);
  renderAt('/register?next=%2Flive%2F1', <Component />);
});

test('complains about a field when it was left, not while it is first typed', async () => {
  await userEvent.type(nickname(), 'an');
  expect(screen.queryByText('From 3 to 20 characters')).toBeNull();
  await userEvent.tab();
  expect(screen.getByText('From 3 to 20 characters')).toBeTruthy();
  await userEvent.type(nickname(), 'na');
  expect(screen.queryByText('From 3 to 20 characters')).toBeNull();
});

test('leads to the first mistake instead of sending', async () => {
  const register = vi.spyOn(nio.session, 'register');
  await userEvent.type(nickname(), 'anna');
  await userEvent.click(screen.getByRole('button', { name: 'Create account' }));
  expect(register).not.toHaveBeenCalled();
  expect(document.activeElement).toBe(email());
  expect(screen.getAllByText('Fill this in')).toHaveLength(2);
});

async function fillIn(): Promise<void> {
  await userEvent.type(nickname(), 'anna');
  await userEvent.type(email(), 'a@example.com');
  await userEvent.type(password(), 'correct-horse-battery');
  await userEvent.click(screen.getByRole('button', { name: 'Create account' }));
}

test('says at the field what the server refused, and keeps what was typed', async () => {
  vi.spyOn(nio.session, 'register').mockRejectedValue(
    new NioError({ error: 'nickname_taken', status: 409 }),
  );
  await fillIn();
  expect(await screen.findByText('This nickname is taken. Choose another one')).toBeTruthy();
  expect(document.activeElement).toBe(nickname());
  expect(email()).toHaveProperty('value', 'a@example.com');
});

test('says above the fields what concerns none of them', async () => {
  vi.spyOn(nio.session, 'register').mockRejectedValue(
    new NioError({ error: 'too_many_requests', status: 429, retryAfterMs: 30_000 }),
  );
  await fillIn();
  expect((await screen.findByRole('alert')).textContent).toContain('Try again in 30 seconds');
});

test('the way to the other form keeps the way back', () => {
  expect(screen.getByRole('link', { name: 'Sign in' }).getAttribute('href')).toBe(
    '/login?next=%2Flive%2F1',
  );
});

test('says how long the password has to be, and how far it is', async () => {
  const said = () => password().closest('.mantine-PasswordInput-root')?.textContent;
  expect(said()).toContain('At least 15 characters');
  await userEvent.type(password(), 'correct');
  expect(said()).toContain('7 of 15 characters');
  await userEvent.type(password(), '-horse-battery');
  expect(said()).toContain('Long enough');
});

test('offers the services this server has, and leads back from them', async () => {
  const google = await screen.findByRole('link', { name: 'Continue with Google' });
  expect(google.getAttribute('href')).toBe('/api/auth/oauth/google?next=%2Flive%2F1');
});
