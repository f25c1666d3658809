import { Button } from '@mantine/core';
import { CATEGORIES, type Category } from '@nio/sdk';
import { IconBroadcast, IconCloudOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { errorText } from '../api/errorText';
import { useFormat } from '../i18n/format';
import { usePageTitle } from '../shell/usePageTitle';
import { CategoryIcon } from '../ui/CategoryIcon';
import { Notice } from '../ui/Notice';
import { EndedCard, LiveCard, SkeletonCards } from './LiveCard';
import gradient from '../ui/GradientButton.module.css';
import styles from './HomePage.module.css';
import { useEndedStreams, useLiveStreams } from './streams';

/** What is on the air, by category, and what has just ended. */
export function Component() {
  const { t } = useTranslation();
  const format = useFormat();
  const [params, setParams] = useSearchParams();
  const category = CATEGORIES.find((known) => known === params.get('category')) ?? null;
  const live = useLiveStreams(category);
  const ended = useEndedStreams(category);
  usePageTitle(undefined);

  const choose = (next: Category | null): void =>
    setParams(next === null ? {} : { category: next }, { replace: true });

  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1 className={styles.title}>{t('home.title')}</h1>
        <div className={styles.chips} role="group" aria-label={t('home.categories')}>
          <Chip pressed={category === null} onClick={() => choose(null)}>
            {t('category.all')}
          </Chip>
          {CATEGORIES.map((known) => (
            <Chip key={known} pressed={category === known} onClick={() => choose(known)}>
              <CategoryIcon category={known} />
              {t(`category.${known}`)}
            </Chip>
          ))}
        </div>
      </header>

      {live.streams === null ? (
        live.error ? (
          <Notice
            tone="trouble"
            icon={<IconCloudOff />}
            title={t('home.errorTitle')}
            actions={
              <Button onClick={live.retry} loading={live.retrying}>
                {t('common.retry')}
              </Button>
            }
          >
            {errorText(live.error, t, format)}
          </Notice>
        ) : (
          <SkeletonCards />
        )
      ) : live.streams.length === 0 ? (
        <Empty category={category} onShowAll={() => choose(null)} />
      ) : (
        <>
          <ul className={styles.grid}>
            {live.streams.map((stream) => (
              <li key={stream.id}>
                <LiveCard stream={stream} />
              </li>
            ))}
          </ul>
          {live.more ? (
            <div className={styles.more}>
              <Button variant="default" size="md" onClick={live.more} loading={live.loadingMore}>
                {t('home.more')}
              </Button>
            </div>
          ) : null}
        </>
      )}

      {ended.length > 0 ? (
        <section className={styles.ended}>
          <h2 className={styles.subtitle}>{t('home.ended')}</h2>
          <ul className={styles.grid}>
            {ended.map((stream) => (
              <li key={stream.id}>
                <EndedCard stream={stream} />
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}

function Chip({
  pressed,
  onClick,
  children,
}: {
  pressed: boolean;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <button type="button" className={styles.chip} aria-pressed={pressed} onClick={onClick}>
      {children}
    </button>
  );
}

function Empty({ category, onShowAll }: { category: Category | null; onShowAll: () => void }) {
  const { t } = useTranslation();
  const goLive = (
    <Button component={Link} to="/stream/create" size="lg" className={gradient.gradient}>
      {t('nav.goLive')}
    </Button>
  );
  if (category === null) {
    return (
      <Notice tone="warm" icon={<IconBroadcast />} title={t('home.emptyTitle')} actions={goLive}>
        {t('home.emptyText')}
      </Notice>
    );
  }
  return (
    <Notice
      tone="warm"
      icon={<CategoryIcon category={category} />}
      title={t('home.emptyCategoryTitle', { category: t(`category.${category}`) })}
      actions={
        <>
          {goLive}
          <Button variant="default" size="lg" onClick={onShowAll}>
            {t('home.showAll')}
          </Button>
        </>
      }
    >
      {t('home.emptyCategoryText')}
    </Notice>
  );
}
