import { Button, Skeleton } from '@mantine/core';
import { IconCloudOff } from '@tabler/icons-react';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { failureText } from '../auth/failureText';
import { useFormat } from '../i18n/format';
import { usePageTitle } from '../shell/usePageTitle';
import { Notice } from '../ui/Notice';
import styles from './Settings.module.css';

/** Name of a page of the settings and what it is for. */
export function Head({ title, lead }: { title: string; lead: string }) {
  const { t } = useTranslation();
  usePageTitle(`${title} · ${t('settings.title')}`);
  return (
    <header className={styles.head}>
      <h1 className={styles.title}>{title}</h1>
      <p className={styles.lead}>{lead}</p>
    </header>
  );
}

/** One subject of a page. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className={styles.part} aria-labelledby={id}>
      <h2 className={styles.partTitle} id={id}>
        {title}
      </h2>
      {children}
    </section>
  );
}

/** What a page shows of an answer: a skeleton before, the trouble when there is none. */
export function Loaded<T>({
  query,
  height,
  children,
}: {
  query: {
    readonly data: T | undefined;
    readonly error: unknown;
    readonly isFetching: boolean;
    readonly refetch: () => unknown;
  };
  /** Of the skeleton, about that of what comes. */
  height: number;
  children: (data: T) => ReactNode;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  if (query.data !== undefined) return children(query.data);
  if (query.error) {
    return (
      <Notice
        tone="trouble"
        icon={<IconCloudOff />}
        title={t('settings.failedTitle')}
        actions={
          <Button onClick={() => void query.refetch()} loading={query.isFetching}>
            {t('common.retry')}
          </Button>
        }
      >
        {failureText(query.error, t, format)}
      </Notice>
    );
  }
  return (
    <div role="status" aria-label={t('common.loading')}>
      <Skeleton height={height} radius="md" />
    </div>
  );
}
