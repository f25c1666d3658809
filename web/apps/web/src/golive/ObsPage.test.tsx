import type { StreamKey } from '@nio/sdk';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { nio } from '../api/nio';
import { SIGNED_IN } from '../testing/people';
import { renderAt } from '../testing/render';
import { Component } from './ObsPage';

const known: StreamKey = {
  server: 'https://live.example/api/whip',
  createdAt: null,
  lastUsedAt: null,
  title: 'Evening talk',
  description: '',
  category: 'talk',
};

function show(key: Partial<StreamKey> = {}): void {
  vi.spyOn(nio.streams, 'key').mockResolvedValue({ ...known, ...key });
  renderAt(
    '/stream/obs',
    <QueryClientProvider client={new QueryClient()}>
      <Component />
    </QueryClientProvider>,
  );
}

beforeEach(() => {
  vi.restoreAllMocks();
  vi.spyOn(nio.session.state, 'getSnapshot').mockReturnValue(SIGNED_IN);
  vi.spyOn(nio.streams, 'myActive').mockResolvedValue(null);
});

test('a first key is made at once and shown this once', async () => {
  const make = vi.spyOn(nio.streams, 'makeKey').mockResolvedValue({
    key: 'secret',
    streamKey: { ...known, createdAt: '2026-01-01T00:00:00Z' },
  });
  show();
  await userEvent.click(await screen.findByRole('button', { name: 'Make a key' }));
  expect(make).toHaveBeenCalledOnce();
  expect(await screen.findByDisplayValue('secret')).toBeTruthy();
  expect(screen.getByText(/shown only now/)).toBeTruthy();
});

test('a key that is in use is replaced only when one really wants to', async () => {
  const make = vi.spyOn(nio.streams, 'makeKey');
  show({ createdAt: '2026-01-01T00:00:00Z' });
  await userEvent.click(await screen.findByRole('button', { name: 'Make a new key' }));
  expect(await screen.findByText('Replace your stream key?')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(make).not.toHaveBeenCalled();
});

test('the address is copied', async () => {
  const user = userEvent.setup();
  show();
  await user.click(await screen.findByRole('button', { name: 'Copy: Server' }));
  expect(await navigator.clipboard.readText()).toBe(known.server);
});

test('what broadcasts are called is saved', async () => {
  const save = vi.spyOn(nio.streams, 'saveBroadcast').mockResolvedValue(known);
  show();
  const title = await screen.findByLabelText('Title');
  await userEvent.clear(title);
  await userEvent.type(title, ' Chess night ');
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(save).toHaveBeenCalledExactlyOnceWith({
    title: 'Chess night',
    description: '',
    category: 'talk',
  });
});

test('a broadcast that has begun is told', async () => {
  vi.spyOn(nio.streams, 'myActive').mockResolvedValue({
    id: 's1',
    title: 'Evening talk',
  } as Awaited<ReturnType<typeof nio.streams.myActive>>);
  show();
  expect(await screen.findByText('You are live: “Evening talk”')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Open the broadcast' }).getAttribute('href')).toBe(
    '/live/s1',
  );
});
