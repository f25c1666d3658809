import { NioError, type ChatLog, type LiveRoom, type OutgoingMessage } from '@nio/sdk';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createRef } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import { nio } from '../api/nio';
import { SIGNED_IN } from '../testing/people';
import { renderAt } from '../testing/render';
import { ChatPanel } from './ChatPanel';

const room = { send: vi.fn(), retry: vi.fn(), discard: vi.fn(), loadOlder: vi.fn() };
const outgoing = (change: Partial<OutgoingMessage>): OutgoingMessage => ({
  clientMessageId: 'c1',
  text: 'on its way',
  replyTo: null,
  createdAt: '2026-01-01T10:00:00Z',
  status: 'pending',
  error: null,
  ...change,
});

function show(chat: Partial<ChatLog> = {}, signedIn = true): void {
  vi.spyOn(nio.session.state, 'getSnapshot').mockReturnValue(signedIn ? SIGNED_IN : GUEST);
  renderAt(
    '/live/1',
    <ChatPanel
      room={room as unknown as LiveRoom}
      state={{
        chat: { messages: [], outbox: [], hasOlder: false, gapAt: null, ...chat },
        loadingOlder: false,
        phase: 'joined',
      }}
      inputRef={createRef()}
    />,
  );
}
const GUEST = { status: 'guest' } as const;

beforeEach(() => {
  Object.values(room).forEach((fake) => fake.mockReset());
});

test('what is written is sent without the spaces around it, and the field is empty again', async () => {
  show();
  await userEvent.type(screen.getByTestId('chat-input'), '  hello {enter}');
  expect(room.send).toHaveBeenCalledExactlyOnceWith('hello');
  expect(screen.getByTestId('chat-input')).toHaveProperty('value', '');
});

test('nothing and too much are not sent', async () => {
  show();
  const input = screen.getByTestId('chat-input');
  await userEvent.type(input, '   {enter}');
  await userEvent.click(input);
  await userEvent.paste('x'.repeat(501));
  await userEvent.keyboard('{enter}');
  expect(room.send).not.toHaveBeenCalled();
  expect(screen.getByText('1 character too many')).toBeTruthy();
});

test('an emoji counts as one', async () => {
  show();
  await userEvent.click(screen.getByTestId('chat-input'));
  await userEvent.paste('🔥'.repeat(500));
  await userEvent.keyboard('{enter}');
  expect(room.send).toHaveBeenCalledTimes(1);
});

test('guests are offered to sign in, and come back here', () => {
  show({}, false);
  expect(screen.queryByTestId('chat-input')).toBeNull();
  expect(screen.getByRole('link', { name: 'Sign in to chat' }).getAttribute('href')).toBe(
    '/login?next=%2Flive%2F1',
  );
});

test('a message on its way says so', () => {
  show({ outbox: [outgoing({})] });
  expect(screen.getByLabelText('Sending…')).toBeTruthy();
});

test('a failed message says why and can be sent again or deleted', async () => {
  show({
    outbox: [outgoing({ status: 'failed', error: new NioError({ error: 'slow_down' }) })],
  });
  expect(screen.getByText('Too fast')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Send again' }));
  expect(room.retry).toHaveBeenCalledWith('c1');
  await userEvent.click(screen.getByRole('button', { name: 'Delete' }));
  expect(room.discard).toHaveBeenCalledWith('c1');
});

test('the streamer is marked, and nothing written becomes markup', () => {
  show({
    messages: [
      {
        id: 'm1',
        streamId: '1',
        clientMessageId: 'x',
        author: { id: 's', nickname: 'star', role: 'streamer' },
        text: '<img src=x onerror=alert(1)> https://example.com',
        replyTo: null,
        createdAt: '2026-01-01T10:00:00Z',
      },
    ],
  });
  const log = screen.getByRole('log', { name: 'Chat messages' });
  expect(log.textContent).toContain('<img src=x onerror=alert(1)> https://example.com');
  expect(log.querySelector('img, a')).toBeNull();
  expect(screen.getByText('streamer')).toBeTruthy();
});
