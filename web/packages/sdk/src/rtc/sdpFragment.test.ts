import { describe, expect, test } from 'vitest';
import { fragmentOf, withFragment } from './sdpFragment.js';

const lines = (...all: string[]): string => all.join('\r\n') + '\r\n';

const OFFER = lines(
  'v=0',
  'o=- 1 2 IN IP4 127.0.0.1',
  's=-',
  'a=group:BUNDLE 0 1',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'a=ice-ufrag:new1',
  'a=ice-pwd:secret',
  'a=mid:0',
  'm=video 9 UDP/TLS/RTP/SAVPF 96',
  'a=ice-ufrag:new1',
  'a=ice-pwd:secret',
  'a=mid:1',
);

test('a fragment has the credentials of the bundle and the line it goes by', () => {
  expect(fragmentOf(OFFER)).toBe(
    lines(
      'a=group:BUNDLE 0 1',
      'a=ice-ufrag:new1',
      'a=ice-pwd:secret',
      'm=audio 9 UDP/TLS/RTP/SAVPF 111',
      'a=mid:0',
    ),
  );
});

test('credentials at the head of the session count for all lines', () => {
  const sdp = lines('v=0', 'a=ice-ufrag:s', 'a=ice-pwd:p', 'm=audio 9 X 1', 'a=mid:a');
  expect(fragmentOf(sdp)).toBe(lines('a=ice-ufrag:s', 'a=ice-pwd:p', 'm=audio 9 X 1', 'a=mid:a'));
});

describe('the fragment in an answer', () => {
  const ANSWER = lines(
    'v=0',
    'a=ice-lite',
    'm=audio 9 X 1',
    'a=ice-ufrag:old',
    'a=ice-pwd:oldpwd',
    'a=candidate:1 1 udp 1 192.0.2.1 5000 typ host',
    'a=end-of-candidates',
    'a=mid:0',
    'm=video 9 X 2',
    'a=ice-ufrag:old',
    'a=ice-pwd:oldpwd',
    'a=mid:1',
  );

  test('replaces the credentials everywhere and the candidates', () => {
    const restarted = withFragment(
      ANSWER,
      lines(
        'a=ice-ufrag:new',
        'a=ice-pwd:newpwd',
        'm=audio 9 X 1',
        'a=mid:0',
        'a=candidate:2 1 udp 1 192.0.2.2 5000 typ host',
      ),
    );
    expect(restarted).not.toContain('old');
    expect(restarted).not.toContain('192.0.2.1');
    expect(restarted.match(/a=ice-ufrag:new/g)).toHaveLength(2);
    expect(restarted.match(/192\.0\.2\.2/g)).toHaveLength(1);
    expect(restarted).toContain('a=ice-lite');
  });

  test('keeps the candidates when it brings none', () => {
    expect(withFragment(ANSWER, 'a=ice-ufrag:new\na=ice-pwd:newpwd\n')).toContain('192.0.2.1');
  });
});
