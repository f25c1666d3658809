import { Store, type AccountNotice, type AccountSocket, type ConnectionState } from '@nio/sdk';
import { act, screen } from '@testing-library/react';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import * as api from '../api/account';
import { nio } from '../api/nio';
import { inbox } from '../api/people';
import { unread } from '../api/unread';
import * as toasts from '../shell/toast';
import { SIGNED_IN } from '../testing/people';
import { renderAt } from '../testing/render';
import AccountWatch from './AccountWatch';

const notice: AccountNotice = {
  id: 'n1',
  kind: 'new_login',
  sessionId: 's2',
  device: 'Pixel 9',
  browser: 'Chrome 142',
  location: 'Riga, Latvia',
  ipAddress: '203.0.113.7',
  detail: null,
  createdAt: '2026-01-01T10:00:00Z',
};

class FakeSocket {
  readonly state = new Store<ConnectionState>('online');
  readonly listeners = new Set<{ event: string; listener: (payload: never) => void }>();
  readonly connect = vi.fn();
  readonly close = vi.fn();
  readonly wake = vi.fn();

  on(event: string, listener: (payload: never) => void): () => void {
    const entry = { event, listener };
    this.listeners.add(entry);
    return () => this.listeners.delete(entry);
  }

  hears(event: string, payload: object): void {
    act(() => {
      for (const entry of this.listeners) {
        if (entry.event === event) entry.listener(payload as never);
      }
    });
  }
}

let socket: FakeSocket;

const show = (pending: AccountNotice[] = [], at = '/') => {
  vi.spyOn(api.account, 'notices').mockResolvedValue(pending);
  return renderAt(at, <AccountWatch />);
};
const notices = async () => {
  await vi.waitFor(() => expect(api.account.notices).toHaveResolved());
  return screen.queryAllByTestId('notice').map((it) => it.dataset.kind);
};

beforeEach(() => {
  vi.restoreAllMocks();
  socket = new FakeSocket();
  vi.spyOn(api, 'openAccountSocket').mockReturnValue(socket as unknown as AccountSocket);
  vi.spyOn(nio.session.state, 'getSnapshot').mockReturnValue(SIGNED_IN);
  vi.spyOn(inbox, 'page').mockResolvedValue({ notifications: [], unread: 2, hasMore: false });
  vi.spyOn(toasts, 'toast').mockResolvedValue();
});

describe('a new sign-in', () => {
  test('is asked about at once', async () => {
    show();
    expect(await notices()).toEqual([]);
    socket.hears('notification', { notice, notification: null });
    expect(await screen.findByRole('button', { name: 'This wasn’t me' })).toBeTruthy();
  });

  test('that nobody has answered is asked about at the next visit', async () => {
    show([notice]);
    expect(await screen.findByText('New sign-in to your account')).toBeTruthy();
  });

  test('told twice is asked about once', async () => {
    show([notice]);
    await screen.findByText('New sign-in to your account');
    socket.hears('notification', { notice, notification: null });
    expect(await notices()).toEqual(['new_login']);
    expect(screen.queryByText(/more/)).toBeNull();
  });

  test('is left to the page that shows them all', async () => {
    show([notice], '/dashboard/settings/security');
    expect(await notices()).toEqual([]);
  });

  test('is not asked about where it happened', async () => {
    vi.spyOn(nio.session, 'id', 'get').mockReturnValue('s2');
    show([notice]);
    expect(await notices()).toEqual([]);
  });
});

test('what can wait does not interrupt', async () => {
  show([{ ...notice, kind: 'identity_linked', detail: 'google' }]);
  expect(await notices()).toEqual([]);
});

test('the end of a session is handed on', () => {
  const ended = vi.spyOn(nio.session, 'ended').mockResolvedValue();
  show();
  socket.hears('session_revoked', { sessionId: 's1', reason: 'ended_by_user' });
  expect(ended).toHaveBeenCalledExactlyOnceWith('s1', 'ended_by_user');
});

test('without anybody signed in there is no connection', () => {
  const guest = { status: 'guest' } as const;
  vi.spyOn(nio.session.state, 'getSnapshot').mockReturnValue(guest);
  show();
  expect(api.openAccountSocket).not.toHaveBeenCalled();
});

test('who was signed out is told why, and can come back to this page', () => {
  const ended = { status: 'guest', ended: 'not_me' } as const;
  vi.spyOn(nio.session.state, 'getSnapshot').mockReturnValue(ended);
  show([], '/stream/obs');
  expect(screen.getByRole('alert').textContent).toContain('its owner said');
  expect(screen.getByRole('link', { name: 'Sign in' }).getAttribute('href')).toBe(
    '/login?next=%2Fstream%2Fobs',
  );
});

test('leaving closes the connection', () => {
  const { unmount } = show();
  unmount();
  expect(socket.close).toHaveBeenCalledOnce();
});

test('a connection that is still opening is closed once it is open', () => {
  socket.state.set('connecting');
  const { unmount } = show();
  unmount();
  expect(socket.close).not.toHaveBeenCalled();
  socket.state.set('online');
  expect(socket.close).toHaveBeenCalledOnce();
});

describe('somebody one follows', () => {
  const notification = {
    id: 'i1',
    kind: 'stream_started',
    person: { id: 'u2', nickname: 'oleg', avatarUrl: null },
    streamId: 's2',
    title: 'Endgames',
    createdAt: '2026-01-01T10:00:00Z',
    readAt: null,
  };

  test('who goes live is told of, with a way there', async () => {
    const { at } = show();
    await vi.waitFor(() => expect(unread.getSnapshot()).toBe(2));
    socket.hears('notification', { notice: null, notification });
    expect(unread.getSnapshot()).toBe(3);
    expect(toasts.toast).toHaveBeenCalledWith(
      'oleg is live: Endgames',
      'calm',
      expect.objectContaining({ label: 'Watch' }),
    );
    const [, , watch] = vi.mocked(toasts.toast).mock.calls[0]!;
    act(() => watch!.run());
    await vi.waitFor(() => expect(at()).toBe('/live/s2'));
  });

  test('who follows back is counted, without a word', async () => {
    show();
    await vi.waitFor(() => expect(unread.getSnapshot()).toBe(2));
    socket.hears('notification', {
      notice: null,
      notification: { ...notification, kind: 'new_follower', streamId: null, title: null },
    });
    expect(unread.getSnapshot()).toBe(3);
    expect(toasts.toast).not.toHaveBeenCalled();
  });

  test('and what was read in another tab is read here', async () => {
    show();
    await vi.waitFor(() => expect(unread.getSnapshot()).toBe(2));
    socket.hears('notifications_read', { ids: null });
    expect(unread.getSnapshot()).toBe(0);
  });
});
