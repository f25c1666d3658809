import { NioError } from '@nio/sdk';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { nio } from '../api/nio';
import { people } from '../api/people';
import { CHESS, ONE_PAGE } from '../testing/people';
import { renderAt } from '../testing/render';
import { recentSearches, rememberSearch } from './recent';
import { Component } from './SearchPage';

const found = {
  people: [{ id: 'u2', nickname: 'oleg', avatarUrl: null, followers: 12, live: true }],
  streams: [CHESS],
  pagination: ONE_PAGE,
};
const nothing = { people: [], streams: [], pagination: { ...ONE_PAGE, total: 0, pages: 0 } };
const show = (path: string) => renderAt(path, <Component />);

beforeEach(() => {
  vi.restoreAllMocks();
  vi.spyOn(nio.session.state, 'getSnapshot').mockReturnValue({ status: 'guest' });
  vi.spyOn(people, 'search').mockResolvedValue(found);
});

describe('a search', () => {
  test('waits for a pause in the typing and lives in the address', async () => {
    const { at } = show('/search');
    await userEvent.type(await screen.findByRole('searchbox'), 'chess');
    await waitFor(() => expect(at()).toBe('/search?q=chess'));
    expect(await screen.findByRole('link', { name: /oleg 12 followers/ })).toBeTruthy();
    expect(people.search).toHaveBeenCalledExactlyOnceWith(
      'chess',
      'all',
      expect.objectContaining({ page: 1 }),
      expect.anything(),
    );
  });

  test('finds people alone, or streams alone', async () => {
    const { at } = show('/search?q=chess');
    await userEvent.click(await screen.findByRole('button', { name: 'People' }));
    expect(at()).toBe('/search?q=chess&type=people');
    await waitFor(() =>
      expect(people.search).toHaveBeenLastCalledWith(
        'chess',
        'people',
        expect.anything(),
        expect.anything(),
      ),
    );
  });

  test('that finds nothing says so', async () => {
    vi.mocked(people.search).mockResolvedValue(nothing);
    show('/search?q=xyz');
    expect(await screen.findByText('Nothing found for “xyz”')).toBeTruthy();
  });

  test('that failed can be repeated', async () => {
    vi.mocked(people.search).mockRejectedValueOnce(NioError.offline());
    show('/search?q=chess');
    await userEvent.click(await screen.findByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Endgames')).toBeTruthy();
  });

  test('goes on to the next page', async () => {
    vi.mocked(people.search).mockResolvedValue({
      ...found,
      pagination: { page: 1, limit: 24, total: 30, pages: 2 },
    });
    show('/search?q=chess');
    await userEvent.click(await screen.findByRole('button', { name: 'Show more' }));
    expect(people.search).toHaveBeenLastCalledWith(
      'chess',
      'all',
      expect.objectContaining({ page: 2 }),
      expect.anything(),
    );
  });
});

describe('earlier searches', () => {
  test('are offered, one by one forgotten, and cleared', async () => {
    for (const word of ['jazz', 'chess', 'go']) rememberSearch(word);
    show('/search');
    expect(await screen.findByRole('link', { name: 'jazz' })).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Forget “chess”' }));
    expect(screen.queryByRole('link', { name: 'chess' })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Clear all' }));
    expect(await screen.findByText('Whom or what are you looking for?')).toBeTruthy();
    expect(recentSearches()).toEqual([]);
  });

  test('are remembered when Enter is pressed or something found is opened', async () => {
    show('/search?q=chess');
    await userEvent.click(await screen.findByText('Endgames'));
    expect(recentSearches()).toEqual(['chess']);
  });
});
