import { useEffect, useRef, type RefObject } from 'react';
import styles from './VideoStage.module.css';

const BACKDROP_MS = 500;

/** The picture: fills a phone, stands whole before a blurred copy of itself on a desktop. */
export function VideoStage({
  video,
  fill,
  hasVideo,
}: {
  video: RefObject<HTMLVideoElement | null>;
  /** Phones: cut off what does not fit, instead of showing it whole. */
  fill: boolean;
  hasVideo: boolean;
}) {
  return (
    <div className={styles.stage} data-shown={hasVideo}>
      <Backdrop video={video} running={hasVideo} />
      <video
        ref={video}
        className={styles.video}
        data-testid="remote-video"
        data-fill={fill}
        autoPlay
        playsInline
      />
    </div>
  );
}

/** A few pixels of the picture, stretched and blurred: costs next to nothing. */
function Backdrop({
  video,
  running,
}: {
  video: RefObject<HTMLVideoElement | null>;
  running: boolean;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!running || !context) return;
    const draw = (): void => {
      if (video.current) context.drawImage(video.current, 0, 0, 32, 18);
    };
    draw();
    const timer = setInterval(draw, BACKDROP_MS);
    return () => clearInterval(timer);
  }, [running, video]);
  return (
    <canvas ref={canvas} className={styles.backdrop} width={32} height={18} aria-hidden="true" />
  );
}
