import type { Person } from '@nio/sdk';
import { IconHeartFilled } from '@tabler/icons-react';
import { QueryClientProvider } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { queries } from '../api/queries';
import { useFormat } from '../i18n/format';
import styles from './FollowersInRoom.module.css';
import { useProfile } from './queries';

/** How many follow the streamer: a heart and a number beside the name. */
export default function FollowersInRoom({ person }: { person: Person }) {
  return (
    <QueryClientProvider client={queries}>
      <Followers person={person} />
    </QueryClientProvider>
  );
}

function Followers({ person }: { person: Person }) {
  const { t } = useTranslation();
  const format = useFormat();
  const profile = useProfile(person.nickname).data;
  if (profile === undefined) return null;
  const count = profile.followers;
  const formatted = format.count(count);
  return (
    <span className={styles.followers} title={t('profile.followers', { count, formatted })}>
      <IconHeartFilled aria-hidden="true" />
      <span className="nio-tabular" data-testid="followers">
        {formatted}
      </span>
      <span className="nio-visually-hidden">{t('profile.followersWord', { count })}</span>
    </span>
  );
}
