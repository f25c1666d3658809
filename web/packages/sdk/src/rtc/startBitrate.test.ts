import { expect, test } from 'vitest';
import { withStartBitrate } from './startBitrate.js';

const lines = (...all: string[]): string => all.join('\r\n') + '\r\n';

test('every codec of the picture is told where to begin, and nothing else', () => {
  const answer = lines(
    'v=0',
    'm=audio 9 X 111',
    'a=rtpmap:111 opus/48000/2',
    'a=fmtp:111 useinbandfec=1',
    'm=video 9 X 96 97 102',
    'a=rtpmap:96 VP8/90000',
    'a=rtpmap:97 rtx/90000',
    'a=fmtp:97 apt=96',
    'a=rtpmap:102 H264/90000',
    'a=fmtp:102 packetization-mode=1',
  );
  expect(withStartBitrate(answer, 1500)).toBe(
    lines(
      'v=0',
      'm=audio 9 X 111',
      'a=rtpmap:111 opus/48000/2',
      'a=fmtp:111 useinbandfec=1',
      'm=video 9 X 96 97 102',
      'a=rtpmap:96 VP8/90000',
      'a=fmtp:96 x-google-start-bitrate=1500',
      'a=rtpmap:97 rtx/90000',
      'a=fmtp:97 apt=96',
      'a=rtpmap:102 H264/90000',
      'a=fmtp:102 packetization-mode=1;x-google-start-bitrate=1500',
    ),
  );
});
