import type { GiftType } from '@nio/sdk';
import bean from './art/bean.svg';
import coin from './art/coin.svg';
import { GIFT_ART } from './catalog';
import styles from './Art.module.css';

/** A gift's picture; its name stands beside it. */
export function GiftPicture({ giftType }: { giftType: GiftType }) {
  return <img className={styles.gift} src={GIFT_ART[giftType]} alt="" draggable={false} />;
}

/** The sign of a coin, as high as the text beside it. */
export function CoinSign() {
  return <img className={styles.sign} src={coin} alt="" draggable={false} />;
}

/** The sign of a bean, as high as the text beside it. */
export function BeanSign() {
  return <img className={styles.sign} src={bean} alt="" draggable={false} />;
}
