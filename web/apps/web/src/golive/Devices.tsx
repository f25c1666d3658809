import '@mantine/core/styles/Input.layer.css';
import { NativeSelect } from '@mantine/core';
import {
  IconCameraRotate,
  IconMicrophone,
  IconMicrophoneOff,
  IconVideo,
  IconVideoOff,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useStore } from '../api/nio';
import { GlassButton } from '../ui/GlassButton';
import styles from './Devices.module.css';
import type { Device, LocalMedia } from './localMedia';
import { MicLevel } from './MicLevel';

/** Which camera, which microphone, and whether the microphone hears. */
export function Devices({ media }: { media: LocalMedia }) {
  const { t } = useTranslation();
  const state = useStore(media.state);
  const muted = !state.micOn;
  return (
    <div className={styles.devices}>
      {state.notice ? (
        <p className={styles.notice} role="status">
          {state.notice === 'deviceLost' ? t('studio.deviceLost') : t(`golive.${state.notice}`)}
        </p>
      ) : null}
      <NativeSelect
        label={t('golive.camera')}
        size="md"
        value={state.cameraId ?? ''}
        disabled={state.cameras.length === 0}
        data={options(state.cameras, t('golive.noCamera'), (n) => t('golive.cameraN', { n }))}
        onChange={({ currentTarget: { value } }) => void media.chooseCamera(value)}
      />
      <NativeSelect
        label={t('golive.mic')}
        size="md"
        value={state.micId ?? ''}
        disabled={state.mics.length === 0}
        data={options(state.mics, t('golive.noMic'), (n) => t('golive.micN', { n }))}
        onChange={({ currentTarget: { value } }) => void media.chooseMic(value)}
      />
      {state.tracks.audio ? (
        <div className={styles.level}>
          <MicLevel track={state.tracks.audio} muted={muted} />
          <p className={styles.hint}>{t(muted ? 'golive.micMuted' : 'golive.speak')}</p>
        </div>
      ) : null}
    </div>
  );
}

function options(
  devices: readonly Device[],
  none: string,
  unnamed: (n: number) => string,
): { value: string; label: string }[] {
  if (devices.length === 0) return [{ value: '', label: none }];
  return devices.map(({ id, label }, index) => ({ value: id, label: label || unnamed(index + 1) }));
}

/** Microphone and camera on and off, and the other camera where there is one. */
export function DeviceToggles({ media }: { media: LocalMedia }) {
  const { t } = useTranslation();
  const state = useStore(media.state);
  return (
    <>
      <GlassButton
        label={t(state.micOn ? 'golive.muteMic' : 'golive.unmuteMic')}
        aria-pressed={!state.micOn}
        on={state.micOn ? false : 'danger'}
        disabled={state.tracks.audio === null}
        onClick={() => media.setMicOn(!state.micOn)}
      >
        {state.micOn ? (
          <IconMicrophone aria-hidden="true" />
        ) : (
          <IconMicrophoneOff aria-hidden="true" />
        )}
      </GlassButton>
      <GlassButton
        label={t(state.cameraOn ? 'golive.turnCameraOff' : 'golive.turnCameraOn')}
        aria-pressed={!state.cameraOn}
        on={state.cameraOn ? false : 'danger'}
        disabled={state.cameras.length === 0}
        onClick={() => void media.setCameraOn(!state.cameraOn)}
      >
        {state.cameraOn ? <IconVideo aria-hidden="true" /> : <IconVideoOff aria-hidden="true" />}
      </GlassButton>
      {state.cameras.length > 1 ? (
        <GlassButton
          label={t('golive.flip')}
          disabled={!state.cameraOn}
          onClick={() => void media.nextCamera()}
        >
          <IconCameraRotate aria-hidden="true" />
        </GlassButton>
      ) : null}
    </>
  );
}
