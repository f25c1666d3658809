/** How one viewer's copy of the picture is encoded. */
export interface Encoding {
  readonly maxBitrateBps: number;
  readonly maxFramerate: number;
  /** 1 is the camera's own size, 2 half of each side. */
  readonly scaleDownBy: number;
}

/**
 * Every viewer costs the streamer one encoder and one upload, so a copy gets smaller as they grow in number: about
 * 3–7 Mbit/s upwards in all.
 */
const TIERS: readonly (Encoding & { readonly upToPeers: number })[] = [
  { upToPeers: 2, maxBitrateBps: 2_500_000, maxFramerate: 30, scaleDownBy: 1 },
  { upToPeers: 5, maxBitrateBps: 1_400_000, maxFramerate: 30, scaleDownBy: 1 },
  { upToPeers: 12, maxBitrateBps: 600_000, maxFramerate: 24, scaleDownBy: 1.5 },
];

/** Beyond the table: the room is as full as peer to peer gets. */
const CROWDED: Encoding = { maxBitrateBps: 250_000, maxFramerate: 20, scaleDownBy: 2 };

/** Limits for each copy when there are `peers` of them. */
export function encodingFor(peers: number): Encoding {
  return TIERS.find((tier) => peers <= tier.upToPeers) ?? CROWDED;
}
