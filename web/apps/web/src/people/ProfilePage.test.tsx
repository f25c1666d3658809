import { NioError, type Profile } from '@nio/sdk';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { nio } from '../api/nio';
import { people } from '../api/people';
import * as toasts from '../shell/toast';
import { CHESS, OLEG, ONE_PAGE, SIGNED_IN } from '../testing/people';
import { renderAt } from '../testing/render';
import { Component } from './ProfilePage';

// All texts are there in tests.
vi.mock('../i18n/i18n', () => ({ withTexts: (_: string, code: Promise<unknown>) => code }));

const show = (profile: Partial<Profile> = {}) => {
  vi.spyOn(people, 'profile').mockResolvedValue({ ...OLEG, ...profile });
  return page();
};
const page = () =>
  renderAt(
    '/profile/oleg',
    <Routes>
      <Route path="profile/:nickname" element={<Component />} />
      <Route path="*" element={null} />
    </Routes>,
  );
const button = (name: string | RegExp) => screen.findByRole('button', { name });
const press = async (name: string | RegExp) => userEvent.click(await button(name));
const as = (state: typeof SIGNED_IN | { status: 'guest' }) =>
  vi.spyOn(nio.session.state, 'getSnapshot').mockReturnValue(state);

beforeEach(() => {
  vi.restoreAllMocks();
  as(SIGNED_IN);
  vi.spyOn(nio.session, 'user', 'get').mockReturnValue(
    SIGNED_IN.status === 'user' ? SIGNED_IN.user : null,
  );
  vi.spyOn(toasts, 'toast').mockResolvedValue();
  vi.spyOn(people, 'streams').mockResolvedValue({ streams: [], pagination: ONE_PAGE });
  vi.spyOn(people, 'supporters').mockResolvedValue([]);
});

describe('following', () => {
  test('shows at once, counts, and can be taken back', async () => {
    const follow = vi.spyOn(people, 'follow').mockResolvedValue(13);
    const unfollow = vi.spyOn(people, 'unfollow').mockResolvedValue(12);
    show();
    await press('Follow');
    expect(follow).toHaveBeenCalledExactlyOnceWith('u2');
    expect(await button('13 followers')).toBeTruthy();
    await press('Following');
    expect(unfollow).toHaveBeenCalledExactlyOnceWith('u2');
    expect(await button('12 followers')).toBeTruthy();

    const [, , undo] = vi.mocked(toasts.toast).mock.calls.at(-1)!;
    undo!.run();
    await waitFor(() => expect(follow).toHaveBeenCalledTimes(2));
  });

  test('that the server refuses is undone and said', async () => {
    vi.spyOn(people, 'follow').mockRejectedValue(new NioError({ error: 'blocked', status: 409 }));
    show();
    await press('Follow');
    expect(await button('Follow')).toBeTruthy();
    expect(await button('12 followers')).toBeTruthy();
    expect(toasts.toast).toHaveBeenCalledWith(
      'Not possible: one of you has blocked the other.',
      'trouble',
    );
  });

  test('leads guests to sign in, and back', async () => {
    as({ status: 'guest' });
    show();
    const link = await screen.findByRole('link', { name: 'Follow' });
    expect(link.getAttribute('href')).toBe('/login?next=%2Fprofile%2Foleg');
  });
});

