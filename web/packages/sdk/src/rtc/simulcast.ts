/** One copy of the picture among several of the same connection. */
export interface Copy {
  readonly active: boolean;
  /** 1 is the camera's own size, 2 half of each side. */
  readonly scaleDownBy: number;
  readonly maxBitrateBps: number;
}

/** Names of the copies, smallest first. */
export const RIDS = ['l', 'm', 'h'] as const;

/** A copy that is not sent. */
export const OFF: Copy = { active: false, scaleDownBy: 1, maxBitrateBps: 150_000 };

/**
 * By the size of the camera's picture. Browsers send a small picture in fewer copies than they are asked for, and leave
 * out the last ones, which are the largest: so the copies there will be get the sizes worth having.
 */
const TIERS: readonly { readonly fromPixels: number; readonly copies: readonly Copy[] }[] = [
  {
    fromPixels: 500_000,
    copies: [
      { active: true, scaleDownBy: 4, maxBitrateBps: 150_000 },
      { active: true, scaleDownBy: 2, maxBitrateBps: 600_000 },
      { active: true, scaleDownBy: 1, maxBitrateBps: 2_500_000 },
    ],
  },
  {
    fromPixels: 120_000,
    copies: [
      { active: true, scaleDownBy: 2, maxBitrateBps: 200_000 },
      { active: true, scaleDownBy: 1, maxBitrateBps: 1_200_000 },
      OFF,
    ],
  },
  { fromPixels: 0, copies: [{ active: true, scaleDownBy: 1, maxBitrateBps: 500_000 }, OFF, OFF] },
];

/** The copies of a camera's picture, in the order of {@link RIDS}. */
export function copiesOf(track: MediaStreamTrack | null): readonly Copy[] {
  const { width, height } = track?.getSettings() ?? {};
  // Unknown until the first picture: as large as they are asked to be.
  const pixels = width === undefined || height === undefined ? Infinity : width * height;
  const tier = TIERS.find(({ fromPixels }) => pixels >= fromPixels);
  return tier?.copies ?? [];
}
