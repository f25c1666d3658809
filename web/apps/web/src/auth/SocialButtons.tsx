import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import styles from './Auth.module.css';
import { ProviderIcon } from './ProviderIcon';
import { providerName } from './providers';

/** Other services to sign in with; nothing where the server has none. They lead away from the page. */
export function SocialButtons({ providers, next }: { providers: readonly string[]; next: string }) {
  const { t } = useTranslation();
  if (providers.length === 0) return null;
  return (
    <div className={styles.social}>
      <span className={styles.or}>{t('auth.or')}</span>
      <div className={styles.providers}>
        {providers.map((provider) => (
          <Button
            key={provider}
            component="a"
            href={`/api/auth/oauth/${encodeURIComponent(provider)}?next=${encodeURIComponent(next)}`}
            variant="default"
            leftSection={<ProviderIcon provider={provider} />}
            aria-label={t('auth.with', { provider: providerName(provider) })}
          >
            {providerName(provider)}
          </Button>
        ))}
      </div>
    </div>
  );
}
