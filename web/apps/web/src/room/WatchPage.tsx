import { Button, Loader } from '@mantine/core';
import { Viewer, type RoomState } from '@nio/sdk';
import {
  IconArrowsMaximize,
  IconArrowsMinimize,
  IconBan,
  IconMoodEmpty,
  IconVolume,
  IconVolumeOff,
  IconX,
} from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { nio, useStore } from '../api/nio';
import { writeSetting } from '../api/settings';
import { withTexts } from '../i18n/i18n';
import { Rail } from '../shell/Navigation';
import { usePageTitle } from '../shell/usePageTitle';
import { Avatar } from '../ui/Avatar';
import { Cover } from '../ui/Cover';
import { GlassButton } from '../ui/GlassButton';
import { LivePill } from '../ui/LivePill';
import { Notice } from '../ui/Notice';
import { ShareButton } from '../ui/ShareButton';
import { ConnectionBar } from './ConnectionBar';
import { useLive, type Live } from './live';
import { LiveChat, LiveReactions } from './LiveChat';
import { PlaybackButton, PlayerControls, ShareOnPhone } from './PlayerControls';
import styles from './Room.module.css';
import { RoomSkeleton } from './RoomSkeleton';
import { sceneOf, type Scene } from './scene';
import { StreamerBar } from './StreamerBar';
import { useKeyboardInset } from './useKeyboardInset';
import { usePanel } from './usePanel';
import { usePlayer, type Player } from './usePlayer';
import { useRoomKeys } from './useRoomKeys';
import { useTakesLong } from './useTakesLong';
import { useWide } from './useWide';
import { VideoStage } from './VideoStage';

// Opened by a few.
const PlaybackPanel = lazy(() => import('./PlaybackPanel'));
// Nobody waits for them before the picture.
const RoomGifts = lazy(() => withTexts('money', import('../gifts/RoomGifts')));
// Seen at the end only.
const EndedPanel = lazy(() => withTexts('people', import('./EndedPanel')));
// None of these is waited for.
const FollowInRoom = lazy(() => withTexts('people', import('../people/FollowInRoom')));
const FollowersInRoom = lazy(() => withTexts('people', import('../people/FollowersInRoom')));
const UnderVideo = lazy(() => withTexts('people', import('../banners/UnderVideo')));
const BannerInRoom = lazy(() => withTexts('people', import('../banners/BannerInRoom')));

/** Somebody else's stream; with `role`, also one's own that another page or program sends. */
export function WatchPage({ streamId, role }: { streamId: string; role?: 'viewer' }) {
  const live = useLive(
    streamId,
    ({ room, ice }) =>
      new Viewer({ signaling: room.signaling, ice, watch: { media: nio.media, streamId } }),
    role,
  );
  return live === null ? (
    <RoomSkeleton />
  ) : (
    <Watching streamId={streamId} live={live} viewer={live.media} />
  );
}

