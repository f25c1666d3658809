import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import styles from './People.module.css';
import type { Pages } from './queries';

/** At the end of a list that goes on. */
export function MoreButton({ pages }: { pages: Pick<Pages<unknown>, 'more' | 'loadingMore'> }) {
  const { t } = useTranslation();
  return pages.more ? (
    <div className={styles.more}>
      <Button variant="default" size="md" onClick={pages.more} loading={pages.loadingMore}>
        {t('home.more')}
      </Button>
    </div>
  ) : null;
}
