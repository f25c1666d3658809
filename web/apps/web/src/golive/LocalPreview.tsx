import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './LocalPreview.module.css';

/** What the camera sees; mirrored, as people know themselves. */
export function LocalPreview({
  track,
  mirrored,
  fit,
}: {
  track: MediaStreamTrack | null;
  mirrored: boolean;
  fit?: 'cover' | 'contain';
}) {
  const { t } = useTranslation();
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (element) element.srcObject = track ? new MediaStream([track]) : null;
  }, [track]);
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
