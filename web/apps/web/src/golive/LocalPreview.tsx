import { useEffect, useRef, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './LocalPreview.module.css';

/** What the camera sees; mirrored, as people know themselves. */
export function LocalPreview({
  track,
  mirrored,
  fit,
  videoRef,
}: {
  track: MediaStreamTrack | null;
  mirrored: boolean;
  fit?: 'cover' | 'contain';
  /** For who wants to look at the picture too. */
  videoRef?: RefObject<HTMLVideoElement | null>;
}) {
  const { t } = useTranslation();
  const own = useRef<HTMLVideoElement>(null);
  const video = videoRef ?? own;
  useEffect(() => {
    const element = video.current;
    if (element) element.srcObject = track ? new MediaStream([track]) : null;
  }, [track, video]);
  return (
    <video
      ref={video}
      className={styles.video}
      data-mirrored={mirrored}
      data-fit={fit}
      data-testid="local-video"
      aria-label={t('golive.preview')}
      autoPlay
      playsInline
      muted
    />
  );
}
