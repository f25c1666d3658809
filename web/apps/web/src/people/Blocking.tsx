import { Button } from '@mantine/core';
import type { Profile } from '@nio/sdk';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { people } from '../api/people';
import { useFormat } from '../i18n/format';
import { ConfirmDialog } from '../settings/ConfirmDialog';
import { toast } from '../shell/toast';
import { peopleErrorText } from './errorText';
import { changeProfile } from './queries';

/** Blocks or unblocks somebody, and forgets what that changes. `true` when it is done. */
function useBlocking(profile: Profile): {
  readonly acting: boolean;
  readonly setBlocked: (blocked: boolean) => Promise<boolean>;
} {
  const { t } = useTranslation();
  const format = useFormat();
  const queries = useQueryClient();
  const [acting, setActing] = useState(false);
  const setBlocked = async (blocked: boolean): Promise<boolean> => {
    setActing(true);
    try {
      await (blocked ? people.block(profile.id) : people.unblock(profile.id));
      changeProfile(queries, profile.nickname, (before) => ({
        ...before,
        isBlocked: blocked,
        isFollowing: false,
      }));
      for (const key of ['profile', 'people', 'following', 'streams']) {
        void queries.invalidateQueries({ queryKey: [key] });
      }
      return true;
    } catch (cause) {
      await toast(peopleErrorText(cause, t, format), 'trouble');
      return false;
    } finally {
      setActing(false);
    }
  };
  return { acting, setBlocked };
}

/** Asks before somebody is blocked, and says what that means. */
export function BlockDialog({
  profile,
  opened,
  onClose,
}: {
  profile: Profile;
  opened: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { acting, setBlocked } = useBlocking(profile);
  const { nickname } = profile;
  return (
    <ConfirmDialog
      opened={opened}
      title={t('profile.blockTitle', { nickname })}
      action={t('profile.block')}
      working={acting}
      onClose={onClose}
      onConfirm={() =>
        void setBlocked(true).then((done) => {
          if (done) onClose();
        })
      }
    >
      {t('profile.blockText', { nickname })}
    </ConfirmDialog>
  );
}

/** Lets somebody come near again, after asking. */
export function UnblockButton({ profile }: { profile: Profile }) {
  const { t } = useTranslation();
  const { acting, setBlocked } = useBlocking(profile);
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t('profile.unblock')}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={t('profile.unblockTitle', { nickname: profile.nickname })}
        action={t('profile.unblock')}
        working={acting}
        onClose={() => setAsking(false)}
        onConfirm={() => void setBlocked(false)}
      >
        {t('profile.unblockText')}
      </ConfirmDialog>
    </>
  );
}
