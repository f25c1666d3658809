import { beforeEach, describe, expect, test, vi } from 'vitest';
import { LocalMedia, problemOf, type MediaSource } from './localMedia';
import { levelOf } from './MicLevel';

class FakeTrack {
  enabled = true;
  stopped = false;
  onended: (() => void) | null = null;

  constructor(
    readonly kind: 'audio' | 'video',
    readonly deviceId: string,
  ) {}

  getSettings(): MediaTrackSettings {
    return { deviceId: this.deviceId };
  }

  stop(): void {
    this.stopped = true;
  }
}

/** Cameras and microphones of a computer; each is there, missing (`null`) or busy. */
class FakeDevices {
  camera: 'cam1' | 'busy' | null = 'cam1';
  mic: 'mic1' | 'busy' | null = 'mic1';
  denied = false;
  readonly made: FakeTrack[] = [];
  plugged: (() => void) | null = null;

  readonly source = {
    getUserMedia: ({ audio, video }: MediaStreamConstraints) => {
      const wanted = [
        ...(video ? [['video', this.camera] as const] : []),
        ...(audio ? [['audio', this.mic] as const] : []),
      ];
      const refuse = (name: string) => Promise.reject(new DOMException('', name));
      if (this.denied) return refuse('NotAllowedError');
      if (wanted.some(([, device]) => device === null)) return refuse('NotFoundError');
      if (wanted.some(([, device]) => device === 'busy')) return refuse('NotReadableError');
      const tracks = wanted.map(([kind, device]) => new FakeTrack(kind, device ?? ''));
      this.made.push(...tracks);
      return Promise.resolve({
        getTracks: () => tracks,
        getAudioTracks: () => tracks.filter(({ kind }) => kind === 'audio'),
        getVideoTracks: () => tracks.filter(({ kind }) => kind === 'video'),
      });
    },
    enumerateDevices: () =>
      Promise.resolve([
        ...(this.camera ? [{ kind: 'videoinput', deviceId: this.camera, label: 'Camera' }] : []),
        ...(this.mic ? [{ kind: 'audioinput', deviceId: this.mic, label: '' }] : []),
        { kind: 'audiooutput', deviceId: 'speaker', label: '' },
      ]),
    addEventListener: (_: string, listener: () => void) => {
      this.plugged = listener;
    },
    removeEventListener: vi.fn(),
  } as unknown as MediaSource;
}

let devices: FakeDevices;
let media: LocalMedia;
const state = () => media.state.getSnapshot();

beforeEach(() => {
  devices = new FakeDevices();
  media = new LocalMedia(devices.source);
});

describe('at the start', () => {
  test.each([
    ['both', {}, { phase: 'ready', notice: null, cameraOn: true, micOn: true }],
    ['no camera', { camera: null }, { phase: 'ready', notice: 'onlyAudio', cameraOn: false }],
    ['no microphone', { mic: null }, { phase: 'ready', notice: 'onlyVideo', micOn: false }],
    ['a busy camera', { camera: 'busy' }, { phase: 'ready', notice: 'cameraBusy' }],
    ['a busy microphone', { mic: 'busy' }, { phase: 'ready', notice: 'micBusy' }],
    ['nothing', { camera: null, mic: null }, { phase: 'problem', problem: 'missing' }],
    ['everything busy', { camera: 'busy', mic: 'busy' }, { phase: 'problem', problem: 'busy' }],
    ['a busy camera alone', { camera: 'busy', mic: null }, { phase: 'problem', problem: 'busy' }],
    ['no permission', { denied: true }, { phase: 'problem', problem: 'denied' }],
  ])('%s', async (_, there, expected) => {
    Object.assign(devices, there);
    await media.start();
    expect(state()).toMatchObject(expected);
  });

  test('a page that is not secure has no devices at all', async () => {
    media = new LocalMedia(undefined);
    await media.start();
    expect(state()).toMatchObject({ phase: 'problem', problem: 'insecure' });
  });

  test('names what can be chosen', async () => {
    await media.start();
    expect(state()).toMatchObject({
      cameras: [{ id: 'cam1', label: 'Camera' }],
      mics: [{ id: 'mic1', label: '' }],
      cameraId: 'cam1',
      micId: 'mic1',
    });
  });
});

describe('while it runs', () => {
  beforeEach(() => media.start());

  test('the camera turned off is let go of, and asked for again', async () => {
    const [camera] = devices.made;
    await media.setCameraOn(false);
    expect(camera?.stopped).toBe(true);
    expect(state()).toMatchObject({ cameraOn: false, tracks: { video: null } });
    await media.setCameraOn(true);
    expect(state().tracks.video).not.toBeNull();
  });

  test('the muted microphone stays, silent', () => {
    const mic = devices.made.find(({ kind }) => kind === 'audio');
    media.setMicOn(false);
    expect(mic).toMatchObject({ enabled: false, stopped: false });
    expect(state().micOn).toBe(false);
  });

  test('a camera pulled out is missed', () => {
    devices.made.find(({ kind }) => kind === 'video')?.onended?.();
    expect(state()).toMatchObject({
      notice: 'deviceLost',
      cameraOn: false,
      tracks: { video: null },
    });
  });

  test('everything is let go of at the end', () => {
    media.stop();
    expect(devices.made.every(({ stopped }) => stopped)).toBe(true);
  });
});

test('a device plugged in is taken by itself', async () => {
  Object.assign(devices, { camera: null, mic: null });
  await media.start();
  Object.assign(devices, { camera: 'cam1', mic: 'mic1' });
  devices.plugged?.();
  await vi.waitFor(() => expect(state().phase).toBe('ready'));
});

test.each([
  [new DOMException('', 'NotAllowedError'), 'denied'],
  [new DOMException('', 'OverconstrainedError'), 'missing'],
  [new DOMException('', 'AbortError'), 'busy'],
  [new DOMException('', 'SecurityError'), 'insecure'],
  [new DOMException('', 'Whatever'), 'unknown'],
  [new TypeError('no mediaDevices'), 'insecure'],
  ['?', 'unknown'],
])('%s is %s', (cause, problem) => {
  expect(problemOf(cause)).toBe(problem);
});

test.each([
  ['silence', 0, 0],
  ['a whisper', 0.004, 0.25],
  ['a voice', 0.05, 0.71],
  ['a shout', 1, 1],
])('%s', (_, amplitude, level) => {
  expect(levelOf(new Float32Array(64).fill(amplitude))).toBeCloseTo(level, 1);
});