function Watching({ streamId, live, viewer }: { streamId: string; live: Live; viewer: Viewer }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const room = useStore(live.room.state);
  const media = useStore(viewer.state);
  const stage = useRef<HTMLDivElement>(null);
  const chatInput = useRef<HTMLInputElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const player = usePlayer(video, media.media, stage);
  const scene = sceneOf(room, media);
  usePageTitle(room.stream ? `${room.stream.title} · ${room.stream.streamer.nickname}` : undefined);
  const panel = usePanel();
  useRoomKeys(player, chatInput, panel.toggle);
  const inset = useKeyboardInset();
  const [giftButton, setGiftButton] = useState<HTMLElement | null>(null);
  const [giftTray, setGiftTray] = useState<HTMLElement | null>(null);
  const [supporters, setSupporters] = useState<HTMLElement | null>(null);
  const wide = useWide();
  const known = room.stream !== null;
  // What to recommend next follows from it.
  useEffect(() => {
    if (known) writeSetting('watched', streamId);
  }, [known, streamId]);
  const watching = scene === 'playing' || scene === 'stalled' || scene === 'audio';

  useEffect(() => {
    // What comes from the streamer directly would be heard on.
    if (scene === 'banned') viewer.close();
  }, [scene, viewer]);

  if (scene === 'not_found' || scene === 'refused' || scene === 'banned') {
    return <Closed room={room} scene={scene} />;
  }

  return (
    <div
      className={styles.room}
      data-testid="room-state"
      data-state={scene}
      data-path={media.path}
      style={inset}
    >
      <Rail />
      <section
        className={styles.stage}
        ref={stage}
        aria-label={t('room.video', { nickname: room.stream?.streamer.nickname ?? '' })}
      >
        {room.stream ? (
          <header className={styles.top}>
            <StreamerBar
              stream={room.stream}
              followers={
                <Suspense fallback={null}>
                  <FollowersInRoom person={room.stream.streamer} />
                </Suspense>
              }
              follow={
                wide ? null : (
                  <Suspense fallback={null}>
                    <FollowInRoom person={room.stream.streamer} compact />
                  </Suspense>
                )
              }
            >
              {scene === 'ended' ? null : (
                <LivePill viewers={room.viewerCount} testId="viewer-count" />
              )}
              <span ref={setSupporters} />
            </StreamerBar>
            <div className={styles.topEnd}>
              <span className={styles.wide}>
                <ShareButton stream={room.stream} />
              </span>
              {wide ? (
                <Suspense fallback={null}>
                  <FollowInRoom person={room.stream.streamer} />
                </Suspense>
              ) : null}
              <span className={styles.narrowOnly}>
                {watching ? <PlaybackButton panel={panel} /> : null}
                <GlassButton label={t('room.close')} onClick={() => void navigate('/')}>
                  <IconX aria-hidden="true" />
                </GlassButton>
              </span>
            </div>
          </header>
        ) : null}
        <div className={styles.picture}>
          <VideoStage
            video={video}
            fill={player.fill}
            hasVideo={media.hasVideo && scene !== 'ended'}
          />
          <OnPicture scene={scene} room={room} player={player} />
          {scene === 'ended' ? null : <LiveReactions room={live.room} />}
          {watching ? (
            <PlayerControls player={player}>
              <PlaybackButton panel={panel} />
            </PlayerControls>
          ) : null}
          {room.stream && scene !== 'ended' ? (
            <Suspense fallback={null}>
              <RoomGifts
                live={live}
                stream={room.stream}
                slots={{ button: giftButton, tray: giftTray, supporters }}
              />
            </Suspense>
          ) : null}
        </div>
        <div className={wide ? styles.under : styles.banner}>
          <Suspense fallback={null}>
            {wide ? (
              room.stream ? (
                <UnderVideo stream={room.stream} />
              ) : null
            ) : watching ? (
              <BannerInRoom />
            ) : null}
          </Suspense>
        </div>
        {panel.opened && watching ? (
          <Suspense fallback={null}>
            <PlaybackPanel viewer={viewer} media={media} onClose={panel.close} />
          </Suspense>
        ) : null}
      </section>
      <aside className={styles.side} aria-label={t('room.chat')}>
        {scene === 'ended' ? null : (
          <LiveChat
            room={live.room}
            state={room}
            inputRef={chatInput}
            actions={
              room.stream ? (
                <>
                  <span ref={setGiftButton} className={styles.slot} />
                  <ShareOnPhone stream={room.stream} />
                </>
              ) : null
            }
            items={[
              {
                label: t(player.muted ? 'room.unmute' : 'room.mute'),
                icon: player.muted ? (
                  <IconVolumeOff aria-hidden="true" />
                ) : (
                  <IconVolume aria-hidden="true" />
                ),
                run: () => player.setMuted(!player.muted),
              },
              {
                label: t(player.fill ? 'room.fit' : 'room.fill'),
                icon: player.fill ? (
                  <IconArrowsMinimize aria-hidden="true" />
                ) : (
                  <IconArrowsMaximize aria-hidden="true" />
                ),
                run: () => player.setFill(!player.fill),
              },
            ]}
          />
        )}
        <div ref={setGiftTray} className={styles.slot} />
      </aside>
      <ConnectionBar socket={live.socket} over={scene === 'ended'} />
      {scene === 'ended' && room.stream ? (
        <Suspense fallback={null}>
          <EndedPanel stream={room.stream} />
        </Suspense>
      ) : null}
    </div>
  );
}

