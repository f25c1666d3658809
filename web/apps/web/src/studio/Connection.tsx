import type { Broadcaster, TopologyPreference } from '@nio/sdk';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from '../api/nio';
import { useFormat } from '../i18n/format';
import { Choice } from '../ui/Choice';
import { Facts } from '../ui/Facts';
import { preferredWay, rememberWay } from './preferredWay';
import styles from './StudioPage.module.css';

/** Which way the broadcast goes, and how well. */
export function Connection({
  broadcaster,
  viewers,
}: {
  broadcaster: Broadcaster;
  viewers: number;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const sending = useStore(broadcaster.state);
  const [way, setWay] = useState(preferredWay);
  const choose = (chosen: TopologyPreference): void => {
    setWay(chosen);
    rememberWay(chosen);
    broadcaster.setPreference(chosen);
  };
  const nobody = sending.health === 'waiting';
  return (
    <div className={styles.dialog} data-testid="connection-panel">
      <Facts
        facts={[
          { name: t('studio.connection.state'), value: t(`studio.health.${sending.health}`) },
          {
            name: t('studio.connection.path'),
            value: t(`studio.connection.way.${sending.server === 'sending' ? 'sfu' : 'p2p'}`),
            testId: 'connection-path',
          },
          {
            name: t('studio.connection.server'),
            value: t(`studio.connection.serverState.${sending.server}`),
            testId: 'connection-server',
          },
          ...(sending.sizes.length > 1
            ? [
                {
                  name: t('studio.connection.sizes'),
                  value: sending.sizes.map(({ lines, sent }) => (
                    <div key={lines}>
                      {t(`studio.connection.size.${sent ? 'sent' : 'rests'}`, { lines })}
                    </div>
                  )),
                  testId: 'connection-sizes',
                },
              ]
            : []),
          {
            name: t('studio.connection.bitrate'),
            value: nobody
              ? null
              : t('playback.megabits', { value: format.decimal(sending.bitrateBps / 1e6) }),
          },
          {
            name: t('studio.connection.loss'),
            value: sending.lossRatio === null ? null : format.percent(sending.lossRatio),
          },
          {
            name: t('studio.connection.rtt'),
            value:
              sending.rttMs === null
                ? null
                : t('playback.milliseconds', { value: Math.round(sending.rttMs) }),
          },
          { name: t('studio.connection.viewers'), value: format.count(viewers) },
          {
            name: t('studio.connection.direct'),
            value: format.count(sending.connectedPeers),
            testId: 'connection-direct',
          },
        ]}
      />
      <Choice<TopologyPreference>
        label={t('studio.connection.choice')}
        options={[
          { value: 'auto', label: t('studio.connection.auto') },
          { value: 'sfu', label: t('studio.connection.always') },
        ]}
        value={way}
        onChange={choose}
      />
      <p className={styles.dialogText}>{t('studio.connection.hint')}</p>
    </div>
  );
}
