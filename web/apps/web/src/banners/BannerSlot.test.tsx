import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { banners } from '../api/people';
import { renderAt } from '../testing/render';
import { BannerSlot } from './BannerSlot';

const banner = {
  id: 'b1',
  imageUrl: '/api/files/banners/a.jpg',
  alt: 'Spring sale',
  width: 640,
  height: 120,
};

/** What the browser would tell of the screen. */
let onScreen: (visible: boolean) => void;

class FakeObserver {
  constructor(callback: IntersectionObserverCallback) {
    onScreen = (isIntersecting) =>
      callback(
        [{ isIntersecting } as IntersectionObserverEntry],
        this as unknown as IntersectionObserver,
      );
  }
  readonly observe = vi.fn();
  readonly disconnect = vi.fn();
}

const show = () => renderAt('/', <BannerSlot placement="room" />);

beforeEach(() => {
  vi.restoreAllMocks();
  vi.stubGlobal('IntersectionObserver', FakeObserver);
  vi.spyOn(banners, 'due').mockResolvedValue(banner);
  vi.spyOn(banners, 'seen').mockResolvedValue();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('is called an ad, and its link says so to machines too', async () => {
  show();
  const link = await screen.findByRole('link', { name: 'Spring sale' });
  expect(link.getAttribute('rel')).toBe('sponsored noopener nofollow');
  expect(link.getAttribute('href')).toBe('/api/banners/b1/click');
  expect(screen.getByRole('complementary', { name: 'Ad' })).toBeTruthy();
});

describe('an impression', () => {
  test('is counted once, when somebody really saw it', async () => {
    show();
    await screen.findByRole('link');
    vi.useFakeTimers();
    act(() => onScreen(true));
    await vi.advanceTimersByTimeAsync(900);
    act(() => onScreen(false));
    await vi.advanceTimersByTimeAsync(5000);
    expect(banners.seen).not.toHaveBeenCalled();
    act(() => onScreen(true));
    await vi.advanceTimersByTimeAsync(1000);
    expect(banners.seen).toHaveBeenCalledExactlyOnceWith('b1');
    act(() => onScreen(true));
    await vi.advanceTimersByTimeAsync(5000);
    expect(banners.seen).toHaveBeenCalledOnce();
  });
});

test('closed, it stays away for the visit', async () => {
  const { unmount } = show();
  await userEvent.click(await screen.findByRole('button', { name: 'Close the ad' }));
  expect(screen.queryByTestId('banner')).toBeNull();
  unmount();
  show();
  expect(banners.due).toHaveBeenCalledOnce();
  expect(screen.queryByTestId('banner')).toBeNull();
});

test('no banner, no trouble', async () => {
  vi.mocked(banners.due).mockResolvedValue(null);
  show();
  await waitFor(() => expect(banners.due).toHaveResolved());
  expect(screen.queryByTestId('banner')).toBeNull();
});
