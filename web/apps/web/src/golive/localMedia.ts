import { Store, type OutgoingTracks, type Readable } from '@nio/sdk';
import { readSetting, writeSetting } from '../api/settings';

/** Why there is neither picture nor sound. */
export type MediaProblem = 'denied' | 'missing' | 'busy' | 'insecure' | 'unknown';

/** Something is there, but not all; worth a line. */
export type MediaNotice = 'onlyAudio' | 'onlyVideo' | 'cameraBusy' | 'micBusy' | 'deviceLost';

/** A camera or microphone to choose. */
export interface Device {
  readonly id: string;
  /** Empty until access is granted. */
  readonly label: string;
}

/** Camera and microphone of this page. */
export interface LocalMediaState {
  readonly phase: 'starting' | 'ready' | 'problem';
  readonly problem: MediaProblem | null;
  readonly notice: MediaNotice | null;
  readonly cameras: readonly Device[];
  readonly mics: readonly Device[];
  readonly cameraId: string | null;
  readonly micId: string | null;
  /** What is sent; `video` is `null` while the camera is off, its light too. */
  readonly tracks: OutgoingTracks;
  readonly cameraOn: boolean;
  readonly micOn: boolean;
  /** Towards oneself: shown as in a mirror. */
  readonly mirrored: boolean;
}

/** The part of `navigator.mediaDevices` that is used; absent on insecure pages. */
export type MediaSource = Pick<
  MediaDevices,
  'getUserMedia' | 'enumerateDevices' | 'addEventListener' | 'removeEventListener'
>;

const INITIAL: LocalMediaState = {
  phase: 'starting',
  problem: null,
  notice: null,
  cameras: [],
  mics: [],
  cameraId: null,
  micId: null,
  tracks: { audio: null, video: null },
  cameraOn: true,
  micOn: true,
  mirrored: true,
};

/**
 * Camera and microphone: asks for them, tells what is wrong when they do not come, follows devices that are plugged in
 * and pulled out. Turning the camera off lets go of it, so that its light goes out; turning it on asks again.
 */
export class LocalMedia {
  readonly #source: MediaSource | undefined;
  readonly #state = new Store<LocalMediaState>(INITIAL);
  #stopped = false;
  /** Counts wishes: what arrives for an older one is let go of. */
  #wish = 0;

