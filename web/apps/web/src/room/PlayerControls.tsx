import type { Stream } from '@nio/sdk';
import {
  IconArrowsMaximize,
  IconArrowsMinimize,
  IconPictureInPicture,
  IconSettings,
  IconShare3,
  IconVolume,
  IconVolumeOff,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { GlassButton } from '../ui/GlassButton';
import { useShare } from '../ui/ShareButton';
import styles from './Room.module.css';
import type { Panel } from './usePanel';
import type { Player } from './usePlayer';

/** Sound, picture in picture and full screen, at the corner of a desktop's picture; `children` before the last. */
export function PlayerControls({ player, children }: { player: Player; children?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className={styles.controls}>
      <MuteButton player={player} />
      {player.togglePictureInPicture ? (
        <GlassButton label={t('room.pip')} onClick={player.togglePictureInPicture}>
          <IconPictureInPicture aria-hidden="true" />
        </GlassButton>
      ) : null}
      {children}
      <GlassButton
        label={t(player.fullscreen ? 'room.exitFullscreen' : 'room.fullscreen')}
        onClick={player.toggleFullscreen}
      >
        {player.fullscreen ? (
          <IconArrowsMinimize aria-hidden="true" />
        ) : (
          <IconArrowsMaximize aria-hidden="true" />
        )}
      </GlassButton>
    </div>
  );
}

/** Sharing, beside a phone's message field. */
export function ShareOnPhone({ stream }: { stream: Stream }) {
  const { t } = useTranslation();
  return (
    <GlassButton label={t('common.share')} onClick={useShare(stream)}>
      <IconShare3 aria-hidden="true" />
    </GlassButton>
  );
}

/** Opens and closes the panel about quality and connection. */
export function PlaybackButton({ panel }: { panel: Panel }) {
  const { t } = useTranslation();
  return (
    <GlassButton
      label={t('room.playback')}
      aria-haspopup="dialog"
      aria-expanded={panel.opened}
      onClick={panel.toggle}
      data-testid="playback-open"
    >
      <IconSettings aria-hidden="true" />
    </GlassButton>
  );
}

function MuteButton({ player }: { player: Player }) {
  const { t } = useTranslation();
  return (
    <GlassButton
      label={t(player.muted ? 'room.unmute' : 'room.mute')}
      aria-pressed={player.muted}
      onClick={() => player.setMuted(!player.muted)}
    >
      {player.muted ? <IconVolumeOff aria-hidden="true" /> : <IconVolume aria-hidden="true" />}
    </GlassButton>
  );
}
