import { describe, expect, test } from 'vitest';
import { inside, middleOf, moved, sideOf, zoomed, zoomMax } from './crop';

const wide = { width: 1000, height: 400 };

test('at first, the whole of the shorter side is kept, out of the middle', () => {
  const crop = middleOf(wide);
  expect(crop).toEqual({ x: 500, y: 200, zoom: 1 });
  expect(sideOf(wide, crop)).toBe(400);
});

describe('the square never leaves the picture', () => {
  test.each([
    ['to the left', -9, 0, 200, 200],
    ['to the right', 9, 0, 800, 200],
    ['up, where there is nothing more', 0, -9, 500, 200],
    ['within', 0.5, 0, 700, 200],
  ])('moved %s', (_, byX, byY, x, y) => {
    expect(moved(wide, middleOf(wide), byX, byY)).toEqual({ x, y, zoom: 1 });
  });

  test('when one steps back at its edge', () => {
    const near = moved(wide, zoomed(wide, middleOf(wide), 4), 9, 9);
    expect(near).toEqual({ x: 950, y: 350, zoom: 4 });
    expect(zoomed(wide, near, 1)).toEqual({ x: 800, y: 200, zoom: 1 });
  });
});

test.each([
  [{ width: 4000, height: 3000 }, 4],
  [{ width: 300, height: 128 }, 2],
  [{ width: 32, height: 32 }, 1],
])('%j may be looked at %f times nearer', (size, most) => {
  expect(zoomMax(size)).toBe(most);
  expect(inside(size, { ...middleOf(size), zoom: 99 }).zoom).toBe(most);
});
