import '@mantine/core/styles/Input.layer.css';
import '@mantine/core/styles/ModalBase.layer.css';
import '@mantine/core/styles/Modal.layer.css';
import '@mantine/core/styles/Overlay.layer.css';
import '@mantine/core/styles/Paper.layer.css';
import { Button, Modal, Textarea, TextInput } from '@mantine/core';
import { LIMITS, NioError, type Profile } from '@nio/sdk';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { nio } from '../api/nio';
import { people } from '../api/people';
import { checkNickname } from '../auth/validate';
import { useFormat } from '../i18n/format';
import { toast } from '../shell/toast';
import { Message } from '../ui/Message';
import { AvatarEditor } from './AvatarEditor';
import styles from './EditProfile.module.css';
import { peopleErrorText } from './errorText';
import { changeProfile } from './queries';

/** From here on the counter warns. */
const BIO_NEAR = 40;

/** Picture, name and words of one's own profile. */
export default function EditProfile({
  profile,
  onClose,
}: {
  profile: Profile;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const setAvatar = (avatarUrl: string | null): void => {
    changeProfile(queries, profile.nickname, (before) => ({ ...before, avatarUrl }));
    // Where else it is shown.
    void queries.invalidateQueries({ queryKey: ['streams'] });
    void nio.session.reload().catch(() => undefined);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('profile.edit')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className={styles.dialog}>
        <AvatarEditor
          person={profile}
          onSend={async (picture) => setAvatar(await people.setAvatar(picture))}
          onRemove={async () => {
            await people.removeAvatar();
            setAvatar(null);
          }}
        />
        <Words profile={profile} onDone={onClose} />
      </div>
    </Modal>
  );
}

function Words({ profile, onDone }: { profile: Profile; onDone: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [nickname, setNickname] = useState(profile.nickname);
  const [bio, setBio] = useState(profile.bio);
  const [left, setLeft] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const nicknameInput = useRef<HTMLInputElement>(null);
  const complaint = checkNickname(nickname);
  const room = LIMITS.bioMax - Array.from(bio).length;

  const save = async (): Promise<void> => {
    setLeft(true);
    if (complaint !== null) {
      nicknameInput.current?.focus();
      return;
    }
    if (room < 0) return;
    setSaving(true);
    setFailure(null);
    try {
      const renamed = nickname !== profile.nickname;
      await people.update({
        ...(bio.trim() === profile.bio ? {} : { bio: bio.trim() }),
        ...(renamed ? { nickname } : {}),
      });
      changeProfile(queries, profile.nickname, (before) => ({ ...before, bio: bio.trim() }));
      void queries.invalidateQueries({ queryKey: ['profile'] });
      onDone();
      if (renamed) {
        // The token names the person too. When this is not heard now, the next renewal brings it.
        await nio.session.reload().catch(() => undefined);
        await navigate(`/profile/${nickname}`, { replace: true });
      }
      await toast(t('profile.saved'));
    } catch (cause) {
      if (cause instanceof NioError && cause.error === 'nickname_taken') {
        setRefused(t('people.failure.nickname_taken'));
        nicknameInput.current?.focus();
      } else setFailure(peopleErrorText(cause, t, format));
    } finally {
      setSaving(false);
    }
  };
  return (
    <form
      className={styles.dialog}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {failure ? <Message tone="trouble">{failure}</Message> : null}
      <TextInput
        ref={nicknameInput}
        label={t('profile.nickname')}
        description={t('profile.nicknameHint')}
        value={nickname}
        maxLength={LIMITS.nicknameMax}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        error={
          refused ?? (left && complaint ? t(`auth.${complaint.key}`, { ...complaint }) : undefined)
        }
        onBlur={() => setLeft(true)}
        onChange={({ currentTarget: { value } }) => {
          setNickname(value);
          setRefused(null);
        }}
      />
      <Textarea
        label={t('profile.bio')}
        placeholder={t('profile.bioPlaceholder')}
        rows={4}
        value={bio}
        error={room < 0 ? t('profile.bioLong', { count: -room }) : undefined}
        description={
          <span className={styles.counter} data-near={room < BIO_NEAR}>
            {t('profile.bioLeft', { count: Math.max(0, room) })}
          </span>
        }
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        onChange={({ currentTarget: { value } }) => setBio(value)}
      />
      <div className={styles.actions}>
        <Button variant="default" onClick={onDone}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" loading={saving} data-testid="save-profile">
          {t('common.save')}
        </Button>
      </div>
    </form>
  );
}
