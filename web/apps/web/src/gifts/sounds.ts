import type { GiftType } from '@nio/sdk';
import { readSetting, writeSetting } from '../api/settings';

/** One tone or breath of a sound. Times in seconds, pitches in hertz. */
interface Voice {
  readonly wave: OscillatorType | 'noise';
  readonly from: number;
  /** Where the pitch glides to. */
  readonly to?: number;
  readonly at: number;
  readonly lasts: number;
  readonly gain: number;
}

const bell = (from: number, at: number, lasts = 0.5, gain = 1): Voice => ({
  wave: 'sine',
  from,
  at,
  lasts,
  gain,
});

const arpeggio = (notes: readonly number[], step: number, lasts: number): Voice[] =>
  notes.flatMap((note, index) => [
    bell(note, index * step, lasts),
    { wave: 'triangle', from: note * 2, at: index * step, lasts: lasts / 2, gain: 0.2 } as const,
  ]);

/** Pentatonic throughout, so that several at once do not hurt. */
const SOUNDS: Readonly<Record<GiftType, readonly Voice[]>> = {
  rose: arpeggio([880, 1175], 0.08, 0.35),
  heart: [
    { wave: 'sine', from: 110, to: 70, at: 0, lasts: 0.18, gain: 1.6 },
    { wave: 'sine', from: 110, to: 70, at: 0.24, lasts: 0.22, gain: 1.6 },
    bell(784, 0.1, 0.5, 0.6),
  ],
  diamond: arpeggio([1175, 1568, 1760, 2349], 0.07, 0.5),
  rocket: [
    { wave: 'noise', from: 200, to: 3200, at: 0, lasts: 1.1, gain: 0.9 },
    { wave: 'sawtooth', from: 80, to: 420, at: 0, lasts: 1, gain: 0.18 },
    ...arpeggio([784, 1175], 0.1, 0.5).map((voice) => ({ ...voice, at: voice.at + 0.9 })),
  ],
  crown: [...arpeggio([523, 659, 784, 1047], 0.12, 0.8), bell(262, 0.36, 1.2, 0.8)],
  star: arpeggio([587, 784, 880, 1175, 1568, 1760], 0.1, 0.9),
  fire: [
    { wave: 'noise', from: 900, to: 300, at: 0, lasts: 1.6, gain: 0.8 },
    { wave: 'sine', from: 98, to: 147, at: 0, lasts: 1.4, gain: 1 },
    ...arpeggio([392, 587, 784], 0.16, 0.8),
  ],
  rainbow: [
    ...arpeggio([523, 587, 659, 784, 880, 1047, 1175, 1319], 0.14, 1.1),
    { wave: 'noise', from: 2000, to: 6000, at: 0, lasts: 1.6, gain: 0.15 },
    bell(262, 1.1, 1.6, 0.9),
    bell(392, 1.1, 1.6, 0.7),
  ],
};

/** Quiet: the streamer is who one listens to. */
const VOLUME = 0.07;

/** Closer than this they would be noise. */
const APART_S = 0.22;

/** Whether gifts may be heard on this device. */
export function giftSoundsOn(): boolean {
  return readSetting('giftSounds') !== 'off';
}

/**
 * Sounds of gifts, made while they play. Silent until the person has touched the page, which browsers insist on, and
 * while the page is hidden.
 */
export class GiftSounds {
  #context: AudioContext | null = null;
  #noise: AudioBuffer | null = null;
  #last = -1;
  #on = giftSoundsOn();

  constructor() {
    for (const gesture of ['pointerdown', 'keydown'] as const) {
      document.addEventListener(gesture, this.#unlock);
    }
  }

  get on(): boolean {
    return this.#on;
  }

  set on(on: boolean) {
    this.#on = on;
    writeSetting('giftSounds', on ? null : 'off');
  }

  /** Plays the sound of a gift, or nothing where it would disturb. */
  play(giftType: GiftType): void {
    const context = this.#context;
    if (!this.#on || context?.state !== 'running' || document.hidden) return;
    const now = context.currentTime;
    if (now - this.#last < APART_S) return;
    this.#last = now;
    for (const voice of SOUNDS[giftType]) this.#voice(context, voice, now);
  }

  /** Silence, for good. */
  close(): void {
    this.#forget();
    // A context that cannot be closed is closed already.
    this.#context?.close().catch(() => undefined);
    this.#context = null;
  }

  #forget(): void {
    for (const gesture of ['pointerdown', 'keydown'] as const) {
      document.removeEventListener(gesture, this.#unlock);
    }
  }

  readonly #unlock = (): void => {
    if (typeof AudioContext === 'undefined') return;
    this.#context ??= new AudioContext({ latencyHint: 'interactive' });
    // Refused when the gesture was not good enough: the next one tries again.
    this.#context.resume().then(
      () => {
        if (this.#context?.state === 'running') this.#forget();
      },
      () => undefined,
    );
  };

  #voice(context: AudioContext, { wave, from, to, at, lasts, gain }: Voice, now: number): void {
    const start = now + at;
    const end = start + lasts;
    const volume = context.createGain();
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(gain * VOLUME, start + 0.012);
    volume.gain.exponentialRampToValueAtTime(0.0001, end);
    volume.connect(context.destination);
    if (wave === 'noise') {
      const source = context.createBufferSource();
      source.buffer = this.#whiteNoise(context);
      source.loop = true;
      const band = context.createBiquadFilter();
      band.type = 'bandpass';
      band.frequency.setValueAtTime(from, start);
      band.frequency.exponentialRampToValueAtTime(to ?? from, end);
      source.connect(band).connect(volume);
      source.start(start);
      source.stop(end);
      return;
    }
    const tone = context.createOscillator();
    tone.type = wave;
    tone.frequency.setValueAtTime(from, start);
    if (to !== undefined) tone.frequency.exponentialRampToValueAtTime(to, end);
    tone.connect(volume);
    tone.start(start);
    tone.stop(end);
  }

  #whiteNoise(context: AudioContext): AudioBuffer {
    if (this.#noise !== null) return this.#noise;
    const buffer = context.createBuffer(1, context.sampleRate, context.sampleRate);
    const samples = buffer.getChannelData(0);
    for (let i = 0; i < samples.length; i++) samples[i] = Math.random() * 2 - 1;
    return (this.#noise = buffer);
  }
}
