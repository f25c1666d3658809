import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ConnectionId, PeerId } from '../model.js';
import { FakeMediaServer } from '../testing/fakeMediaServer.js';
import { FakePeerConnections } from '../testing/fakePeerConnection.js';
import { FakeSignaling, settled } from '../testing/fakeSignaling.js';
import { Broadcaster } from './broadcaster.js';
import { IceServers } from './iceServers.js';

const V1 = 'v1' as PeerId;
const V2 = 'v2' as PeerId;
const getSettings = () => ({});
const track = (name: string) => ({ id: name, getSettings }) as unknown as MediaStreamTrack;

let signaling: FakeSignaling;
let network: FakePeerConnections;
let broadcaster: Broadcaster;

const joined = (...peers: PeerId[]) =>
  signaling.hears({
    type: 'joined',
    peerId: 'me' as PeerId,
    mode: 'p2p',
    streamerOnline: true,
    peers,
    publish: false,
    rids: null,
    iceServers: [{ urls: ['stun:nio.test'] }],
  });
const peer = (peerId: PeerId, action: 'join' | 'leave' | 'retry') =>
  signaling.hears({ type: 'peer', peerId, action });
const answer = (index = signaling.offers.length - 1) =>
  signaling.hears({ type: 'answer', ...signaling.offers[index]!, sdp: 'answer' });

/** A viewer who watches. */
async function watching(): Promise<void> {
  await joined(V1);
  await answer();
  network.last.becomes('connected');
}

beforeEach(() => {
  vi.useFakeTimers();
  signaling = new FakeSignaling();
  network = new FakePeerConnections();
  const ice = new IceServers({ iceServers: () => Promise.reject(new Error('not asked')) });
  broadcaster = new Broadcaster(
    { signaling, ice, createPeerConnection: network.create },
    { audio: track('a'), video: track('v') },
  );
});

afterEach(() => broadcaster.close());

