import type { Viewer, ViewerState } from '@nio/sdk';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { renderAt } from '../testing/render';
import PlaybackPanel from './PlaybackPanel';

const report = new Map<string, object>([
  [
    'v',
    { type: 'inbound-rtp', kind: 'video', frameWidth: 640, frameHeight: 360, bytesReceived: 0 },
  ],
  ['p', { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.042 }],
]);
const viewer = {
  setLayer: vi.fn(),
  report: vi.fn(() => Promise.resolve(report)),
  currentLayer: vi.fn(() => Promise.resolve('medium')),
};
const close = vi.fn();

function show(change: Partial<ViewerState>): void {
  const media: ViewerState = {
    phase: 'playing',
    media: null,
    hasVideo: true,
    hasAudio: true,
    path: 'sfu',
    layer: 'auto',
    ...change,
  };
  renderAt(
    '/live/1',
    <PlaybackPanel viewer={viewer as unknown as Viewer} media={media} onClose={close} />,
  );
}

beforeEach(() => {
  viewer.setLayer.mockReset();
  close.mockReset();
});

test('through the server one chooses the quality', async () => {
  show({});
  expect(screen.getByRole('radio', { name: 'Auto' })).toHaveProperty('checked', true);
  await userEvent.click(screen.getByRole('radio', { name: 'Low' }));
  expect(viewer.setLayer).toHaveBeenCalledExactlyOnceWith('low');
});

test('straight from the streamer there is nothing to choose', () => {
  show({ path: 'p2p' });
  expect(screen.queryByRole('radio')).toBeNull();
  expect(screen.getByTestId('playback-path').textContent).toBe('straight from the streamer');
});

test('what arrives is told in words and numbers', async () => {
  show({});
  expect(await screen.findByText('640×360')).toBeTruthy();
  expect(screen.getByText('42 ms')).toBeTruthy();
  expect(screen.getByTestId('playback-layer').textContent).toBe('Medium');
});

test('it has the focus, and Escape closes it', async () => {
  show({});
  expect(document.activeElement).toBe(screen.getByRole('dialog'));
  await userEvent.keyboard('{Escape}');
  expect(close).toHaveBeenCalledOnce();
});