  constructor(source: MediaSource | undefined) {
    this.#source = source;
    source?.addEventListener('devicechange', this.#devicesChanged);
  }

  /** How it stands, observable. */
  get state(): Readable<LocalMediaState> {
    return this.#state;
  }

  /** Asks for both, contenting itself with one. Also the way to try again. */
  async start(): Promise<void> {
    const wish = ++this.#wish;
    this.#change({ phase: 'starting', problem: null, notice: null });
    if (this.#source === undefined) {
      this.#change({ phase: 'problem', problem: 'insecure' });
      return;
    }
    const got = await this.#askBoth();
    if (wish !== this.#wish || this.#stopped) {
      got.audio?.stop();
      got.video?.stop();
      return;
    }
    this.#letGo();
    this.#take({ audio: got.audio, video: got.video });
    this.#change({
      ...(got.problem === null
        ? { phase: 'ready', notice: got.notice }
        : { phase: 'problem', problem: got.problem }),
      cameraOn: got.video !== null,
      micOn: got.audio !== null,
    });
    await this.#enumerate();
  }

  /** Takes the picture from this camera from now on. */
  async chooseCamera(id: string): Promise<void> {
    writeSetting('camera', id);
    await this.#renewVideo({ deviceId: { exact: id } });
  }

  /** Takes the sound from this microphone from now on. */
  async chooseMic(id: string): Promise<void> {
    writeSetting('microphone', id);
    const { micOn } = this.#state.getSnapshot();
    const track = await this.#askOne({ audio: audioConstraints(id) });
    if (track instanceof MediaStreamTrackLost) {
      this.#change({ notice: 'micBusy' });
      return;
    }
    track.enabled = micOn;
    this.#state.getSnapshot().tracks.audio?.stop();
    this.#take({ ...this.#state.getSnapshot().tracks, audio: track });
    this.#change({ notice: null, phase: 'ready', problem: null });
  }

  /**
   * The next camera there is. On a phone that is the other side; browsers there name more cameras than a person knows of,
   * so the side is asked for instead of a device.
   */
  async nextCamera(): Promise<void> {
    const { cameras, cameraId, tracks } = this.#state.getSnapshot();
    const facing = tracks.video?.getSettings().facingMode;
    if (facing !== undefined && facing !== '') {
      await this.#renewVideo({
        facingMode: { ideal: facing === 'environment' ? 'user' : 'environment' },
      });
      return;
    }
    const next = cameras[(cameras.findIndex(({ id }) => id === cameraId) + 1) % cameras.length];
    if (next) await this.chooseCamera(next.id);
  }

  /** Off lets go of the camera. */
  async setCameraOn(on: boolean): Promise<void> {
    if (on) {
      const { cameraId } = this.#state.getSnapshot();
      await this.#renewVideo(cameraId === null ? {} : { deviceId: { ideal: cameraId } });
      return;
    }
    this.#wish++;
    const { tracks } = this.#state.getSnapshot();
    tracks.video?.stop();
    this.#change({ cameraOn: false, tracks: { ...tracks, video: null } });
  }

  /** Off sends silence, so that it is back in an instant. */
  setMicOn(on: boolean): void {
    const { audio } = this.#state.getSnapshot().tracks;
    if (audio) audio.enabled = on;
    this.#change({ micOn: on && audio !== null });
  }

  /** Lets go of everything, for good. */
  stop(): void {
    this.#stopped = true;
    this.#source?.removeEventListener('devicechange', this.#devicesChanged);
    this.#letGo();
    this.#change({ tracks: { audio: null, video: null } });
  }

  async #askBoth(): Promise<{
    audio: MediaStreamTrack | null;
    video: MediaStreamTrack | null;
    problem: MediaProblem | null;
    notice: MediaNotice | null;
  }> {
    const wanted = {
      video: videoConstraints(idealDevice(readSetting('camera'))),
      audio: audioConstraints(readSetting('microphone')),
    };
    try {
      const media = await this.#getUserMedia(wanted);
      return { ...firstTracks(media), problem: null, notice: null };
    } catch (cause) {
      const problem = problemOf(cause);
      if (problem === 'denied' || problem === 'insecure') {
        return { audio: null, video: null, problem, notice: null };
      }
      // One of the two is missing or busy; a broadcast can do with the other.
      const video = await this.#askOne({ video: wanted.video });
      const audio = await this.#askOne({ audio: wanted.audio });
      if (video instanceof MediaStreamTrackLost) {
        return audio instanceof MediaStreamTrackLost
          ? { audio: null, video: null, problem: worse(video.why, audio.why), notice: null }
          : {
              audio,
              video: null,
              problem: null,
              notice: video.why === 'busy' ? 'cameraBusy' : 'onlyAudio',
            };
      }
      return audio instanceof MediaStreamTrackLost
        ? {
            audio: null,
            video,
            problem: null,
            notice: audio.why === 'busy' ? 'micBusy' : 'onlyVideo',
          }
        : { audio, video, problem: null, notice: null };
    }
  }

  async #askOne(wanted: MediaStreamConstraints): Promise<MediaStreamTrack | MediaStreamTrackLost> {
    try {
      const [track] = (await this.#getUserMedia(wanted)).getTracks();
      return track ?? new MediaStreamTrackLost('missing');
    } catch (cause) {
      return new MediaStreamTrackLost(problemOf(cause));
    }
  }

  async #getUserMedia(wanted: MediaStreamConstraints): Promise<MediaStream> {
    if (this.#source === undefined) throw new DOMException('', 'SecurityError');
    return this.#source.getUserMedia(wanted);
  }

  async #renewVideo(which: MediaTrackConstraints): Promise<void> {
    const wish = ++this.#wish;
    const { tracks } = this.#state.getSnapshot();
    // Phones open one camera at a time: the old one has to go first.
    tracks.video?.stop();
    const track = await this.#askOne({ video: videoConstraints(which) });
    if (wish !== this.#wish || this.#stopped) {
      if (!(track instanceof MediaStreamTrackLost)) track.stop();
      return;
    }
    if (track instanceof MediaStreamTrackLost) {
      this.#take({ ...this.#state.getSnapshot().tracks, video: null });
      this.#change({ cameraOn: false, notice: track.why === 'busy' ? 'cameraBusy' : 'deviceLost' });
      return;
    }
    this.#take({ ...this.#state.getSnapshot().tracks, video: track });
    this.#change({ cameraOn: true, notice: null, phase: 'ready', problem: null });
    await this.#enumerate();
  }

  #take(tracks: OutgoingTracks): void {
    for (const track of [tracks.audio, tracks.video]) {
      if (track) track.onended = () => this.#lost(track);
    }
    const camera = tracks.video?.getSettings();
    this.#change({
      tracks,
      ...(camera
        ? {
            cameraId: camera.deviceId ?? null,
            mirrored: camera.facingMode !== 'environment',
          }
        : {}),
      ...(tracks.audio ? { micId: tracks.audio.getSettings().deviceId ?? null } : {}),
    });
  }

  /** Pulled out, or taken away by the system. */
  #lost(track: MediaStreamTrack): void {
    const { tracks } = this.#state.getSnapshot();
    if (track === tracks.video) {
      this.#change({ tracks: { ...tracks, video: null }, cameraOn: false, notice: 'deviceLost' });
    } else if (track === tracks.audio) {
      this.#change({ tracks: { ...tracks, audio: null }, micOn: false, notice: 'deviceLost' });
    }
  }

  readonly #devicesChanged = (): void => {
    const { phase, problem } = this.#state.getSnapshot();
    if (phase === 'problem' && problem === 'missing') void this.start();
    else void this.#enumerate();
  };

  async #enumerate(): Promise<void> {
    const devices = (await this.#source?.enumerateDevices().catch(() => [])) ?? [];
    const ofKind = (kind: MediaDeviceKind): Device[] =>
      devices
        .filter((device) => device.kind === kind && device.deviceId !== '')
        .map(({ deviceId, label }) => ({ id: deviceId, label }));
    this.#change({ cameras: ofKind('videoinput'), mics: ofKind('audioinput') });
  }

  #letGo(): void {
    const { tracks } = this.#state.getSnapshot();
    tracks.audio?.stop();
    tracks.video?.stop();
  }

  #change(change: Partial<LocalMediaState>): void {
    this.#state.update((before) => ({ ...before, ...change }));
  }
}

