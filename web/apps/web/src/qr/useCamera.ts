import { useCallback, useEffect, useState } from 'react';
import { problemOf, type MediaProblem } from '../golive/localMedia';

/** The camera that looks away from the person: what is scanned with. */
export type Camera =
  | { readonly phase: 'starting' }
  | { readonly phase: 'on'; readonly stream: MediaStream }
  | { readonly phase: 'problem'; readonly problem: MediaProblem };

/** Turns the camera on as long as the page is there. */
export function useCamera(): readonly [camera: Camera, retry: () => void] {
  const [camera, setCamera] = useState<Camera>({ phase: 'starting' });
  const [round, setRound] = useState(0);
  useEffect(() => {
    let left = false;
    let stream: MediaStream | null = null;
    const stop = (): void => stream?.getTracks().forEach((track) => track.stop());
    const start = async (): Promise<void> => {
      // Absent on insecure pages, whatever the DOM types say.
      const devices = navigator.mediaDevices as MediaDevices | undefined;
      if (devices === undefined) {
        setCamera({ phase: 'problem', problem: 'insecure' });
        return;
      }
      try {
        stream = await devices.getUserMedia({
          audio: false,
          video: { facingMode: { ideal: 'environment' }, width: { ideal: 1280 } },
        });
        if (left) stop();
        else setCamera({ phase: 'on', stream });
      } catch (cause) {
        if (!left) setCamera({ phase: 'problem', problem: problemOf(cause) });
      }
    };
    void start();
    return () => {
      left = true;
      stop();
    };
  }, [round]);
  const retry = useCallback(() => {
    setCamera({ phase: 'starting' });
    setRound((before) => before + 1);
  }, []);
  return [camera, retry];
}
