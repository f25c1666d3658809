import { NioError } from '@nio/sdk';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { queries } from '../api/queries';
import { rooms } from '../api/rooms';
import { renderAt } from '../testing/render';
import Viewers from './Viewers';

const KATE = { id: 'k', nickname: 'kate', avatarUrl: null, role: 'moderator' } as const;
const OLEG = { id: 'o', nickname: 'oleg', avatarUrl: null, role: 'viewer' } as const;
const VERA = { id: 'v', nickname: 'vera', avatarUrl: null, role: 'viewer' } as const;
const onMenu = vi.fn();
const page = (page: number, pages: number) => ({ page, pages, limit: 50, total: 3 });

const show = (hidden: readonly string[] = []): unknown =>
  renderAt('/', <Viewers streamId="1" hidden={new Set(hidden)} onMenu={onMenu} />);

beforeEach(() => {
  queries.clear();
  onMenu.mockReset();
});

test('people are told with their roles, guests by their number, a page at a time', async () => {
  const ask = vi.spyOn(rooms, 'viewers');
  ask.mockResolvedValueOnce({ viewers: [KATE, OLEG], guests: 12, pagination: page(1, 2) });
  // Oleg has moved between the pages.
  ask.mockResolvedValue({ viewers: [OLEG, VERA], guests: 12, pagination: page(2, 2) });
  show();
  expect(await screen.findByText('moderator')).toBeTruthy();
  expect(screen.getByText('12 guests besides')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Show more' }));
  expect(await screen.findByText('vera')).toBeTruthy();
  expect(screen.getAllByText('oleg')).toHaveLength(1);
  expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull();
});

test('each has a menu; whom one has blocked is not there', async () => {
  vi.spyOn(rooms, 'viewers').mockResolvedValue({
    viewers: [OLEG, VERA],
    guests: 0,
    pagination: page(1, 1),
  });
  show([VERA.id]);
  await userEvent.click(await screen.findByRole('button', { name: 'Menu: oleg' }));
  expect(onMenu).toHaveBeenCalledExactlyOnceWith(OLEG, expect.anything());
  expect(screen.queryByText('vera')).toBeNull();
});

test('a list that did not load can be asked for again', async () => {
  const ask = vi.spyOn(rooms, 'viewers');
  ask.mockRejectedValueOnce(new NioError({ error: 'not_found', status: 404 }));
  ask.mockResolvedValue({ viewers: [], guests: 0, pagination: page(1, 1) });
  show();
  expect(await screen.findByText('The list did not load.')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('Nobody signed in is watching yet.')).toBeTruthy();
});
