import { ActionIcon } from '@mantine/core';
import type { Pagination } from '@nio/sdk';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import styles from './Wallet.module.css';

/** Forward and back through numbered pages; nothing when there is but one. */
export function Pager({
  pagination,
  onPage,
}: {
  pagination: Pagination;
  onPage: (page: number) => void;
}) {
  const { t } = useTranslation();
  const { page, pages } = pagination;
  if (pages <= 1) return null;
  return (
    <nav className={styles.pager} aria-label={t('wallet.pager.label')}>
      <ActionIcon
        variant="default"
        size="xl"
        radius="xl"
        aria-label={t('wallet.pager.back')}
        disabled={page <= 1}
        onClick={() => onPage(page - 1)}
      >
        <IconChevronLeft aria-hidden="true" />
      </ActionIcon>
      {t('wallet.pager.at', { page, pages })}
      <ActionIcon
        variant="default"
        size="xl"
        radius="xl"
        aria-label={t('wallet.pager.forward')}
        disabled={page >= pages}
        onClick={() => onPage(page + 1)}
      >
        <IconChevronRight aria-hidden="true" />
      </ActionIcon>
    </nav>
  );
}
