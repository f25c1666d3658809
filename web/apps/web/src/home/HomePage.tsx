import { Button } from '@mantine/core';
import { CATEGORIES, type Category } from '@nio/sdk';
import { IconBroadcast, IconCloudOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { errorText } from '../api/errorText';
import { BannerSlot } from '../banners/BannerSlot';
import { Recommended } from '../discover/Recommended';
import { TagChips } from '../discover/TagChips';
import { useFormat } from '../i18n/format';
import { usePageTitle } from '../shell/usePageTitle';
import { CategoryIcon } from '../ui/CategoryIcon';
import { Chip, Chips } from '../ui/Chip';
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
  const tag = params.get('tag');
  const live = useLiveStreams(category, tag);
  const ended = useEndedStreams(category, tag);
  const [first] = live.streams ?? [];
  usePageTitle(undefined);

  const choose = (next: { category?: Category | null; tag?: string | null }): void =>
    setParams(
      (before) => {
        for (const [name, value] of Object.entries(next)) {
          if (value === null) before.delete(name);
          else before.set(name, value);
        }
        return before;
      },
      { replace: true },
    );

  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1 className={styles.title}>{t('home.title')}</h1>
        <Chips label={t('home.categories')}>
          <Chip pressed={category === null} onClick={() => choose({ category: null })}>
            {t('category.all')}
          </Chip>
          {CATEGORIES.map((known) => (
            <Chip
              key={known}
              pressed={category === known}
              onClick={() => choose({ category: known })}
            >
              <CategoryIcon category={known} />
              {t(`category.${known}`)}
            </Chip>
          ))}
        </Chips>
        <TagChips tag={tag} onChoose={(next) => choose({ tag: next })} />
      </header>
      {category === null && tag === null && first !== undefined ? (
        <Recommended fallback={first.id} />
      ) : null}

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
        <Empty
          category={category}
          tag={tag}
          onShowAll={() => choose({ category: null, tag: null })}
        />
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

      <div className={styles.banner}>
        <BannerSlot placement="home" />
      </div>
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

function Empty({
  category,
  tag,
  onShowAll,
}: {
  category: Category | null;
  tag: string | null;
  onShowAll: () => void;
}) {
  const { t } = useTranslation();
  const goLive = (
    <Button component={Link} to="/stream/create" size="lg" className={gradient.gradient}>
      {t('nav.goLive')}
    </Button>
  );
  if (category === null && tag === null) {
    return (
      <Notice tone="warm" icon={<IconBroadcast />} title={t('home.emptyTitle')} actions={goLive}>
        {t('home.emptyText')}
      </Notice>
    );
  }
  return (
    <Notice
      tone="warm"
      icon={category === null ? <IconBroadcast /> : <CategoryIcon category={category} />}
      title={t('home.emptyCategoryTitle', {
        category: [
          ...(category === null ? [] : [t(`category.${category}`)]),
          ...(tag ? [`#${tag}`] : []),
        ].join(' · '),
      })}
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
