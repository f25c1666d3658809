import { NioError, type LiveRoom, type RoomSelf, type Rules } from '@nio/sdk';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { people } from '../api/people';
import { queries } from '../api/queries';
import { rooms } from '../api/rooms';
import * as profiles from '../testing/people';
import { renderAt } from '../testing/render';
import RoomSettings from './RoomSettings';

const [KATE, OLEG] = [
  { id: 'k', nickname: 'kate', avatarUrl: null },
  { id: 'o', nickname: 'oleg', avatarUrl: null },
];
const RULES: Rules = {
  slowModeSeconds: 0,
  followersOnlyMinutes: null,
  emotesOnly: false,
  linksAllowed: true,
};
const PAGINATION = { page: 1, limit: 20, pages: 1, total: 1 };
const room = { changeRules: vi.fn(), unban: vi.fn() };
const stream = { streamer: { id: 's', nickname: 'star', avatarUrl: null } };

async function show(role: RoomSelf['role'] = 'streamer'): Promise<HTMLElement> {
  renderAt(
    '/live/1',
    <RoomSettings
      room={room as unknown as LiveRoom}
      state={{
        rules: RULES,
        self: { role, canWrite: true, why: null, until: null },
        stream: stream as never,
      }}
      onClose={() => undefined}
    />,
  );
  return screen.findByTestId('room-settings');
}
const open = async (name: string): Promise<void> =>
  userEvent.click(await screen.findByText(name, { selector: 'summary' }));

beforeEach(() => {
  queries.clear();
  Object.values(room).forEach((fake) => fake.mockReset().mockResolvedValue(undefined));
  vi.spyOn(rooms, 'get').mockResolvedValue({
    rules: RULES,
    blockedWords: ['bad*'],
    moderators: [KATE],
  });
});

test('the rules are changed together', async () => {
  await show();
  await userEvent.selectOptions(await screen.findByLabelText('Slow mode'), '30 seconds');
  await userEvent.selectOptions(screen.getByLabelText('Followers only'), '≥ 1 hour');
  await userEvent.click(screen.getByLabelText('Links allowed'));
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(room.changeRules).toHaveBeenCalledExactlyOnceWith({
    slowModeSeconds: 30,
    followersOnlyMinutes: 60,
    emotesOnly: false,
    linksAllowed: false,
  });
});

test('words are saved once each; too long a word is not', async () => {
  const save = vi.spyOn(rooms, 'saveBlockedWords').mockResolvedValue(['bad*', 'worse']);
  await show();
  await open('Blocked words');
  const field = screen.getByRole('textbox', { name: 'Blocked words' });
  expect(field).toHaveProperty('value', 'bad*');
  const section = within(field.closest('details')!);
  await userEvent.type(field, '\n worse \nbad*\n');
  await userEvent.click(section.getByRole('button', { name: 'Save' }));
  expect(save).toHaveBeenCalledExactlyOnceWith('s', ['bad*', 'worse']);
  await userEvent.clear(field);
  await userEvent.click(field);
  await userEvent.paste('x'.repeat(51));
  expect(screen.getByText(/is too long: at most 50 characters/)).toBeTruthy();
  await userEvent.click(section.getByRole('button', { name: 'Save' }));
  expect(save).toHaveBeenCalledTimes(1);
});

test('the streamer names moderators; a name nobody has is said at the field', async () => {
  const find = vi
    .spyOn(people, 'profile')
    .mockRejectedValueOnce(new NioError({ error: 'not_found' }));
  const add = vi.spyOn(rooms, 'addModerator').mockResolvedValue([KATE, OLEG]);
  await show();
  await open('Moderators');
  await userEvent.type(screen.getByLabelText('Nickname'), 'nobody{enter}');
  expect(await screen.findByText('There is nobody of that name')).toBeTruthy();
  expect(add).not.toHaveBeenCalled();
  find.mockResolvedValue({ ...profiles.OLEG, ...OLEG });
  await userEvent.clear(screen.getByLabelText('Nickname'));
  await userEvent.type(screen.getByLabelText('Nickname'), '@oleg{enter}');
  expect(find).toHaveBeenLastCalledWith('oleg');
  expect(add).toHaveBeenCalledExactlyOnceWith('s', 'o');
});

test('moderators do not name others', async () => {
  await show('moderator');
  await screen.findByText('Blocked words', { selector: 'summary' });
  expect(screen.queryByText('Moderators', { selector: 'summary' })).toBeNull();
});

test('bans are listed with their reasons and lifted', async () => {
  const bans = vi.spyOn(rooms, 'bans').mockResolvedValue({
    bans: [
      { person: OLEG, by: KATE, until: null, reason: 'spam', createdAt: '2026-01-01T10:00:00Z' },
    ],
    pagination: PAGINATION,
  });
  await show();
  await open('Bans and time-outs');
  expect(await screen.findByText('spam')).toBeTruthy();
  bans.mockResolvedValue({ bans: [], pagination: PAGINATION });
  await userEvent.click(screen.getByRole('button', { name: 'Lift the ban of oleg' }));
  expect(room.unban).toHaveBeenCalledExactlyOnceWith('o');
  expect(await screen.findByText('Nobody is banned.')).toBeTruthy();
});

test('who did what is told a page at a time', async () => {
  const entry = { by: KATE, person: OLEG, detail: {}, createdAt: '2026-01-01T10:00:00Z' };
  const audit = vi.spyOn(rooms, 'audit').mockResolvedValueOnce({
    entries: [{ id: 'e2', action: 'banned', ...entry }],
    hasMore: true,
  });
  audit.mockResolvedValue({ entries: [{ id: 'e1', action: 'sang', ...entry }], hasMore: false });
  await show();
  await open('Who did what');
  expect(await screen.findByText('kate banned oleg')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Show more' }));
  expect(audit).toHaveBeenLastCalledWith('s', { limit: 30, before: 'e2' }, expect.anything());
  // An action of a newer server is told by its own word.
  expect(await screen.findByText('kate: sang')).toBeTruthy();
});

test('settings that do not load can be asked for again', async () => {
  vi.spyOn(rooms, 'get').mockRejectedValueOnce(new NioError({ error: 'forbidden', status: 403 }));
  await show();
  await screen.findByText('The settings did not load.');
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByLabelText('Slow mode')).toBeTruthy();
});
