import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { NioError } from '../error.js';
import { FakeMediaServer } from '../testing/fakeMediaServer.js';
import { FakePeerConnections } from '../testing/fakePeerConnection.js';
import { settled } from '../testing/fakeSignaling.js';
import { IceServers } from './iceServers.js';
import { Whip } from './whip.js';

const getSettings = () => ({});
const track = (name: string) => ({ id: name, getSettings }) as unknown as MediaStreamTrack;

let server: FakeMediaServer;
let network: FakePeerConnections;
let whip: Whip;

/** Connected, its media paused. */
async function warm(): Promise<void> {
  whip.connect();
  await settled();
  network.last.becomes('connected');
  await settled();
}

const active = () => network.last.encodings.map((encoding) => encoding.active);

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeMediaServer();
  network = new FakePeerConnections();
  whip = new Whip(
    {
      media: server,
      ice: new IceServers({
        iceServers: () => Promise.resolve({ iceServers: [], ttlSeconds: 3600 }),
      }),
      streamId: 's1',
      createPeerConnection: network.create,
    },
    { audio: track('a'), video: track('v') },
  );
});

afterEach(() => whip.close());

test('it connects with three sizes of the picture and nothing sent yet', async () => {
  await warm();
  expect(server.asked).toEqual(['offer whip s1']);
  expect(network.last.encodings.map((encoding) => encoding.rid)).toEqual([
    undefined,
    'l',
    'm',
    'h',
  ]);
  expect(active()).toEqual([false, false, false, false]);
  expect(whip.connected).toBe(true);
});

test('media starts and pauses without a new negotiation', async () => {
  await warm();
  whip.setActive(true);
  await settled();
  expect(active()).toEqual([true, true, true, true]);
  whip.setActive(false);
  await settled();
  expect(active()).toEqual([false, false, false, false]);
  expect(network.last.offers).toHaveLength(1);
});

test('what nobody watches is not sent, and comes back without a new negotiation', async () => {
  await warm();
  whip.setActive(true, ['l', 'm']);
  await settled();
  expect(active()).toEqual([true, true, true, false]);
  whip.setActive(true, ['l', 'm', 'h']);
  await settled();
  expect(active()).toEqual([true, true, true, true]);
  expect(network.last.offers).toHaveLength(1);
});

test('the smallest picture is always sent', async () => {
  await warm();
  whip.setActive(true, []);
  await settled();
  expect(active()).toEqual([true, true, false, false]);
});

test('a connection made anew sends what is watched', async () => {
  await warm();
  whip.setActive(true, ['l']);
  server.forgotten.add('/1');
  whip.connect();
  await vi.advanceTimersByTimeAsync(1000);
  network.last.becomes('connected');
  await settled();
  expect(network.made).toHaveLength(2);
  expect(active()).toEqual([true, true, false, false]);
  // The server has seen that it is new.
  whip.setActive(true);
  await settled();
  expect(active()).toEqual([true, true, true, true]);
});

test('a change the old connection never answered does not hold up the new one', async () => {
  await warm();
  network.last.deaf = true;
  whip.setActive(true, ['l']);
  server.forgotten.add('/1');
  whip.connect();
  await vi.advanceTimersByTimeAsync(1000);
  network.last.becomes('connected');
  whip.setActive(true);
  await settled();
  expect(network.made).toHaveLength(2);
  expect(active()).toEqual([true, true, true, true]);
});

test.each([
  [1280, 720, ['720', '360 not sent', '180']],
  [720, 1280, ['720', '360 not sent', '180']],
  [640, 360, ['360 not sent', '180']],
])('the sizes of a picture of %i × %i', async (width, height, sizes) => {
  const sized = { getSettings: () => ({ width, height }) } as unknown as MediaStreamTrack;
  await whip.setTracks({ audio: null, video: sized });
  whip.setActive(true, ['l', 'h']);
  expect(whip.sizes.map(({ lines, sent }) => `${lines}${sent ? '' : ' not sent'}`)).toEqual(sizes);
});

test('media wanted before the connection is there comes with it', async () => {
  whip.setActive(true);
  await warm();
  expect(active()).toEqual([true, true, true, true]);
});

test('another camera is put in without a new negotiation', async () => {
  await warm();
  await whip.setTracks({ audio: null, video: track('other') });
  expect(network.last.replaced).toEqual([null, track('other')]);
});

