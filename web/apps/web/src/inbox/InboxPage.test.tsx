import { NioError, type Notification } from '@nio/sdk';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { nio } from '../api/nio';
import { inbox } from '../api/people';
import { unread } from '../api/unread';
import * as toasts from '../shell/toast';
import { SIGNED_IN } from '../testing/people';
import { renderAt } from '../testing/render';
import { Component } from './InboxPage';

const started: Notification = {
  id: 'n2',
  kind: 'stream_started',
  person: { id: 'u2', nickname: 'oleg', avatarUrl: null },
  streamId: 's2',
  title: 'Endgames',
  createdAt: '2026-01-01T10:00:00Z',
  readAt: null,
};
const followed: Notification = {
  ...started,
  id: 'n1',
  kind: 'new_follower',
  streamId: null,
  title: null,
  readAt: '2026-01-01T11:00:00Z',
};
const show = () => renderAt('/inbox', <Component />);
const items = async () => {
  await screen.findAllByTestId('notification');
  return screen.getAllByTestId('notification').map((it) => it.dataset.read);
};

beforeEach(() => {
  vi.restoreAllMocks();
  vi.spyOn(nio.session.state, 'getSnapshot').mockReturnValue(SIGNED_IN);
  vi.spyOn(toasts, 'toast').mockResolvedValue();
  vi.spyOn(inbox, 'page').mockResolvedValue({
    notifications: [started, followed],
    unread: 1,
    hasMore: false,
  });
  unread.set(0);
});

test('says what is new, what was read, and where it leads', async () => {
  show();
  expect(await items()).toEqual(['false', 'true']);
  expect(unread.getSnapshot()).toBe(1);
  const [first, second] = screen.getAllByRole('link');
  expect([first!.getAttribute('href'), second!.getAttribute('href')]).toEqual([
    '/live/s2',
    '/profile/oleg',
  ]);
});

test('opening one marks it as read', async () => {
  const read = vi.spyOn(inbox, 'read').mockResolvedValue(0);
  show();
  await userEvent.click(await screen.findByText('Endgames'));
  expect(read).toHaveBeenCalledExactlyOnceWith(['n2']);
  await waitFor(() => expect(unread.getSnapshot()).toBe(0));
});

test('all are marked at once', async () => {
  const read = vi.spyOn(inbox, 'read').mockResolvedValue(0);
  show();
  await userEvent.click(await screen.findByRole('button', { name: 'Mark all as read' }));
  expect(read).toHaveBeenCalledExactlyOnceWith(undefined);
  expect(await items()).toEqual(['true', 'true']);
});

test('when that fails, the list says how it really is', async () => {
  vi.spyOn(inbox, 'read').mockRejectedValue(NioError.offline());
  show();
  await userEvent.click(await screen.findByRole('button', { name: 'Mark all as read' }));
  await waitFor(() => expect(toasts.toast).toHaveBeenCalledWith(expect.any(String), 'trouble'));
  await waitFor(async () => expect(await items()).toEqual(['false', 'true']));
});

test('older ones come after the last', async () => {
  vi.mocked(inbox.page).mockResolvedValueOnce({
    notifications: [started],
    unread: 1,
    hasMore: true,
  });
  show();
  await userEvent.click(await screen.findByRole('button', { name: 'Show more' }));
  expect(inbox.page).toHaveBeenLastCalledWith(
    expect.objectContaining({ before: 'n2' }),
    expect.anything(),
  );
});

describe('with nothing to show', () => {
  test('it says what will stand here', async () => {
    vi.mocked(inbox.page).mockResolvedValue({ notifications: [], unread: 0, hasMore: false });
    show();
    expect(await screen.findByText('Nothing new')).toBeTruthy();
  });

  test('guests are led to sign in, and back', () => {
    vi.spyOn(nio.session.state, 'getSnapshot').mockReturnValue({ status: 'guest' });
    show();
    expect(screen.getByRole('link', { name: 'Sign in' }).getAttribute('href')).toBe(
      '/login?next=%2Finbox',
    );
  });
});
