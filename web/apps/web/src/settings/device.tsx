import type { DeviceKind } from '@nio/sdk';
import {
  IconDeviceDesktop,
  IconDeviceMobile,
  IconDevices,
  IconDeviceTablet,
} from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { providerName } from '../auth/providers';

const ICONS = {
  phone: IconDeviceMobile,
  tablet: IconDeviceTablet,
  desktop: IconDeviceDesktop,
  other: IconDevices,
} as const satisfies Record<DeviceKind, unknown>;

/** What kind of thing it is. Decoration: its name stands beside it. */
export function DeviceIcon({ kind }: { kind: DeviceKind }) {
  const Icon = ICONS[kind];
  return <Icon aria-hidden="true" />;
}

/** How somebody came in: `by password`, `through Google`. */
export function methodText(method: string, t: TFunction): string {
  return method === 'password' || method === 'qr'
    ? t(`settings.method.${method}`)
    : t('settings.method.provider', { provider: providerName(method) });
}

/** What is known of these, one after the other. */
export function joined(...parts: readonly (string | null | undefined)[]): string {
  return parts.filter((part) => part !== null && part !== undefined && part !== '').join(' · ');
}
