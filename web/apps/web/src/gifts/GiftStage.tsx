import type { GiftType } from '@nio/sdk';
import { useEffect, useRef, useState, type CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlainNumber } from '../wallet/amounts';
import arc from './art/arc.svg';
import petal from './art/petal.svg';
import rays from './art/rays.svg';
import spark from './art/spark.svg';
import type { AnimationQueue, Play } from './animationQueue';
import { GIFT_ART, GIFT_MS } from './catalog';
import styles from './GiftStage.module.css';

/** What flies around the gift: of which picture, how many, and which way. */
const SWARMS: Readonly<
  Record<GiftType, { art: string; count: number; way: 'fall' | 'rise' | 'burst' | 'cross' }>
> = {
  rose: { art: petal, count: 7, way: 'fall' },
  heart: { art: GIFT_ART.heart, count: 9, way: 'rise' },
  diamond: { art: spark, count: 12, way: 'burst' },
  rocket: { art: spark, count: 14, way: 'cross' },
  crown: { art: spark, count: 16, way: 'burst' },
  star: { art: GIFT_ART.star, count: 14, way: 'cross' },
  fire: { art: GIFT_ART.fire, count: 16, way: 'rise' },
  rainbow: { art: spark, count: 26, way: 'fall' },
};

/** What stands behind the gift. */
const BACKDROPS: Partial<Record<GiftType, string>> = { crown: rays, star: rays, rainbow: arc };

/** Gifts over the picture. Touches go through. */
export function GiftStage({
  animations,
  onFinished,
}: {
  animations: AnimationQueue;
  onFinished: (id: number) => void;
}) {
  // The feed tells the same in words.
  return (
    <div className={styles.stage} aria-hidden="true" data-testid="gift-stage">
      {animations.playing.map((play) => (
        <Animation key={play.id} play={play} onFinished={onFinished} />
      ))}
    </div>
  );
}

function Animation({ play, onFinished }: { play: Play; onFinished: (id: number) => void }) {
  const { t } = useTranslation();
  const number = usePlainNumber();
  // As it is when it begins.
  const [still] = useState(() => window.matchMedia('(prefers-reduced-motion: reduce)').matches);
  const { id, giftType } = play;
  const latest = useRef(onFinished);
  useEffect(() => {
    latest.current = onFinished;
  });
  useEffect(() => {
    // By the clock: with animations switched off there is no end of one to wait for.
    const timer = setTimeout(() => latest.current(id), GIFT_MS[giftType]);
    return () => clearTimeout(timer);
  }, [id, giftType]);
  const swarm = SWARMS[giftType];
  const backdrop = BACKDROPS[giftType];
  return (
    <div
      className={styles.play}
      data-gift={giftType}
      data-mine={play.mine}
      data-still={still}
      data-testid="gift-animation"
      style={{ '--span': `${GIFT_MS[giftType]}ms` } as CSSProperties}
    >
      {still ? null : (
        <>
          {backdrop === undefined ? null : (
            <img className={styles.backdrop} src={backdrop} alt="" />
          )}
          {Array.from({ length: swarm.count }, (_, n) => (
            <img
              key={n}
              className={styles.mote}
              data-way={swarm.way}
              src={swarm.art}
              alt=""
              style={mote(n, swarm.count)}
            />
          ))}
        </>
      )}
      <div className={styles.main}>
        <img className={styles.gift} src={GIFT_ART[giftType]} alt="" />
      </div>
      <p className={styles.words}>
        <span className={styles.who}>{play.nickname}</span> {t(`gift.name.${giftType}`)}
        {play.count > 1 ? (
          // Made anew with every gift, so that it leaps anew.
          <span key={play.count} className={styles.times}>
            ×{number(play.count)}
          </span>
        ) : null}
      </p>
    </div>
  );
}

/** Where one of a swarm goes: scattered evenly, the same every time. */
function mote(n: number, count: number): CSSProperties {
  // The golden ratio scatters better than chance does.
  const spread = (n * 0.618034) % 1;
  const other = (n * 0.754878) % 1;
  const angle = (n / count) * 2 * Math.PI;
  return {
    '--x': spread,
    '--y': other,
    '--dx': Math.cos(angle) * (0.6 + other * 0.4),
    '--dy': Math.sin(angle) * (0.6 + other * 0.4),
    '--late': ((n * 0.414214) % 1) * 0.35,
    '--small': 0.5 + other * 0.5,
    '--turn': `${Math.round((other - 0.5) * 540)}deg`,
  } as CSSProperties;
}