test('a camera with a smaller picture is sent in fewer sizes', async () => {
  whip.setActive(true);
  await warm();
  const small = { getSettings: () => ({ width: 640, height: 360 }) } as unknown as MediaStreamTrack;
  await whip.setTracks({ audio: null, video: small });
  await settled();
  expect(active()).toEqual([true, true, true, false]);
});

test('a cut is mended on the same leg', async () => {
  await warm();
  network.last.becomes('disconnected');
  await vi.advanceTimersByTimeAsync(2000);
  expect(server.asked).toEqual(['offer whip s1', 'restart 1']);
  expect(network.last.offers.at(-1)).toEqual({ iceRestart: true });
  expect(network.last.answers.at(-1)).toContain('a=ice-ufrag:second');
  expect(network.made).toHaveLength(1);
});

test('a leg the server still has is left alone', async () => {
  await warm();
  whip.connect();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(server.asked).toEqual(['offer whip s1']);
  expect(whip.connected).toBe(true);
});

test('a cut that goes by itself needs no help', async () => {
  await warm();
  network.last.becomes('disconnected');
  await vi.advanceTimersByTimeAsync(500);
  network.last.becomes('connected');
  await vi.advanceTimersByTimeAsync(20_000);
  expect(server.asked).toEqual(['offer whip s1']);
});

test('a leg the server has forgotten is made anew, and media goes on', async () => {
  await warm();
  whip.setActive(true);
  server.forgotten.add('/1');
  // The server has us back.
  whip.connect();
  await vi.advanceTimersByTimeAsync(1000);
  expect(server.asked).not.toContain('restart 1');
  expect(network.made).toHaveLength(2);
  expect(network.made[0]?.closed).toBe(true);
  network.last.becomes('connected');
  await settled();
  expect(active()).toEqual([true, true, true, true]);
});

test('a restart that leads nowhere ends in a new leg', async () => {
  await warm();
  network.last.becomes('failed');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(server.asked.slice(1)).toEqual(['restart 1', 'close 1', 'offer whip s1']);
});

test('a server that is away is asked again, later and later', async () => {
  server.refusal = NioError.offline();
  whip.connect();
  await vi.advanceTimersByTimeAsync(60_000);
  const tries = server.asked.length;
  expect(tries).toBeGreaterThan(3);
  expect(tries).toBeLessThan(15);
  server.refusal = null;
  await vi.advanceTimersToNextTimerAsync();
  network.last.becomes('connected');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(server.asked).toHaveLength(tries + 1);
  expect(whip.connected).toBe(true);
});

test('a server that is back is asked at once', async () => {
  server.refusal = NioError.offline();
  whip.connect();
  await vi.advanceTimersByTimeAsync(60_000);
  const tries = server.asked.length;
  server.refusal = null;
  whip.connect();
  await settled();
  expect(server.asked).toHaveLength(tries + 1);
});

test('at the end the server is told, and nothing is tried any more', async () => {
  await warm();
  whip.close();
  expect(server.asked.at(-1)).toBe('close 1');
  expect(network.last.closed).toBe(true);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(server.asked).toHaveLength(2);
});

test('a page that is left tells the server', async () => {
  const leaving = new EventTarget();
  vi.stubGlobal('addEventListener', leaving.addEventListener.bind(leaving));
  vi.stubGlobal('removeEventListener', leaving.removeEventListener.bind(leaving));
  try {
    await warm();
    const leave = (persisted: boolean) =>
      leaving.dispatchEvent(Object.assign(new Event('pagehide'), { persisted }));
    leave(true);
    expect(server.asked).toEqual(['offer whip s1']);
    leave(false);
    leave(false);
    expect(server.asked).toEqual(['offer whip s1', 'close 1']);
  } finally {
    vi.unstubAllGlobals();
  }
});

test('closing while the offer is under way leaves no leg behind', async () => {
  whip.connect();
  whip.close();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(server.asked.filter((it) => it.startsWith('offer')).length).toBe(
    server.asked.filter((it) => it.startsWith('close')).length,
  );
});

test('what is sent is measured while it is', async () => {
  await warm();
  network.last.stats = [{ type: 'outbound-rtp', kind: 'video', bytesSent: 0 }];
  expect(await whip.measure()).toBeNull();
  whip.setActive(true);
  expect(await whip.measure()).toBeNull();
  await vi.advanceTimersByTimeAsync(2000);
  network.last.stats = [{ type: 'outbound-rtp', kind: 'video', bytesSent: 250_000 }];
  expect(await whip.measure()).toMatchObject({ bitrateBps: 1_000_000 });
});
