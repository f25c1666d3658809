import { Button } from '@mantine/core';
import type { Stream } from '@nio/sdk';
import { IconShare3 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { toast } from '../shell/toast';
import { share } from './share';

/** Shares a stream, or copies its address. */
export function useShare(stream: Stream): () => void {
  const { t } = useTranslation();
  const run = async (): Promise<void> => {
    const url = `${window.location.origin}/live/${stream.id}`;
    const text = t('room.shareText', { nickname: stream.streamer.nickname, title: stream.title });
    const outcome = await share(text, url);
    if (outcome === 'copied') await toast(t('common.linkCopied'));
    if (outcome === 'failed') await toast(t('common.copyFailed', { url }));
  };
  return () => void run();
}

/** {@link useShare} as a button with its name on it. */
export function ShareButton({ stream }: { stream: Stream }) {
  const { t } = useTranslation();
  return (
    <Button
      variant="default"
      leftSection={<IconShare3 aria-hidden="true" />}
      onClick={useShare(stream)}
    >
      {t('common.share')}
    </Button>
  );
}
