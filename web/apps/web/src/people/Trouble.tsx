import { Button } from '@mantine/core';
import { IconCloudOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format';
import { Notice } from '../ui/Notice';
import { peopleErrorText } from './errorText';

/** In place of what did not load. */
export function Trouble({
  error,
  retry,
  retrying,
  page,
}: {
  error: unknown;
  retry: () => void;
  retrying: boolean;
  page?: boolean;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Notice
      {...(page ? { page } : {})}
      tone="trouble"
      icon={<IconCloudOff />}
      title={t('home.errorTitle')}
      actions={
        <Button onClick={retry} loading={retrying}>
          {t('common.retry')}
        </Button>
      }
    >
      {peopleErrorText(error, t, format)}
    </Notice>
  );
}
