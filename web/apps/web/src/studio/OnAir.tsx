import '@mantine/core/styles/ModalBase.layer.css';
import '@mantine/core/styles/Modal.layer.css';
import '@mantine/core/styles/Overlay.layer.css';
import '@mantine/core/styles/Paper.layer.css';
import { Button, Modal } from '@mantine/core';
import { Broadcaster, type BroadcastState, type RoomState, type Stream } from '@nio/sdk';
import {
  IconAdjustmentsHorizontal,
  IconAntennaBars5,
  IconPencil,
  IconShare3,
  IconVideoOff,
} from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useRef, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useBlocker } from 'react-router';
import { nio, useStore } from '../api/nio';
import { people } from '../api/people';
import { Devices, DeviceToggles } from '../golive/Devices';
import { markOnAir } from '../golive/handover';
import { LocalPreview } from '../golive/LocalPreview';
import type { LocalMedia } from '../golive/localMedia';
import { duration, useFormat } from '../i18n/format';
import { withTexts } from '../i18n/i18n';
import { ConnectionBar } from '../room/ConnectionBar';
import { useLive, type Live } from '../room/live';
import { LiveChat, LiveReactions } from '../room/LiveChat';
import { ShareOnPhone } from '../room/PlayerControls';
import room from '../room/Room.module.css';
import { RoomSkeleton } from '../room/RoomSkeleton';
import { StreamerBar } from '../room/StreamerBar';
import { useKeyboardInset } from '../room/useKeyboardInset';
import { Rail } from '../shell/Navigation';
import { usePageTitle } from '../shell/usePageTitle';
import { useNow } from '../ui/Ago';
import { GlassButton } from '../ui/GlassButton';
import { LivePill } from '../ui/LivePill';
import { useShare } from '../ui/ShareButton';
import { Connection } from './Connection';
import { preferredWay } from './preferredWay';
import { keepPreview, takePreview } from './preview';
import { EditDialog } from './EditDialog';
import styles from './StudioPage.module.css';
import { Summary, TakenOver } from './Summary';
import { useEndStream, type Ending } from './useEndStream';

const RoomGifts = lazy(() => withTexts('money', import('../gifts/RoomGifts')));

