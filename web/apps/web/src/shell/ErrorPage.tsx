import { Button } from '@mantine/core';
import { IconMoodSad, IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useRouteError } from 'react-router';
import { Notice } from '../ui/Notice';

/** In place of a page that threw. A page whose code is gone from the server was updated meanwhile. */
export function ErrorPage() {
  const { t } = useTranslation();
  const error = useRouteError();
  const updated = error instanceof TypeError && /import|module/i.test(error.message);
  return (
    <Notice
      page
      tone="trouble"
      icon={updated ? <IconRefresh /> : <IconMoodSad />}
      title={updated ? t('errors.updatedTitle') : t('errors.boundaryTitle')}
      actions={<Button onClick={() => window.location.reload()}>{t('common.reload')}</Button>}
    >
      {updated ? t('errors.updatedText') : t('errors.boundaryText')}
    </Notice>
  );
}