/** In place of a track that did not come. */
class MediaStreamTrackLost {
  constructor(readonly why: MediaProblem) {}
}

/** What a refusal by the browser means for the person. */
export function problemOf(cause: unknown): MediaProblem {
  if (!(cause instanceof DOMException)) return cause instanceof TypeError ? 'insecure' : 'unknown';
  switch (cause.name) {
    case 'NotAllowedError':
      return 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'missing';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    case 'SecurityError':
      return 'insecure';
    default:
      return 'unknown';
  }
}

/** Of two reasons the one that can be done something about. */
function worse(a: MediaProblem, b: MediaProblem): MediaProblem {
  const order: readonly MediaProblem[] = ['denied', 'busy', 'insecure', 'missing', 'unknown'];
  return order.find((problem) => problem === a || problem === b) ?? 'unknown';
}

function firstTracks(media: MediaStream): {
  audio: MediaStreamTrack | null;
  video: MediaStreamTrack | null;
} {
  return { audio: media.getAudioTracks()[0] ?? null, video: media.getVideoTracks()[0] ?? null };
}

function idealDevice(id: string | null): MediaTrackConstraints {
  return id === null ? { facingMode: { ideal: 'user' } } : { deviceId: { ideal: id } };
}

function videoConstraints(which: MediaTrackConstraints): MediaTrackConstraints {
  return { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 }, ...which };
}

function audioConstraints(id: string | null): MediaTrackConstraints {
  return {
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
    ...(id === null ? {} : { deviceId: { ideal: id } }),
  };
}

/** The browser's devices; absent on insecure pages, whatever the DOM types say. */
export function browserMedia(
  from: { mediaDevices?: MediaDevices } = navigator,
): MediaSource | undefined {
  return from.mediaDevices;
}