describe('blocking', () => {
  test('asks first, by name', async () => {
    const block = vi.spyOn(people, 'block').mockResolvedValue();
    show();
    await press('Block');
    const dialog = await screen.findByRole('dialog', { name: 'Block oleg?' });
    expect(block).not.toHaveBeenCalled();
    vi.spyOn(people, 'profile').mockResolvedValue({ ...OLEG, isBlocked: true });
    await userEvent.click(within(dialog).getByRole('button', { name: 'Block' }));
    expect(block).toHaveBeenCalledExactlyOnceWith('u2');
    expect(await screen.findByText('You have blocked oleg')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Follow' })).toBeNull();
  });

  test('ends as carefully', async () => {
    const unblock = vi.spyOn(people, 'unblock').mockResolvedValue();
    show({ isBlocked: true });
    await press('Unblock');
    const dialog = await screen.findByRole('dialog', { name: 'Unblock oleg?' });
    await userEvent.click(within(dialog).getByRole('button', { name: 'Unblock' }));
    expect(unblock).toHaveBeenCalledExactlyOnceWith('u2');
  });
});

describe('a profile', () => {
  test('shows what is on the air, and only what has ended among the past', async () => {
    const ended = { ...CHESS, id: 's1', title: 'Openings', status: 'ended' as const };
    vi.mocked(people.streams).mockResolvedValue({ streams: [CHESS, ended], pagination: ONE_PAGE });
    show({ live: CHESS });
    expect(await screen.findByRole('heading', { name: 'Live now' })).toBeTruthy();
    const past = within(await screen.findByTestId('past-streams'));
    expect(past.getByText('Openings')).toBeTruthy();
    expect(past.queryByText('Endgames')).toBeNull();
  });

  test('tells who gave the most, over the time one chooses', async () => {
    vi.mocked(people.supporters).mockImplementation((_, period) =>
      Promise.resolve(
        period === 'all'
          ? [{ person: { id: 'u3', nickname: 'vera', avatarUrl: null }, coins: 1200, gifts: 3 }]
          : [],
      ),
    );
    show();
    expect(await screen.findByText('Nobody has sent gifts in this time.')).toBeTruthy();
    await press('All time');
    expect(await screen.findByText('3 gifts')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'vera 3 gifts' }).getAttribute('href')).toBe(
      '/profile/vera',
    );
  });

  test('lists followers page by page', async () => {
    const list = vi.spyOn(people, 'list').mockImplementation((_, __, { page = 1 }) =>
      Promise.resolve({
        people: [{ id: `f${page}`, nickname: `fan_${page}`, avatarUrl: null }],
        pagination: { page, limit: 24, total: 25, pages: 2 },
      }),
    );
    show();
    await press('12 followers');
    expect(await screen.findByText('fan_1')).toBeTruthy();
    await press('Show more');
    expect(await screen.findByText('fan_2')).toBeTruthy();
    expect(list).toHaveBeenLastCalledWith(
      'followers',
      'oleg',
      expect.objectContaining({ page: 2 }),
      expect.anything(),
    );
  });

  test('of nobody says so and helps to find somebody', async () => {
    vi.spyOn(people, 'profile').mockRejectedValue(
      new NioError({ error: 'not_found', status: 404 }),
    );
    page();
    expect(await screen.findByText('There is no such person')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Find somebody' })).toBeTruthy();
  });

  test('that did not load can be asked for again', async () => {
    const ask = vi
      .spyOn(people, 'profile')
      .mockRejectedValueOnce(NioError.offline())
      .mockResolvedValue(OLEG);
    page();
    await press('Try again');
    expect(await screen.findByRole('heading', { name: 'oleg' })).toBeTruthy();
    expect(ask).toHaveBeenCalledTimes(2);
  });
});

describe('one’s own', () => {
  const mine = () => show({ isMe: true });

  test('is not followed but edited: a taken name is said at the field', async () => {
    vi.spyOn(people, 'update').mockRejectedValue(
      new NioError({ error: 'nickname_taken', status: 409 }),
    );
    mine();
    expect(screen.queryByRole('button', { name: 'Follow' })).toBeNull();
    await press('Edit profile');
    const field = await screen.findByRole('textbox', { name: 'Nickname' });
    await userEvent.type(field, '_2');
    await press('Save');
    expect(await screen.findByText(/This nickname is taken/)).toBeTruthy();
    expect(people.update).toHaveBeenCalledExactlyOnceWith({ nickname: 'oleg_2' });
  });

  test('counts what is left of the words about oneself', async () => {
    const update = vi.spyOn(people, 'update').mockResolvedValue(OLEG);
    mine();
    await press('Edit profile');
    const bio = await screen.findByRole('textbox', { name: 'About you' });
    await userEvent.clear(bio);
    await userEvent.type(bio, 'Chess & jazz');
    expect(screen.getByText('288 characters left')).toBeTruthy();
    await press('Save');
    expect(update).toHaveBeenCalledExactlyOnceWith({ bio: 'Chess & jazz' });
  });
});
