import { NioError } from '@nio/sdk';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import { account } from '../api/account';
import { renderAt } from '../testing/render';
import * as leaving from './goTo';
import { ProofRefused, useProof } from './proof';
import { ProofProvider } from './ProofProvider';

const needed = (methods: string[]) =>
  new NioError({ error: 'reauthentication_required', status: 403, methods });
const work = vi.fn<() => Promise<string>>();

/** Does something sensitive and says how it went. */
function Sensitive() {
  const withProof = useProof();
  const [said, setSaid] = useState('');
  const run = (): Promise<void> =>
    withProof(work).then(setSaid, (cause: unknown) =>
      setSaid(cause instanceof ProofRefused ? 'refused' : 'failed'),
    );
  return (
    <>
      <button type="button" onClick={() => void run()}>
        Do it
      </button>
      <p data-testid="said">{said}</p>
    </>
  );
}

const said = () => screen.getByTestId('said').textContent;

beforeEach(() => {
  work.mockReset();
  vi.restoreAllMocks();
  renderAt(
    '/dashboard/settings/linked?a=b',
    <ProofProvider>
      <Sensitive />
    </ProofProvider>,
  );
});

const doIt = () => userEvent.click(screen.getByRole('button', { name: 'Do it' }));

test('who needs no proof is not asked', async () => {
  work.mockResolvedValue('done');
  await doIt();
  expect(said()).toBe('done');
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('other failures are not a matter of proof', async () => {
  work.mockRejectedValue(new NioError({ error: 'offline' }));
  await doIt();
  expect(said()).toBe('failed');
});

test('after the password the same is done again', async () => {
  work.mockRejectedValueOnce(needed(['password'])).mockResolvedValue('done');
  const prove = vi.spyOn(account, 'reauthenticate').mockResolvedValue();
  await doIt();
  await userEvent.type(await screen.findByLabelText('Your password'), 'correct horse');
  await userEvent.click(screen.getByRole('button', { name: 'Continue' }));
  await vi.waitFor(() => expect(said()).toBe('done'));
  expect(prove).toHaveBeenCalledExactlyOnceWith('correct horse');
  expect(work).toHaveBeenCalledTimes(2);
});

test('a wrong password is said at the field, and nothing is done', async () => {
  work.mockRejectedValueOnce(needed(['password']));
  vi.spyOn(account, 'reauthenticate').mockRejectedValue(
    new NioError({ error: 'invalid_credentials', status: 401 }),
  );
  await doIt();
  await userEvent.type(await screen.findByLabelText('Your password'), 'wrong');
  await userEvent.click(screen.getByRole('button', { name: 'Continue' }));
  expect(await screen.findByText('This is not your current password')).toBeTruthy();
  expect(work).toHaveBeenCalledOnce();
});

test('whoever cancels has wanted nothing', async () => {
  work.mockRejectedValueOnce(needed(['password']));
  await doIt();
  await userEvent.click(await screen.findByRole('button', { name: 'Cancel' }));
  expect(said()).toBe('refused');
  expect(work).toHaveBeenCalledOnce();
});

test('an account without a password proves itself through its provider and comes back here', async () => {
  work.mockRejectedValueOnce(needed(['google']));
  const start = vi.spyOn(account, 'startProvider').mockResolvedValue('https://accounts.example/x');
  const goTo = vi.spyOn(leaving, 'goTo').mockReturnValue();
  await doIt();
  await userEvent.click(await screen.findByRole('button', { name: 'Continue with Google' }));
  expect(screen.queryByLabelText('Your password')).toBeNull();
  expect(start).toHaveBeenCalledExactlyOnceWith(
    'google',
    'reauthenticate',
    '/dashboard/settings/linked?a=b',
  );
  expect(goTo).toHaveBeenCalledExactlyOnceWith('https://accounts.example/x');
});
