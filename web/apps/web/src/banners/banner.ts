import type { BannerReport, NewBanner } from '@nio/sdk';

/** Whether a banner is shown now, and if not, why. */
export type BannerState = 'due' | 'incomplete' | 'off' | 'planned' | 'over';

export function stateOf(
  { active, imageUrl, startsAt, endsAt }: BannerReport,
  nowMs: number,
): BannerState {
  if (!active) return 'off';
  if (endsAt !== null && Date.parse(endsAt) <= nowMs) return 'over';
  if (imageUrl === null) return 'incomplete';
  return startsAt !== null && Date.parse(startsAt) > nowMs ? 'planned' : 'due';
}

/** Clicks per impression. */
export function clickRate({
  impressions,
  clicks,
}: Pick<BannerReport, 'impressions' | 'clicks'>): number {
  return impressions === 0 ? 0 : clicks / impressions;
}

/** A moment as the field for date and time writes it, in this device's time; empty for none. */
export function toField(iso: string | null): string {
  if (iso === null) return '';
  const at = new Date(iso);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** What the field for date and time says, as a moment; `null` when it is empty. */
export function fromField(value: string): string | null {
  return value === '' ? null : new Date(value).toISOString();
}

/** Field of the form to what is wrong with it: a key under `banner.admin.wrong`. */
export type BannerComplaints = Partial<
  Record<'name' | 'alt' | 'link' | 'endsAt' | 'weight', 'required' | 'link' | 'order' | 'weight'>
>;

/** What has to be mended before a banner is sent. */
export function complaintsOf(banner: NewBanner): BannerComplaints {
  const { startsAt, endsAt, weight } = banner;
  return {
    ...(banner.name.trim() === '' ? { name: 'required' } : {}),
    ...(banner.alt.trim() === '' ? { alt: 'required' } : {}),
    ...(isHttps(banner.link) ? {} : { link: 'link' }),
    ...(startsAt !== null && endsAt !== null && Date.parse(endsAt) <= Date.parse(startsAt)
      ? { endsAt: 'order' }
      : {}),
    ...(Number.isInteger(weight) && weight >= 1 && weight <= 100 ? {} : { weight: 'weight' }),
  };
}

function isHttps(link: string): boolean {
  try {
    return new URL(link.trim()).protocol === 'https:';
  } catch {
    return false;
  }
}
