import { describe, expect, test } from 'vitest';
import { message, stream, system } from '../testing/fixtures.js';
import { acknowledgements, serverEvents } from './events.js';

describe('what is of the protocol', () => {
  test('passes, without fields nobody knows', () => {
    expect(serverEvents.chat_message({ ...message(1), secret: 1 })).toEqual(message(1));
    expect(serverEvents.stream_state({ stream: stream() })).toEqual({ stream: stream() });
  });

  test('passes with words of a newer server', () => {
    const newer = { ...stream(), category: 'cooking', endReason: 'out_of_flour' };
    expect(serverEvents.stream_state({ stream: newer }).stream).toMatchObject({
      category: 'other',
      endReason: 'ended_by_streamer',
    });
  });

  test('of a newer server leaves out lines this one does not know, and keeps the rest', () => {
    const { messages } = serverEvents.chat_history({
      streamId: 's1',
      messages: [
        { kind: 'system', id: 'x', streamId: 's1', event: 'fireworks', data: {}, createdAt: '' },
        { ...message(1), kind: 'poll' },
        system(2, 'followed', { person: { id: 'a', nickname: 'anna', avatarUrl: null } }),
        message(3),
      ],
      hasMore: false,
    });
    expect(messages.map(({ id }) => id)).toEqual([message(2).id, message(3).id]);
  });

  test('a join without the optional parts has them empty', () => {
    const joined = acknowledgements.stream_join({
      ok: true,
      role: 'viewer',
      peerId: 'p',
      resumeToken: 'r',
      stream: stream(),
      topology: { mode: 'p2p' },
      iceServers: [{ urls: ['stun:a'] }, { urls: ['turn:b'], username: 'u', credential: 'c' }],
      viewerCount: 1,
    });
    expect(joined.peers).toEqual([]);
    expect(joined.iceServers).toEqual([
      { urls: ['stun:a'] },
      { urls: ['turn:b'], username: 'u', credential: 'c' },
    ]);
  });

  test('the end of candidates is no candidate', () => {
    const event = { peerId: 'p', connectionId: 'c', candidate: null };
    expect(serverEvents.rtc_candidate(event)).toEqual(event);
  });
});

describe('what is not of the protocol', () => {
  test.each([
    ['chat_message', null, 'expected an object'],
    ['chat_message', { ...message(1), text: 5 }, 'text: expected a string'],
    ['chat_message', { ...message(1), author: { id: 'a' } }, 'author.nickname: expected a string'],
    [
      'chat_history',
      { streamId: 's', messages: [{}], hasMore: true },
      'messages[0].id: expected a string',
    ],
    ['viewer_count', { streamId: 's', count: Number.NaN }, 'count: expected a number'],
    ['rtc_peer', { peerId: 'p', action: 'dance' }, 'action: expected join | leave | retry'],
    ['rtc_offer', { peerId: 'p', connectionId: 'c', sdp: {} }, 'sdp: expected a string'],
    [
      'stream_state',
      { stream: { ...stream(), status: 3 } },
      'stream.status: expected live | ended',
    ],
  ] as const)('%s %j is refused with the place named', (event, payload, reason) => {
    expect(() => serverEvents[event](payload)).toThrow(reason);
  });
});
