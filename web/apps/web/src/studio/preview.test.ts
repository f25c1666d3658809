import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { hasPicture, isBlack, keepPreview, previewSize } from './preview';

const picture = { videoWidth: 1280, videoHeight: 720, readyState: 4, paused: false };

test.each([
  [1280, 720, 640, 360],
  [720, 1280, 640, 1138],
  [320, 240, 320, 240],
])('a picture of %i×%i is sent as %i×%i', (videoWidth, videoHeight, width, height) => {
  expect(previewSize({ ...picture, videoWidth, videoHeight })).toEqual({ width, height });
});

test.each([
  ['moves', {}, true],
  ['is paused', { paused: true }, false],
  ['has not come yet', { readyState: 1 }, false],
  ['has no size', { videoWidth: 0 }, false],
])('a picture that %s: %j', (_, change, there) => {
  expect(hasPicture({ ...picture, ...change })).toBe(there);
});

test.each([
  ['nothing but black', [0, 0, 0, 255, 9, 9, 9, 255], true],
  ['one bright spot', [0, 0, 0, 255, 0, 90, 0, 255], false],
])('%s', (_, pixels, black) => {
  expect(isBlack(pixels)).toBe(black);
});

describe('while live', () => {
  const blob = new Blob(['x']);
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  test('a picture is sent after five seconds, and each minute', async () => {
    const send = vi.fn(() => Promise.resolve());
    const stop = keepPreview(() => Promise.resolve(blob), send);
    await vi.advanceTimersByTimeAsync(4999);
    expect(send).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(send).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(send).toHaveBeenCalledTimes(3);
    stop();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(send).toHaveBeenCalledTimes(3);
  });

  test('without a picture it waits for the next time', async () => {
    const take = vi.fn().mockResolvedValueOnce(null).mockResolvedValue(blob);
    const send = vi.fn(() => Promise.resolve());
    const stop = keepPreview(take as () => Promise<Blob | null>, send);
    await vi.advanceTimersByTimeAsync(5000);
    expect(send).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(send).toHaveBeenCalledExactlyOnceWith(blob, expect.any(AbortSignal));
    stop();
  });

  test('one that is on its way is given up when it is stopped', async () => {
    let given: AbortSignal | undefined;
    const stop = keepPreview(
      () => Promise.resolve(blob),
      (_, signal) => {
        given = signal;
        return new Promise(() => undefined);
      },
    );
    await vi.advanceTimersByTimeAsync(5000);
    expect(given?.aborted).toBe(false);
    stop();
    expect(given?.aborted).toBe(true);
  });

  test('after three failures it gives up, quietly', async () => {
    const send = vi.fn(() => Promise.reject(new Error('away')));
    keepPreview(() => Promise.resolve(blob), send);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(send).toHaveBeenCalledTimes(3);
  });
});
