import {
  IconBrandFacebook,
  IconBrandGoogle,
  IconBrandVk,
  IconBrandX,
  IconLink,
} from '@tabler/icons-react';
import { knownProvider } from './providers';

/** The sign of a provider. Decoration: its name stands beside it. */
export function ProviderIcon({ provider }: { provider: string }) {
  switch (knownProvider(provider)) {
    case 'google':
      return <IconBrandGoogle aria-hidden="true" />;
    case 'facebook':
      return <IconBrandFacebook aria-hidden="true" />;
    case 'vk':
      return <IconBrandVk aria-hidden="true" />;
    case 'twitter':
      return <IconBrandX aria-hidden="true" />;
    case null:
      return <IconLink aria-hidden="true" />;
  }
}
