import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './MicLevel.module.css';

/** Speech lies between these. */
const QUIET_DB = -60;
const LOUD_DB = -12;

/** How loud 0–1 for a bar, out of samples −1–1. */
export function levelOf(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample ** 2;
  const db = 10 * Math.log10(sum / Math.max(1, samples.length) + 1e-12);
  return Math.min(1, Math.max(0, (db - QUIET_DB) / (LOUD_DB - QUIET_DB)));
}

/** A bar that moves with the voice. Drawn past React: it changes with every frame. */
export function MicLevel({ track, muted }: { track: MediaStreamTrack | null; muted: boolean }) {
  const { t } = useTranslation();
  const meter = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = meter.current;
    if (element === null) return;
    const show = (level: number): void => {
      element.style.setProperty('--level', String(level));
      element.setAttribute('aria-valuenow', String(Math.round(level * 100)));
    };
    show(0);
    if (track === null || muted) return;
    return listen(track, show);
  }, [track, muted]);

  return (
    <div
      ref={meter}
      className={styles.meter}
      role="meter"
      aria-label={t('golive.level')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={0}
      data-testid="mic-level"
    >
      <div className={styles.bar} />
    </div>
  );
}

function listen(track: MediaStreamTrack, show: (level: number) => void): () => void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  const source = context.createMediaStreamSource(new MediaStream([track]));
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let level = 0;
  let frame = 0;
  const draw = (): void => {
    analyser.getFloatTimeDomainData(samples);
    // Up at once, down slowly: easier on the eye.
    level = Math.max(levelOf(samples), level * 0.92);
    show(level);
    frame = requestAnimationFrame(draw);
  };
  draw();
  // Some browsers start asleep until the page is touched.
  const wake = (): void => void context.resume();
  wake();
  document.addEventListener('pointerdown', wake);
  return () => {
    cancelAnimationFrame(frame);
    document.removeEventListener('pointerdown', wake);
    source.disconnect();
    void context.close();
  };
}
