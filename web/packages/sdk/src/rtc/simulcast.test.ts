import { expect, test } from 'vitest';
import { copiesOf } from './simulcast.js';

const camera = (width?: number, height?: number): MediaStreamTrack =>
  ({ getSettings: () => ({ width, height }) }) as unknown as MediaStreamTrack;

test.each<[string, MediaStreamTrack | null, (number | null)[]]>([
  ['a large one in three sizes', camera(1280, 720), [4, 2, 1]],
  ['upright as well', camera(720, 1280), [4, 2, 1]],
  ['a small one in two', camera(640, 360), [2, 1, null]],
  ['a tiny one as it is', camera(320, 180), [1, null, null]],
  ['one whose size is not known yet as a large one', camera(), [4, 2, 1]],
  ['none as a large one', null, [4, 2, 1]],
])('%s', (_, track, sizes) => {
  expect(copiesOf(track).map((copy) => (copy.active ? copy.scaleDownBy : null))).toEqual(sizes);
});
