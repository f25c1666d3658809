import { CloseButton } from '@mantine/core';
import {
  LAYERS,
  playbackOf,
  type Layer,
  type Playback,
  type PlaybackTotals,
  type Viewer,
  type ViewerState,
} from '@nio/sdk';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format';
import { Choice } from '../ui/Choice';
import { Facts } from '../ui/Facts';
import styles from './PlaybackPanel.module.css';

const LOOK_MS = 1000;

/** Which copy of the picture to get, and how it arrives. */
export default function PlaybackPanel({
  viewer,
  media,
  onClose,
}: {
  viewer: Viewer;
  media: ViewerState;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const panel = useRef<HTMLDivElement>(null);
  const { playback, layer } = usePlayback(viewer);
  useEffect(() => panel.current?.focus(), []);
  const milliseconds = (value: number | null | undefined): string | null =>
    typeof value === 'number' ? t('playback.milliseconds', { value: Math.round(value) }) : null;
  return (
    <div
      ref={panel}
      className={styles.panel}
      role="dialog"
      aria-label={t('playback.title')}
      tabIndex={-1}
      data-testid="playback-panel"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <header className={styles.head}>
        <h2 className={styles.title}>{t('playback.title')}</h2>
        <CloseButton aria-label={t('common.close')} onClick={onClose} />
      </header>
      {media.path === 'sfu' ? (
        <Choice<Layer>
          label={t('playback.quality')}
          options={LAYERS.map((value) => ({ value, label: t(`playback.layer.${value}`) }))}
          value={media.layer}
          onChange={(value) => viewer.setLayer(value)}
        />
      ) : (
        <p className={styles.hint}>{t('playback.oneQuality')}</p>
      )}
      <Facts
        facts={[
          {
            name: t('playback.state'),
            value: t(`playback.phase.${media.phase}`),
          },
          {
            name: t('playback.path'),
            value: media.path === null ? null : t(`playback.way.${media.path}`),
            testId: 'playback-path',
          },
          {
            name: t('playback.picture'),
            value:
              playback === null || playback.width === 0
                ? null
                : [
                    `${playback.width}×${playback.height}`,
                    playback.framesPerSecond === null
                      ? null
                      : t('playback.fps', { value: Math.round(playback.framesPerSecond) }),
                  ]
                    .filter((it) => it !== null)
                    .join(', '),
            testId: 'playback-picture',
          },
          ...(media.path === 'sfu'
            ? [
                {
                  name: t('playback.sent'),
                  value: layer === null ? null : t(`playback.layer.${layer}`),
                  testId: 'playback-layer',
                },
              ]
            : []),
          {
            name: t('playback.bitrate'),
            value:
              typeof playback?.bitrateBps === 'number'
                ? t('playback.megabits', { value: format.decimal(playback.bitrateBps / 1e6) })
                : null,
          },
          {
            name: t('playback.loss'),
            value:
              typeof playback?.lossRatio === 'number' ? format.percent(playback.lossRatio) : null,
          },
          { name: t('playback.jitter'), value: milliseconds(playback?.jitterMs) },
          { name: t('playback.rtt'), value: milliseconds(playback?.rttMs) },
          { name: t('playback.codec'), value: playback?.codec ?? null },
        ]}
      />
    </div>
  );
}

/** What the browser and the server say, for as long as somebody looks. */
function usePlayback(viewer: Viewer): { playback: Playback | null; layer: Layer | null } {
  const [seen, setSeen] = useState<{ playback: Playback | null; layer: Layer | null }>({
    playback: null,
    layer: null,
  });
  useEffect(() => {
    let totals: PlaybackTotals | null = null;
    let over = false;
    const look = async (): Promise<void> => {
      const [report, layer] = await Promise.all([viewer.report(), viewer.currentLayer()]);
      if (over) return;
      let playback: Playback | null = null;
      if (report !== null) ({ playback, totals } = playbackOf(report, totals, Date.now()));
      setSeen({ playback, layer });
    };
    void look();
    const timer = setInterval(() => void look(), LOOK_MS);
    return () => {
      over = true;
      clearInterval(timer);
    };
  }, [viewer]);
  return seen;
}
