import { Button, Modal } from '@mantine/core';
import type { Stream } from '@nio/sdk';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../api/errorText';
import { nio } from '../api/nio';
import { StreamWords, titleMissing, type Words } from '../golive/StreamWords';
import { useFormat } from '../i18n/format';
import { toast } from '../shell/toast';
import styles from './StudioPage.module.css';

/** Title, category and description of the stream that is on the air. */
export function EditDialog({
  opened,
  onClose,
  stream,
}: {
  opened: boolean;
  onClose: () => void;
  stream: Stream;
}) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('studio.editTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <EditForm stream={stream} onDone={onClose} />
    </Modal>
  );
}

/** Filled anew each time the dialog opens. */
function EditForm({ stream, onDone }: { stream: Stream; onDone: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [words, setWords] = useState<Words>(stream);
  const [saving, setSaving] = useState(false);
  const save = async (): Promise<void> => {
    if (titleMissing(words)) return;
    setSaving(true);
    try {
      await nio.streams.update(stream.id, {
        title: words.title.trim(),
        description: words.description.trim(),
        category: words.category,
        tags: words.tags ?? [],
      });
      onDone();
      await toast(t('studio.saved'));
    } catch (cause) {
      await toast(errorText(cause, t, format), 'trouble');
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
      <StreamWords words={words} onChange={setWords} complain />
      <div className={styles.dialogActions}>
        <Button variant="default" onClick={onDone}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" loading={saving}>
          {t('common.save')}
        </Button>
      </div>
    </form>
  );
}
