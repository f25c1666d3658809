import type { Stream } from '@nio/sdk';
import {
  IconArrowsMaximize,
  IconArrowsMinimize,
  IconPictureInPicture,
  IconShare3,
  IconVolume,
  IconVolumeOff,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { GlassButton } from '../ui/GlassButton';
import { useShare } from '../ui/ShareButton';
import styles from './Room.module.css';
import type { Player } from './usePlayer';

/** Sound, picture in picture and full screen, at the corner of a desktop's picture. */
export function PlayerControls({ player }: { player: Player }) {
  const { t } = useTranslation();
  return (
    <div className={styles.controls}>
      <MuteButton player={player} />
      {player.togglePictureInPicture ? (
        <GlassButton label={t('room.pip')} onClick={player.togglePictureInPicture}>
          <IconPictureInPicture aria-hidden="true" />
        </GlassButton>
      ) : null}
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

/** Sound, framing and sharing, beside a phone's message field. */
export function PhoneActions({ player, stream }: { player: Player; stream: Stream }) {
  const { t } = useTranslation();
  const share = useShare(stream);
  return (
    <span className={styles.narrowOnly}>
      <MuteButton player={player} />
      <GlassButton
        label={t(player.fill ? 'room.fit' : 'room.fill')}
        onClick={() => player.setFill(!player.fill)}
      >
        {player.fill ? (
          <IconArrowsMinimize aria-hidden="true" />
        ) : (
          <IconArrowsMaximize aria-hidden="true" />
        )}
      </GlassButton>
      <GlassButton label={t('common.share')} onClick={share}>
        <IconShare3 aria-hidden="true" />
      </GlassButton>
    </span>
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
