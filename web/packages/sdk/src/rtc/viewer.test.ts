import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { TopologyMode } from '../live/events.js';
import type { ConnectionId, PeerId } from '../model.js';
import { NioError } from '../error.js';
import { FakeMediaServer } from '../testing/fakeMediaServer.js';
import { FakeMediaStream } from '../testing/fakeMediaStream.js';
import { FakePeerConnections, type FakePeerConnection } from '../testing/fakePeerConnection.js';
import { FakeSignaling, settled } from '../testing/fakeSignaling.js';
import { IceServers } from './iceServers.js';
import { Viewer } from './viewer.js';

const STREAMER = 'streamer' as PeerId;

let signaling: FakeSignaling;
let network: FakePeerConnections;
let server: FakeMediaServer;
let ticks = 0;
let viewer: Viewer;

const joined = (change: { mode?: TopologyMode; streamerOnline?: boolean } = {}) =>
  signaling.hears({
    type: 'joined',
    peerId: 'me' as PeerId,
    mode: 'p2p',
    streamerOnline: true,
    peers: [],
    publish: false,
    rids: null,
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

const topology = (mode: TopologyMode) => signaling.hears({ type: 'topology', mode });
/** Names of the tracks on the screen, sound first. */
const shown = () =>
  ((viewer.state.getSnapshot().media as unknown as FakeMediaStream | null)?.tracks ?? [])
    .map((track) => track.name)
    .sort();

/** What has arrived so far. */
function arrived(framesDecoded: number, packetsReceived: number, on = network.last): void {
  on.stats = [
    { type: 'inbound-rtp', kind: 'video', framesDecoded },
    { type: 'inbound-rtp', kind: 'audio', packetsReceived },
  ];
}

/** Picture and sound for a while. */
async function flowing(seconds = 3, ...on: FakePeerConnection[]): Promise<void> {
  for (let i = 0; i < seconds * 10; i++) {
    ticks++;
    for (const pc of on.length > 0 ? on : [network.last]) arrived(ticks * 3, ticks * 5, pc);
    await vi.advanceTimersByTimeAsync(100);
  }
}

/** Both ends of a new connection, with picture and sound. */
function connects(name: string, pc = network.last): FakePeerConnection {
  pc.brings({ kind: 'audio', name: `a ${name}` }, { kind: 'video', name: `v ${name}` });
  pc.becomes('connected');
  return pc;
}

async function playing(): Promise<void> {
  await joined();
  await offer();
  connects('p2p');
  await flowing(1);
}

beforeEach(() => {
  vi.useFakeTimers();
  ticks = 0;
  server = new FakeMediaServer();
  signaling = new FakeSignaling();
  network = new FakePeerConnections();
  viewer = new Viewer({
    signaling,
    ice: new IceServers({ iceServers: () => Promise.reject(new Error('not asked')) }),
    createPeerConnection: network.create,
    createMediaStream: () => new FakeMediaStream() as unknown as MediaStream,
    watch: { media: server, streamId: 's1' },
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

  test('a new connection takes over when it plays, not before', async () => {
    await playing();
    const [old] = network.made;
    const { media } = viewer.state.getSnapshot();
    await offer('c2');
    connects('again');
    await settled();
    expect(old?.closed).toBe(false);
    expect(shown()).toEqual(['a p2p', 'v p2p']);
    await flowing(1);
    expect(old?.closed).toBe(true);
    expect(shown()).toEqual(['a again', 'v again']);
    expect(viewer.state.getSnapshot().media).toBe(media);
  });
});

describe('over to the server', () => {
  test('what plays, plays on until pictures of the new way are decoded', async () => {
    await playing();
    const [direct] = network.made;
    const { media } = viewer.state.getSnapshot();
    await topology('sfu');
    expect(server.asked).toEqual(['offer whep s1']);
    connects('sfu');
    arrived(0, 5);
    await flowing(3, direct!);
    expect(shown()).toEqual(['a p2p', 'v p2p']);
    expect(viewer.state.getSnapshot().path).toBe('p2p');
    expect(signaling.readies).toEqual(['p2p']);

    await flowing(1, direct!, network.last);
    expect(direct?.closed).toBe(true);
    expect(shown()).toEqual(['a sfu', 'v sfu']);
    expect(viewer.state.getSnapshot()).toMatchObject({ media, path: 'sfu', phase: 'playing' });
    expect(signaling.readies).toEqual(['p2p', 'sfu']);
    expect(signaling.retries).toBe(0);
  });

  test('and back, when the streamer’s connection plays', async () => {
    await playing();
    await topology('sfu');
    const relayed = connects('sfu');
    await flowing(1, network.made[0]!, relayed);
    await topology('p2p');
    await flowing(1, relayed);
    expect(viewer.state.getSnapshot()).toMatchObject({ phase: 'playing', path: 'sfu' });
    await offer('c2');
    connects('back');
    await flowing(1, relayed, network.last);
    expect(relayed.closed).toBe(true);
    expect(server.asked.at(-1)).toBe('close 1');
    expect(shown()).toEqual(['a back', 'v back']);
    expect(signaling.readies).toEqual(['p2p', 'sfu', 'p2p']);
  });

  test('turning back halfway drops the half-made way and says so', async () => {
    await playing();
    await topology('sfu');
    const half = network.last;
    await topology('p2p');
    expect(half.closed).toBe(true);
    await flowing(2, network.made[0]!);
    expect(shown()).toEqual(['a p2p', 'v p2p']);
    expect(signaling.readies).toEqual(['p2p', 'p2p']);
    expect(server.asked.at(-1)).toBe('close 1');
  });

  test('a late comer goes there at once', async () => {
    await joined({ mode: 'sfu' });
    expect(phase()).toBe('connecting');
    connects('sfu');
    await flowing(1);
    expect(viewer.state.getSnapshot()).toMatchObject({ phase: 'playing', path: 'sfu' });
    expect(signaling.readies).toEqual(['sfu']);
  });

  test('a stream nobody publishes yet is asked for again and again', async () => {
    server.refusal = new NioError({ error: 'not_published', status: 404 });
    await joined({ mode: 'sfu' });
    await vi.advanceTimersByTimeAsync(30_000);
    const tries = server.asked.length;
    expect(tries).toBeGreaterThan(4);
    expect(tries).toBeLessThan(15);
    server.refusal = null;
    await vi.advanceTimersToNextTimerAsync();
    await vi.advanceTimersByTimeAsync(11_000);
    expect(server.asked.length).toBeGreaterThan(tries);
  });

  test('a leg the server forgot is made anew as soon as the room is back', async () => {
    await joined({ mode: 'sfu' });
    const gone = connects('sfu');
    await flowing(1);
    await signaling.hears({ type: 'cut' });
    server.forgotten.add('/1');
    await joined({ mode: 'sfu' });
    expect(phase()).toBe('failed');
    expect(gone.closed).toBe(true);
    await vi.advanceTimersByTimeAsync(1000);
    connects('again');
    await flowing(1);
    expect(shown()).toEqual(['a again', 'v again']);
    expect(phase()).toBe('playing');
  });

  test('a leg that broke is restarted before it is made anew', async () => {
    await joined({ mode: 'sfu' });
    connects('sfu');
    await flowing(1);
    network.last.becomes('disconnected');
    expect(phase()).toBe('stalled');
    await vi.advanceTimersByTimeAsync(2000);
    expect(server.asked).toEqual(['offer whep s1', 'restart 1']);
    network.last.becomes('connected');
    await flowing(2);
    expect(phase()).toBe('playing');
    expect(network.made).toHaveLength(1);
  });

  test('the streamer is not asked for offers, and late ones are left alone', async () => {
    await playing();
    await topology('sfu');
    network.made[0]!.becomes('failed');
    await offer('late');
    await vi.advanceTimersByTimeAsync(30_000);
    expect(signaling.retries).toBe(0);
    expect(signaling.answers).toHaveLength(1);
  });

  test('the chosen copy is asked for, also of connections to come', async () => {
    await joined({ mode: 'sfu' });
    connects('sfu');
    await flowing(1);
    viewer.setLayer('low');
    expect(server.asked.at(-1)).toBe('low 1');
    network.last.becomes('failed');
    await vi.advanceTimersByTimeAsync(10_000);
    connects('again');
    await flowing(1);
    expect(server.asked.at(-1)).toBe('low 2');
    expect(viewer.state.getSnapshot().layer).toBe('low');
  });

  test('at the end the server is told', async () => {
    await joined({ mode: 'sfu' });
    viewer.close();
    expect(server.asked.at(-1)).toBe('close 1');
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
