import '@mantine/core/styles/Input.layer.css';
import { Button, Loader } from '@mantine/core';
import type { Stream } from '@nio/sdk';
import { IconBroadcast } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from '../api/nio';
import { Devices, DeviceToggles } from '../golive/Devices';
import { forgetHanded, handedFor, wasOnAir } from '../golive/handover';
import { LocalPreview } from '../golive/LocalPreview';
import type { LocalMedia } from '../golive/localMedia';
import { MediaTrouble } from '../golive/MediaTrouble';
import { useLocalMedia } from '../golive/useLocalMedia';
import { Rail } from '../shell/Navigation';
import { Notice } from '../ui/Notice';
import gradient from '../ui/GradientButton.module.css';
import { OnAir } from './OnAir';
import styles from './StudioPage.module.css';
import { useEndStream } from './useEndStream';

/** What all pages of this file are about. */
interface Props {
  stream: Stream;
  /** To only watch and chat, while another page or program sends. */
  onWatch: () => void;
}

/** One's own live stream: on the air at once after going live or a reload, else after a look at the picture. */
export default function StudioPage({ stream, onWatch }: Props) {
  const [handed] = useState(() => handedFor(stream.id));
  useEffect(() => {
    if (handed === null) return;
    forgetHanded();
    return () => handed.stop();
  }, [handed]);
  return handed ? (
    <OnAir stream={stream} media={handed} />
  ) : (
    <Resume stream={stream} onWatch={onWatch} />
  );
}

function Resume({ stream, onWatch }: Props) {
  const kept = useRef(false);
  const media = useLocalMedia(() => kept.current);
  // A reload of the page that was live goes on by itself.
  const [go, setGo] = useState(() => wasOnAir(stream.id));
  if (media === null) return null;
  return (
    <Resuming stream={stream} onWatch={onWatch} media={media} go={go} onGo={() => setGo(true)} />
  );
}

function Resuming({
  stream,
  onWatch,
  media,
  go,
  onGo,
}: Props & {
  media: LocalMedia;
  go: boolean;
  onGo: () => void;
}) {
  const { t } = useTranslation();
  const state = useStore(media.state);
  const [begun, setBegun] = useState(false);
  const { ending, end } = useEndStream(stream);
  const ready = state.phase === 'ready';
  if (begun || (go && ready)) {
    // Once on the air, trouble with a device is shown there.
    return <OnAir stream={stream} media={media} onStart={() => setBegun(true)} />;
  }
  const elsewhere = stream.streamerOnline && !go;
  return (
    <div className={styles.page}>
      <Rail />
      <main className={styles.resume}>
        {state.phase === 'problem' && state.problem ? (
          <MediaTrouble problem={state.problem} onRetry={() => void media.start()} />
        ) : go ? (
          <div className={styles.wait} role="status">
            <Loader />
            <p>{t('golive.starting')}</p>
          </div>
        ) : (
          <>
            <Notice
              tone="warm"
              icon={<IconBroadcast />}
              title={t(elsewhere ? 'studio.elsewhereTitle' : 'studio.resumeTitle')}
              actions={
                <>
                  <Button
                    size="lg"
                    className={gradient.gradient}
                    disabled={!ready}
                    onClick={onGo}
                    data-testid="go-live"
                  >
                    {t(elsewhere ? 'studio.elsewhere' : 'studio.resume')}
                  </Button>
                  {elsewhere ? (
                    <Button size="lg" variant="default" onClick={onWatch} data-testid="watch-own">
                      {t('studio.watch')}
                    </Button>
                  ) : null}
                  <Button size="lg" variant="default" loading={ending} onClick={() => void end()}>
                    {t('studio.endConfirm')}
                  </Button>
                </>
              }
            >
              {t(elsewhere ? 'studio.elsewhereText' : 'studio.resumeText')}
            </Notice>
            <div className={styles.preview}>
              <LocalPreview track={state.tracks.video} mirrored={state.mirrored} />
              <div className={styles.toggles}>
                <DeviceToggles media={media} />
              </div>
            </div>
            {ready ? <Devices media={media} /> : null}
          </>
        )}
      </main>
    </div>
  );
}
