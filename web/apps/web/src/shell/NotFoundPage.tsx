import { Button } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Notice } from '../ui/Notice';
import { usePageTitle } from './usePageTitle';

/** For addresses that lead nowhere. */
export function Component() {
  const { t } = useTranslation();
  usePageTitle(t('errors.notFoundTitle'));
  return (
    <Notice
      page
      icon={<IconPlugConnectedX />}
      title={t('errors.notFoundTitle')}
      actions={
        <Button component={Link} to="/">
          {t('common.toHome')}
        </Button>
      }
    >
      {t('errors.notFoundText')}
    </Notice>
  );
}