/** What lies on the picture: nothing while it plays, else why it does not. */
function OnPicture({ scene, room, player }: { scene: Scene; room: RoomState; player: Player }) {
  const { t } = useTranslation();
  const takesLong = useTakesLong(scene === 'connecting' ? 5000 : null);
  const { stream } = room;
  switch (scene) {
    case 'connecting':
      return (
        <>
          <div className={styles.shimmer} />
          <div className={styles.over} role="status">
            {stream ? <Avatar person={stream.streamer} size="xl" /> : <Loader />}
            <p className={styles.overText}>{t(takesLong ? 'room.slow' : 'room.connecting')}</p>
          </div>
        </>
      );
    case 'away':
      return stream ? (
        <div className={styles.over} data-veil data-testid="streamer-away" role="status">
          <span className={styles.breathing}>
            <Avatar person={stream.streamer} size="xl" />
          </span>
          <h2 className={styles.overTitle}>
            {t('room.away', { nickname: stream.streamer.nickname })}
          </h2>
          <p className={styles.overText}>{t('room.awayText')}</p>
        </div>
      ) : null;
    case 'full':
      return (
        <>
          {stream ? <Cover stream={stream} /> : null}
          <div className={styles.over} data-veil role="status">
            <h2 className={styles.overTitle}>{t('room.full')}</h2>
            <p className={styles.overText}>{t('room.fullText')}</p>
          </div>
        </>
      );
    case 'audio':
      return stream ? (
        <>
          <Cover stream={stream} />
          <div className={styles.over} data-veil role="status">
            <span className={styles.breathing}>
              <Avatar person={stream.streamer} size="xl" />
            </span>
            <p className={styles.overText}>{t('room.audioOnly')}</p>
            <SoundChip player={player} />
          </div>
        </>
      ) : null;
    case 'failed':
      return (
        <div className={styles.over} data-veil role="status">
          <Loader />
          <p className={styles.overText}>{t('room.failed')}</p>
        </div>
      );
    case 'stalled':
      return (
        <span className={`${styles.chip} ${styles.floating}`} role="status">
          <Loader size="xs" />
          {t('room.stalled')}
        </span>
      );
    case 'playing':
      return player.soundRefused ? (
        <span className={styles.floating}>
          <SoundChip player={player} />
        </span>
      ) : null;
    case 'ended':
    case 'not_found':
    case 'banned':
    case 'refused':
      return null;
  }
}

/** Browsers refuse sound until the person has touched the page. */
function SoundChip({ player }: { player: Player }) {
  const { t } = useTranslation();
  if (!player.soundRefused) return null;
  return (
    <button type="button" className={styles.chip} onClick={() => player.setMuted(false)}>
      <IconVolumeOff aria-hidden="true" />
      {t('room.tapForSound')}
    </button>
  );
}

function Closed({ room, scene }: { room: RoomState; scene: 'not_found' | 'refused' | 'banned' }) {
  const { t } = useTranslation();
  return (
    <div className={styles.room} data-testid="room-state" data-state={scene}>
      <Rail />
      <main className={styles.closed}>
        <Notice
          icon={scene === 'banned' ? <IconBan /> : <IconMoodEmpty />}
          title={t(scene === 'not_found' ? 'room.notFoundTitle' : 'room.refusedTitle')}
          actions={
            <Button component={Link} to="/">
              {t('common.toHome')}
            </Button>
          }
        >
          {scene === 'banned'
            ? room.stream && t('room.bannedText', { nickname: room.stream.streamer.nickname })
            : scene === 'refused'
              ? room.error?.detail
              : t('room.notFoundText')}
        </Notice>
      </main>
    </div>
  );
}
