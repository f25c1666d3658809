import type { GiftType } from '@nio/sdk';
import crown from './art/crown.svg';
import diamond from './art/diamond.svg';
import fire from './art/fire.svg';
import heart from './art/heart.svg';
import rainbow from './art/rainbow.svg';
import rocket from './art/rocket.svg';
import rose from './art/rose.svg';
import star from './art/star.svg';

/** Pictures of the gifts. */
export const GIFT_ART: Readonly<Record<GiftType, string>> = {
  rose,
  heart,
  diamond,
  rocket,
  crown,
  star,
  fire,
  rainbow,
};

/** How long each is on the screen: the dearer, the longer. */
export const GIFT_MS: Readonly<Record<GiftType, number>> = {
  rose: 1500,
  heart: 1700,
  diamond: 2000,
  rocket: 2300,
  crown: 2700,
  star: 3100,
  fire: 3500,
  rainbow: 4000,
};
