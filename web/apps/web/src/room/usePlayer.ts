import { useCallback, useEffect, useState, type RefObject } from 'react';
import { readSetting, writeSetting } from '../api/settings';

/** What can be done with the picture and sound of a `<video>` element. */
export interface Player {
  readonly muted: boolean;
  /** The person wants sound, the browser wants a touch of the page first. */
  readonly soundRefused: boolean;
  readonly setMuted: (muted: boolean) => void;
  readonly fullscreen: boolean;
  readonly toggleFullscreen: () => void;
  /** `null` where the browser cannot. */
  readonly togglePictureInPicture: (() => void) | null;
  /** Whether the picture fills the screen or is shown whole, on phones. */
  readonly fill: boolean;
  readonly setFill: (fill: boolean) => void;
}

/** Plays `media`, with sound if the browser allows it. */
export function usePlayer(
  video: RefObject<HTMLVideoElement | null>,
  media: MediaStream | null,
  stage: RefObject<HTMLElement | null>,
): Player {
  const [muted, setMutedState] = useState(() => readSetting('muted') === 'yes');
  const [soundRefused, setSoundRefused] = useState(false);
  const [fullscreen, setFullscreen] = useState(false);
  const [fill, setFill] = useState(true);

  const play = useCallback(
    async (wantMuted: boolean): Promise<void> => {
      const element = video.current;
      if (element === null) return;
      element.muted = wantMuted;
      try {
        await element.play();
        setSoundRefused(false);
      } catch (cause) {
        if (!(cause instanceof DOMException) || cause.name !== 'NotAllowedError' || wantMuted)
          return;
        element.muted = true;
        setSoundRefused(true);
        // Without sound it is always allowed; when the element is gone meanwhile, nothing is lost.
        await element.play().catch(() => undefined);
      }
    },
    [video],
  );

  useEffect(() => {
    const element = video.current;
    if (element === null || element.srcObject === media) return;
    element.srcObject = media;
    if (media) void play(muted);
  }, [video, media, muted, play]);

  useEffect(() => {
    const changed = (): void => setFullscreen(document.fullscreenElement !== null);
    document.addEventListener('fullscreenchange', changed);
    return () => document.removeEventListener('fullscreenchange', changed);
  }, []);

  return {
    muted: muted || soundRefused,
    soundRefused,
    setMuted: (next) => {
      setMutedState(next);
      writeSetting('muted', next ? 'yes' : null);
      void play(next);
    },
    fullscreen,
    toggleFullscreen: () => {
      if (document.fullscreenElement) void document.exitFullscreen();
      else void enterFullscreen(stage.current, video.current);
    },
    togglePictureInPicture:
      'pictureInPictureEnabled' in document && document.pictureInPictureEnabled
        ? () => void togglePictureInPicture(video.current)
        : null,
    fill,
    setFill,
  };
}

async function enterFullscreen(
  stage: HTMLElement | null,
  video: (HTMLVideoElement & { webkitEnterFullscreen?: () => void }) | null,
): Promise<void> {
  try {
    await stage?.requestFullscreen();
  } catch {
    // iPhones give the whole screen to a video only.
    video?.webkitEnterFullscreen?.();
  }
}

async function togglePictureInPicture(video: HTMLVideoElement | null): Promise<void> {
  try {
    if (document.pictureInPictureElement) await document.exitPictureInPicture();
    else await video?.requestPictureInPicture();
  } catch {
    // Refused while there is no picture yet.
  }
}
