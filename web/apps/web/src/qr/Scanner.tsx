import { Button } from '@mantine/core';
import { parseQrLink } from '@nio/sdk';
import {
  IconAlertTriangle,
  IconCameraOff,
  IconDeviceDesktopOff,
  IconLock,
  IconShieldOff,
} from '@tabler/icons-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { MediaProblem } from '../golive/localMedia';
import { Notice } from '../ui/Notice';
import { openDecoder } from './decoder';
import styles from './Scanner.module.css';
import { useCamera } from './useCamera';

/** How often a picture is looked at: a person holds still for longer. */
const LOOK_MS = 200;
/** Foreign codes are told of with this much of what they say. */
const SHOWN = 60;

const ICONS: Readonly<Record<MediaProblem, ReactNode>> = {
  denied: <IconLock />,
  missing: <IconCameraOff />,
  busy: <IconDeviceDesktopOff />,
  insecure: <IconShieldOff />,
  unknown: <IconCameraOff />,
};

/** Looks through the camera for a QR code of this site, and follows it. Foreign ones are named and left alone. */
export function Scanner() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [camera, retry] = useCamera();
  const [foreign, setForeign] = useState<string | null>(null);
  const found = (text: string): boolean => {
    const code = parseQrLink(text, window.location.origin);
    if (code === null) {
      setForeign(text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);
      return false;
    }
    void navigate(`/qr-login?code=${code}`, { replace: true });
    return true;
  };
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1 className={styles.title}>{t('scan.title')}</h1>
        <p className={styles.lead}>{t('scan.lead')}</p>
      </header>
      {camera.phase === 'problem' ? (
        <div className={styles.trouble} role="alert">
          <Notice
            tone="trouble"
            icon={ICONS[camera.problem]}
            title={t(`scan.problem.${camera.problem}.title`)}
            actions={
              // Nothing on this page can make it secure.
              camera.problem === 'insecure' ? null : (
                <Button onClick={retry}>{t('common.retry')}</Button>
              )
            }
          >
            {t(`scan.problem.${camera.problem}.text`)}
          </Notice>
        </div>
      ) : (
        <>
          <div className={styles.finder}>
            {camera.phase === 'on' ? <Eye stream={camera.stream} onFound={found} /> : null}
            <span className={styles.corners} aria-hidden="true" />
          </div>
          <p className={styles.state} role="status">
            {t(camera.phase === 'on' ? 'scan.looking' : 'scan.starting')}
          </p>
        </>
      )}
      {foreign === null ? null : (
        <p className={styles.foreign} role="alert">
          <IconAlertTriangle aria-hidden="true" />
          <span>{t('scan.foreign', { what: foreign })}</span>
        </p>
      )}
    </div>
  );
}

/** The picture, and whoever looks at it. `onFound` says whether to stop. */
function Eye({ stream, onFound }: { stream: MediaStream; onFound: (text: string) => boolean }) {
  const { t } = useTranslation();
  const video = useRef<HTMLVideoElement>(null);
  const told = useRef(onFound);
  useEffect(() => {
    told.current = onFound;
  });
  useEffect(() => {
    const picture = video.current;
    if (picture === null) return undefined;
    let closed = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    picture.srcObject = stream;
    // Refused when the page is left at once; then nobody looks either.
    picture.play().catch(() => undefined);
    const look = async (): Promise<void> => {
      const decode = await openDecoder();
      const again = async (): Promise<void> => {
        if (closed) return;
        // A picture the reader stumbles over is one without a code; the next one comes soon.
        const text = await decode(picture).catch(() => null);
        // Asked anew: the page may have been left while it was read.
        if ((closed as boolean) || (text !== null && told.current(text))) return;
        timer = setTimeout(() => void again(), LOOK_MS);
      };
      await again();
    };
    void look();
    return () => {
      closed = true;
      clearTimeout(timer);
      picture.srcObject = null;
    };
  }, [stream]);
  return (
    <video
      ref={video}
      className={styles.picture}
      aria-label={t('scan.preview')}
      muted
      playsInline
      data-testid="scanner"
    />
  );
}