describe('viewers', () => {
  test('who are there get an offer each', async () => {
    await joined(V1, V2);
    expect(signaling.offers.map((offer) => offer.peerId)).toEqual([V1, V2]);
    expect(new Set(signaling.offers.map((offer) => offer.connectionId)).size).toBe(2);
    expect(network.last.configuration.iceServers).toEqual([{ urls: ['stun:nio.test'] }]);
  });

  test('who come later get one too, once', async () => {
    await joined();
    await peer(V1, 'join');
    await peer(V1, 'join');
    expect(signaling.offers).toHaveLength(1);
  });

  test('who leave are let go of', async () => {
    await watching();
    await peer(V1, 'leave');
    expect(network.last.closed).toBe(true);
  });

  test('who are gone when the offer comes are forgotten', async () => {
    signaling.refusal = 'peer_gone';
    await joined(V1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(network.made).toHaveLength(1);
    expect(network.last.closed).toBe(true);
  });

  test('who ask for another offer get a new connection', async () => {
    await watching();
    await peer(V1, 'retry');
    expect(network.made.map((pc) => pc.closed)).toEqual([true, false]);
    expect(signaling.offers[1]?.connectionId).not.toBe(signaling.offers[0]?.connectionId);
  });
});

describe('when only the signaling was cut', () => {
  test('connections that carry media are left alone', async () => {
    await watching();
    await signaling.hears({ type: 'cut' });
    await joined(V1);
    await peer(V1, 'join');
    expect(network.made).toHaveLength(1);
    expect(network.last.closed).toBe(false);
    expect(signaling.offers).toHaveLength(1);
  });

  test('connections that broke meanwhile are made anew', async () => {
    await watching();
    await signaling.hears({ type: 'cut' });
    network.last.becomes('failed');
    await vi.advanceTimersByTimeAsync(30_000);
    expect(network.made).toHaveLength(1);
    await joined(V1);
    expect(network.made).toHaveLength(2);
  });

  test('a viewer missing from the list is not cut off: it may be on its way back', async () => {
    await watching();
    await signaling.hears({ type: 'cut' });
    await joined();
    expect(network.last.closed).toBe(false);
  });
});

describe('trouble on the way', () => {
  test('a short one goes by itself', async () => {
    await watching();
    network.last.becomes('disconnected');
    await vi.advanceTimersByTimeAsync(1000);
    network.last.becomes('connected');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(signaling.offers).toHaveLength(1);
  });

  test('a longer one is helped by an ICE restart on the same connection', async () => {
    await watching();
    network.last.becomes('disconnected');
    await vi.advanceTimersByTimeAsync(3000);
    expect(network.last.offers.at(-1)).toEqual({ iceRestart: true });
    expect(signaling.offers[1]?.connectionId).toBe(signaling.offers[0]?.connectionId);
  });

  test('a failed connection is made anew, later and later, and not for ever', async () => {
    await watching();
    for (let i = 0; i < 20; i++) {
      network.last.becomes('failed');
      await vi.advanceTimersByTimeAsync(20_000);
    }
    expect(network.made).toHaveLength(7);
  });

  test('an offer nobody answers is made again', async () => {
    await joined(V1);
    await vi.advanceTimersByTimeAsync(13_000);
    expect(network.made).toHaveLength(2);
  });

  test('an answer the browser refuses leads to a new connection', async () => {
    await joined(V1);
    network.last.refuses = true;
    await answer();
    await vi.advanceTimersByTimeAsync(2000);
    expect(network.made).toHaveLength(2);
  });
});

describe('messages of an old connection', () => {
  test('do no harm', async () => {
    await watching();
    const stale = { peerId: V1, connectionId: 'old' as ConnectionId };
    await signaling.hears({ type: 'answer', ...stale, sdp: 'x' });
    await signaling.hears({
      type: 'candidate',
      ...stale,
      candidate: { candidate: 'x', sdpMid: null, sdpMLineIndex: null, usernameFragment: null },
    });
    expect(network.last.candidates).toEqual([]);
  });

  test('candidates of the current one wait for its answer', async () => {
    await joined(V1);
    const candidate = { candidate: 'x', sdpMid: '0', sdpMLineIndex: 0, usernameFragment: null };
    await signaling.hears({ type: 'candidate', ...signaling.offers[0]!, candidate });
    expect(network.last.candidates).toEqual([]);
    await answer();
    expect(network.last.candidates).toEqual([candidate]);
  });
});

test('another camera is put in without a new negotiation', async () => {
  await watching();
  await broadcaster.setTracks({ audio: null, video: track('other') });
  expect(network.last.replaced).toEqual([null, track('other')]);
  expect(signaling.offers).toHaveLength(1);
});

describe('through the server', () => {
  let server: FakeMediaServer;

  const room = (publish: boolean) =>
    signaling.hears({
      type: 'joined',
      peerId: 'me' as PeerId,
      mode: publish ? 'sfu' : 'p2p',
      streamerOnline: true,
      peers: [],
      publish,
      rids: null,
      iceServers: [],
    });

  beforeEach(() => {
    broadcaster.close();
    server = new FakeMediaServer();
    broadcaster = new Broadcaster(
      {
        signaling,
        ice: new IceServers({ iceServers: () => Promise.reject(new Error('not asked')) }),
        publish: { media: server, streamId: 's1' },
        createPeerConnection: network.create,
      },
      { audio: track('a'), video: track('v') },
    );
  });

  test('the way is made at once and used when it is wanted', async () => {
    await room(false);
    network.last.becomes('connected');
    expect(server.asked).toEqual(['offer whip s1']);
    await vi.advanceTimersByTimeAsync(2000);
    expect(broadcaster.state.getSnapshot()).toMatchObject({ server: 'ready', health: 'waiting' });
    await signaling.hears({ type: 'publish', active: true, rids: null });
    expect(network.last.encodings.every((encoding) => encoding.active)).toBe(true);
    expect(broadcaster.state.getSnapshot()).toMatchObject({ server: 'sending', health: 'good' });
    await signaling.hears({ type: 'publish', active: false, rids: null });
    expect(network.last.encodings.some((encoding) => encoding.active)).toBe(false);
  });

  test('a reloaded page goes on where it was', async () => {
    await room(true);
    network.last.becomes('connected');
    await settled();
    expect(network.last.encodings.every((encoding) => encoding.active)).toBe(true);
  });

  test('the streamer’s choice is kept over cuts', async () => {
    broadcaster.setPreference('sfu');
    expect(signaling.preferences).toEqual([]);
    await room(false);
    await signaling.hears({ type: 'cut' });
    await room(false);
    expect(signaling.preferences).toEqual(['sfu', 'sfu']);
    broadcaster.setPreference('auto');
    await signaling.hears({ type: 'cut' });
    await room(false);
    expect(signaling.preferences).toEqual(['sfu', 'sfu', 'auto']);
  });

  test('ends with the broadcast', async () => {
    await room(true);
    network.last.becomes('connected');
    broadcaster.close();
    expect(server.asked.at(-1)).toBe('close 1');
  });
});

test('how it goes is measured', async () => {
  await watching();
  network.last.stats = [{ type: 'outbound-rtp', kind: 'video', bytesSent: 0 }];
  await vi.advanceTimersByTimeAsync(12_000);
  network.last.stats = [
    { type: 'outbound-rtp', kind: 'video', bytesSent: 250_000 },
    { type: 'remote-inbound-rtp', fractionLost: 0.2, roundTripTime: 0.1 },
  ];
  await vi.advanceTimersByTimeAsync(2000);
  await settled();
  expect(broadcaster.state.getSnapshot()).toEqual({
    connectedPeers: 1,
    server: 'off',
    health: 'weak',
    sizes: [],
    bitrateBps: 1_000_000,
    lossRatio: 0.2,
    rttMs: 100,
  });
});
