import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ConnectionId, PeerId } from '../model.js';
import { FakePeerConnections } from '../testing/fakePeerConnection.js';
import { FakeSignaling, settled } from '../testing/fakeSignaling.js';
import { IceServers } from './iceServers.js';
import { Viewer } from './viewer.js';

const STREAMER = 'streamer' as PeerId;

let signaling: FakeSignaling;
let network: FakePeerConnections;
let viewer: Viewer;

const joined = (change: { mode?: 'p2p' | 'full'; streamerOnline?: boolean } = {}) =>
  signaling.hears({
    type: 'joined',
    peerId: 'me' as PeerId,
    mode: 'p2p',
    streamerOnline: true,
    peers: [],
    iceServers: [],
    ...change,
  });
const offer = (connectionId = 'c1', sdp = 'offer') =>
  signaling.hears({
    type: 'offer',
    peerId: STREAMER,
    connectionId: connectionId as ConnectionId,
    sdp,
  });
const phase = () => viewer.state.getSnapshot().phase;

/** What has arrived so far. */
function arrived(framesDecoded: number, packetsReceived: number): void {
  network.last.stats = [
    { type: 'inbound-rtp', kind: 'video', framesDecoded },
    { type: 'inbound-rtp', kind: 'audio', packetsReceived },
  ];
}

/** Picture and sound for a while. */
async function flowing(seconds = 3): Promise<void> {
  for (let i = 1; i <= seconds * 10; i++) {
    arrived(i * 3, i * 5);
    await vi.advanceTimersByTimeAsync(100);
  }
}

async function playing(): Promise<void> {
  await joined();
  await offer();
  network.last.becomes('connected');
  await flowing(1);
}

beforeEach(() => {
  vi.useFakeTimers();
  signaling = new FakeSignaling();
  network = new FakePeerConnections();
  viewer = new Viewer({
    signaling,
    ice: new IceServers({ iceServers: () => Promise.reject(new Error('not asked')) }),
    createPeerConnection: network.create,
    createMediaStream: () => ({ addTrack: vi.fn() }) as unknown as MediaStream,
  });
});

afterEach(() => viewer.close());

describe('on the way to a picture', () => {
  test('an offer is answered', async () => {
    await joined();
    expect(phase()).toBe('connecting');
    await offer();
    expect(signaling.answers).toEqual([{ peerId: STREAMER, connectionId: 'c1', sdp: 'answer' }]);
  });

  test('it plays when pictures are decoded, not before', async () => {
    await joined();
    await offer();
    network.last.becomes('connected');
    await settled();
    expect(phase()).toBe('connecting');
    await flowing(1);
    expect(viewer.state.getSnapshot()).toMatchObject({
      phase: 'playing',
      hasVideo: true,
      hasAudio: true,
    });
  });

  test('the first packets of sound are no radio play', async () => {
    await joined();
    await offer();
    network.last.becomes('connected');
    arrived(0, 5);
    await vi.advanceTimersByTimeAsync(300);
    expect(phase()).toBe('connecting');
  });

  test('sound alone plays when no picture follows', async () => {
    await joined();
    await offer();
    network.last.becomes('connected');
    for (let i = 0; i < 30; i++) {
      arrived(0, i);
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(viewer.state.getSnapshot()).toMatchObject({ phase: 'playing', hasVideo: false });
  });

  test('a streamer who does not offer is asked, again and again', async () => {
    await joined();
    await vi.advanceTimersByTimeAsync(9000);
    expect(signaling.retries).toBe(1);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(signaling.retries).toBeGreaterThan(2);
  });

  test('a streamer who is away is not asked', async () => {
    await joined({ streamerOnline: false });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(signaling.retries).toBe(0);
    expect(phase()).toBe('idle');
  });

  test('candidates that come first wait for the offer to be read', async () => {
    await joined();
    const candidate = { candidate: 'x', sdpMid: '0', sdpMLineIndex: 0, usernameFragment: null };
    const connectionId = 'c1' as ConnectionId;
    const offered = offer();
    await signaling.hears({ type: 'candidate', peerId: STREAMER, connectionId, candidate });
    await offered;
    expect(network.last.candidates).toEqual([candidate]);
  });
});

describe('while it plays', () => {
  test('a cut of the signaling alone changes nothing', async () => {
    await playing();
    const before = viewer.state.getSnapshot();
    await signaling.hears({ type: 'cut' });
    for (let i = 40; i < 60; i++) {
      arrived(i * 3, i * 5);
      await vi.advanceTimersByTimeAsync(500);
    }
    await joined();
    expect(viewer.state.getSnapshot()).toBe(before);
    expect(network.made).toHaveLength(1);
    expect(signaling.retries).toBe(0);
  });

  test('silence for some seconds is a stall', async () => {
    await playing();
    await vi.advanceTimersByTimeAsync(5000);
    expect(viewer.state.getSnapshot()).toMatchObject({ phase: 'stalled', hasVideo: false });
  });

  test('a camera turned off leaves the sound', async () => {
    await playing();
    for (let i = 0; i < 40; i++) {
      arrived(30, 100 + i);
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(viewer.state.getSnapshot()).toMatchObject({
      phase: 'playing',
      hasVideo: false,
      hasAudio: true,
    });
  });

  test('a broken connection is reported and asked for anew', async () => {
    await playing();
    network.last.becomes('failed');
    expect(phase()).toBe('failed');
    await vi.advanceTimersByTimeAsync(2000);
    expect(signaling.retries).toBe(1);
  });

  test('an offer on the same connection is an ICE restart', async () => {
    await playing();
    await offer('c1', 'again');
    expect(network.made).toHaveLength(1);
    expect(signaling.answers).toHaveLength(2);
  });

  test('a new connection takes over when it is there, not before', async () => {
    await playing();
    const [old] = network.made;
    const { media } = viewer.state.getSnapshot();
    await offer('c2');
    expect(old?.closed).toBe(false);
    expect(viewer.state.getSnapshot().media).toBe(media);
    network.last.becomes('connected');
    expect(old?.closed).toBe(true);
    expect(viewer.state.getSnapshot().media).not.toBe(media);
  });
});

test('a full room says so and does not press on', async () => {
  await joined({ mode: 'full' });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(phase()).toBe('full');
  expect(signaling.retries).toBe(0);
  await signaling.hears({ type: 'topology', mode: 'p2p' });
  expect(phase()).toBe('connecting');
});