/** On the air: the picture that is sent, how it goes, the chat, and everything to change or end it. */
export function OnAir({
  stream,
  media,
  onStart,
}: {
  stream: Stream;
  media: LocalMedia;
  onStart?: () => void;
}) {
  const live = useLive(stream.id, (entered) => broadcast(stream.id, entered, media));
  useEffect(() => {
    markOnAir(stream.id);
    onStart?.();
    // Once, when it begins.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  if (live === null) return <RoomSkeleton />;
  return <Studio live={live} broadcaster={live.media.broadcaster} media={media} first={stream} />;
}

/** Sends whatever camera and microphone give, also when they change. */
function broadcast(
  streamId: string,
  { room: { signaling }, ice }: Live,
  media: LocalMedia,
): { broadcaster: Broadcaster; close: () => void } {
  let { tracks } = media.state.getSnapshot();
  const broadcaster = new Broadcaster(
    { signaling, ice, publish: { media: nio.media, streamId } },
    tracks,
  );
  broadcaster.setPreference(preferredWay());
  const unsubscribe = media.state.subscribe(() => {
    const next = media.state.getSnapshot().tracks;
    if (next === tracks) return;
    tracks = next;
    void broadcaster.setTracks(tracks);
  });
  return {
    broadcaster,
    close: () => {
      unsubscribe();
      broadcaster.close();
    },
  };
}

function Studio({
  live,
  broadcaster,
  media,
  first,
}: {
  live: Live;
  broadcaster: Broadcaster;
  media: LocalMedia;
  /** What was known before the room answered. */
  first: Stream;
}) {
  const { t } = useTranslation();
  const state = useStore(live.room.state);
  const sending = useStore(broadcaster.state);
  const devices = useStore(media.state);
  const chatInput = useRef<HTMLInputElement>(null);
  const picture = useRef<HTMLVideoElement>(null);
  const [dialog, setDialog] = useState<'end' | 'edit' | 'devices' | 'connection' | null>(null);
  const [supporters, setSupporters] = useState<HTMLElement | null>(null);
  const inset = useKeyboardInset();
  const stream = state.stream ?? first;
  const over = state.phase === 'ended' || state.phase === 'replaced';
  const share = useShare(stream);
  usePageTitle(`● ${stream.title}`);
  useWarnBeforeUnload(!over);
  const ending = useEndStream(stream);
  // One that arrives after the end is refused.
  usePreview(stream.id, picture, state.phase === 'joined', ending.ending);
  useEffect(() => {
    if (!over) return;
    media.stop();
    markOnAir(null);
  }, [over, media]);

  if (state.phase === 'replaced') return <TakenOver />;
  if (over) return <Summary stream={stream} />;
  const close = (): void => setDialog(null);
  const warning = devices.notice
    ? devices.notice === 'deviceLost'
      ? t('studio.deviceLost')
      : t(`golive.${devices.notice}`)
    : devices.micOn
      ? null
      : t('studio.micOff');

  return (
    <div
      className={room.room}
      data-testid="room-state"
      data-state={state.phase === 'joined' ? 'on-air' : 'connecting'}
      style={inset}
    >
      <Rail />
      <main className={room.stage}>
        <header className={room.top}>
          <StreamerBar stream={stream} brief>
            <LivePill viewers={state.viewerCount} testId="viewer-count" />
            <OnAirTime since={stream.startedAt} />
            <HealthChip sending={sending} />
            <span ref={setSupporters} />
          </StreamerBar>
          <div className={room.topEnd}>
            <span className={room.wide}>
              <Button
                variant="default"
                leftSection={<IconShare3 aria-hidden="true" />}
                onClick={share}
              >
                {t('common.share')}
              </Button>
            </span>
            <Button color="red" onClick={() => setDialog('end')} data-testid="end-stream">
              {t('studio.end')}
            </Button>
          </div>
        </header>
        <div className={room.picture}>
          <LocalPreview
            track={devices.tracks.video}
            mirrored={devices.mirrored}
            fit="contain"
            videoRef={picture}
          />
          {devices.tracks.video ? null : (
            <div className={styles.off}>
              <IconVideoOff aria-hidden="true" />
              {t('golive.cameraOff')}
            </div>
          )}
          <LiveReactions room={live.room} />
          {warning ? (
            <p className={styles.warning} role="status">
              {warning}
            </p>
          ) : null}
          <Suspense fallback={null}>
            <RoomGifts live={live} stream={stream} slots={{ supporters }} own />
          </Suspense>
          <div className={styles.controls}>
            <DeviceToggles media={media} />
            <GlassButton label={t('studio.settings')} onClick={() => setDialog('devices')}>
              <IconAdjustmentsHorizontal aria-hidden="true" />
            </GlassButton>
            <GlassButton
              label={t('studio.connection.title')}
              onClick={() => setDialog('connection')}
              data-testid="connection-open"
            >
              <IconAntennaBars5 aria-hidden="true" />
            </GlassButton>
            <GlassButton label={t('studio.edit')} onClick={() => setDialog('edit')}>
              <IconPencil aria-hidden="true" />
            </GlassButton>
          </div>
        </div>
      </main>
      <aside className={room.side} aria-label={t('room.chat')}>
        <LiveChat
          room={live.room}
          state={state}
          inputRef={chatInput}
          actions={<ShareOnPhone stream={stream} />}
        />
      </aside>
      <ConnectionBar socket={live.socket} over={false} />
      <EndDialog
        opened={dialog === 'end'}
        onClose={close}
        state={state}
        stream={stream}
        ending={ending}
      />
      <EditDialog opened={dialog === 'edit'} onClose={close} stream={stream} />
      <Modal
        opened={dialog === 'devices'}
        onClose={close}
        title={t('studio.settings')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <Devices media={media} />
      </Modal>
      <Modal
        opened={dialog === 'connection'}
        onClose={close}
        title={t('studio.connection.title')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <Connection broadcaster={broadcaster} viewers={state.viewerCount} />
      </Modal>
      <LeaveGuard stream={stream} ending={ending} />
    </div>
  );
}

function OnAirTime({ since }: { since: string }) {
  const { t } = useTranslation();
  const now = useNow(1000);
  return (
    <span className={`${styles.time} nio-tabular`} role="timer" aria-label={t('studio.duration')}>
      {duration(now - Date.parse(since))}
    </span>
  );
}

/** How well it goes: a word first, the numbers on hover. */
function HealthChip({ sending }: { sending: BroadcastState }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { health } = sending;
  return (
    <span
      className={styles.health}
      data-health={health}
      role="status"
      title={t(`studio.healthHint.${health}`, {
        bitrate: t('playback.megabits', { value: format.decimal(sending.bitrateBps / 1e6) }),
        loss: format.percent(sending.lossRatio ?? 0),
        rtt: t('playback.milliseconds', { value: Math.round(sending.rttMs ?? 0) }),
      })}
    >
      <span className="nio-visually-hidden">{t('studio.health.label')}: </span>
      {t(`studio.health.${health}`)}
    </span>
  );
}

function EndDialog({
  opened,
  onClose,
  state,
  stream,
  ending: { ending, end },
}: {
  opened: boolean;
  onClose: () => void;
  state: RoomState;
  stream: Stream;
  ending: Ending;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const count = state.viewerCount;
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('studio.endConfirmTitle', { title: stream.title })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className={styles.dialog}>
        <p className={styles.dialogText}>
          {t('studio.endConfirmText', { count, formatted: format.count(count) })}
        </p>
        <div className={styles.dialogActions}>
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('studio.keep')}
          </Button>
          {/* When it worked, the room says that it is over. */}
          <Button color="red" loading={ending} onClick={() => void end()}>
            {t('studio.endConfirm')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

/** Asks before a link or the back button takes the streamer away. */
function LeaveGuard({ stream, ending: { ending, end } }: { stream: Stream; ending: Ending }) {
  const { t } = useTranslation();
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => currentLocation.pathname !== nextLocation.pathname,
  );
  const stay = (): void => blocker.reset?.();
  return (
    <Modal
      opened={blocker.state === 'blocked'}
      onClose={stay}
      title={t('studio.leaveTitle', { title: stream.title })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className={styles.dialog}>
        <p className={styles.dialogText}>{t('studio.leaveText')}</p>
        <div className={styles.dialogActions}>
          <Button variant="default" onClick={stay} data-autofocus>
            {t('studio.keep')}
          </Button>
          <Button
            color="red"
            loading={ending}
            onClick={() =>
              void end().then((ended) => {
                if (ended) blocker.proceed?.();
              })
            }
          >
            {t('studio.leave')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

/** Shows on cards what is on the air: a picture from one's own video, now and then. */
function usePreview(
  streamId: string,
  video: RefObject<HTMLVideoElement | null>,
  live: boolean,
  paused: boolean,
): void {
  const [began, setBegan] = useState(false);
  // A short cut of the connection does not begin the waiting anew.
  if (live && !began) setBegan(true);
  useEffect(() => {
    if (!began || paused) return;
    return keepPreview(
      async () => (video.current ? takePreview(video.current) : null),
      (picture, signal) => people.setPreview(streamId, picture, signal),
    );
  }, [began, paused, streamId, video]);
}

/** The browser's own question before the tab closes. */
function useWarnBeforeUnload(active: boolean): void {
  useEffect(() => {
    if (!active) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [active]);
}
