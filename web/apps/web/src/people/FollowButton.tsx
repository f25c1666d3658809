import { Button } from '@mantine/core';
import type { Person } from '@nio/sdk';
import { IconHeart, IconHeartFilled } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { useSession } from '../api/nio';
import { loginPath } from '../auth/next';
import { useFormat } from '../i18n/format';
import { toast } from '../shell/toast';
import styles from './FollowButton.module.css';
import { peopleErrorText } from './errorText';
import { useFollow, useProfile } from './queries';

/**
 * Follows somebody, or says that one does and ends it. Guests are led to sign in and come back. Nothing for oneself and
 * for people one has blocked.
 */
export function FollowButton({ person, compact }: { person: Person; compact?: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const session = useSession();
  const location = useLocation();
  const profile = useProfile(person.nickname).data;
  const setFollowing = useFollow();
  const [acting, setActing] = useState(false);
  const common = {
    className: styles.button,
    'data-compact': compact ?? false,
    'data-testid': 'follow',
  } as const;
  const heart = compact ? null : <IconHeart aria-hidden="true" />;

  if (session.status === 'guest') {
    return (
      <Button component={Link} to={loginPath(location)} leftSection={heart} {...common}>
        {t('follow.follow')}
      </Button>
    );
  }
  // Its place is kept while nothing is known.
  if (profile === undefined) {
    return (
      <Button disabled leftSection={heart} {...common}>
        {t('follow.follow')}
      </Button>
    );
  }
  if (profile.isMe || profile.isBlocked) return null;

  const act = async (follow: boolean): Promise<void> => {
    setActing(true);
    try {
      await setFollowing(person, follow);
      if (!follow) {
        await toast(t('follow.ended', { nickname: person.nickname }), 'calm', {
          label: t('follow.undo'),
          run: () => void act(true),
        });
      }
    } catch (cause) {
      await toast(peopleErrorText(cause, t, format), 'trouble');
    } finally {
      setActing(false);
    }
  };
  const { isFollowing } = profile;
  return (
    <Button
      variant={isFollowing ? 'default' : 'filled'}
      leftSection={isFollowing ? <IconHeartFilled aria-hidden="true" /> : heart}
      data-following={isFollowing}
      title={isFollowing ? t('follow.unfollow') : undefined}
      onClick={() => {
        if (!acting) void act(!isFollowing);
      }}
      {...common}
    >
      <span className={styles.word}>{t(isFollowing ? 'follow.following' : 'follow.follow')}</span>
    </Button>
  );
}
