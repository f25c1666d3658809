import type { BannerReport } from '@nio/sdk';
import { describe, expect, test } from 'vitest';
import { clickRate, complaintsOf, fromField, stateOf, toField } from './banner';

const banner: BannerReport = {
  id: 'b1',
  name: 'Spring',
  alt: 'Spring sale',
  link: 'https://shop.example/',
  placement: 'room',
  startsAt: null,
  endsAt: null,
  weight: 10,
  active: true,
  imageUrl: '/api/files/banners/a.jpg',
  impressions: 200,
  clicks: 3,
};
const NOW = Date.parse('2026-01-10T12:00:00Z');

test.each([
  ['is shown', {}, 'due'],
  ['is switched off', { active: false }, 'off'],
  ['has no picture yet', { imageUrl: null }, 'incomplete'],
  ['begins later', { startsAt: '2026-01-11T00:00:00Z' }, 'planned'],
  ['has ended', { endsAt: '2026-01-10T12:00:00Z' }, 'over'],
])('a banner that %s: %j', (_, change, state) => {
  expect(stateOf({ ...banner, ...change }, NOW)).toBe(state);
});

test('the rate of clicks is none before the first impression', () => {
  expect(clickRate(banner)).toBe(0.015);
  expect(clickRate({ impressions: 0, clicks: 0 })).toBe(0);
});

test('a moment survives its field', () => {
  const iso = '2026-03-01T09:30:00.000Z';
  expect(fromField(toField(iso))).toBe(iso);
  expect(fromField(toField(null))).toBeNull();
});

describe('before it is sent', () => {
  test('a whole banner is fine', () => {
    expect(complaintsOf(banner)).toEqual({});
  });

  test.each([
    [{ name: ' ' }, { name: 'required' }],
    [{ alt: '' }, { alt: 'required' }],
    [{ link: 'http://shop.example' }, { link: 'link' }],
    [{ link: 'javascript:alert(1)' }, { link: 'link' }],
    [{ weight: 0 }, { weight: 'weight' }],
    [{ weight: 1.5 }, { weight: 'weight' }],
    [{ startsAt: '2026-01-02T00:00:00Z', endsAt: '2026-01-01T00:00:00Z' }, { endsAt: 'order' }],
  ])('%j is mended', (change, complaints) => {
    expect(complaintsOf({ ...banner, ...change })).toEqual(complaints);
  });
});
