import { Button, Skeleton } from '@mantine/core';
import type { BannerReport } from '@nio/sdk';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { IconAd2, IconPencil, IconPhoto, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../api/nio';
import { banners } from '../api/people';
import { unique } from '../home/streams';
import { useFormat } from '../i18n/format';
import { peopleErrorText } from '../people/errorText';
import { MoreButton } from '../people/MoreButton';
import list from '../people/People.module.css';
import { Trouble } from '../people/Trouble';
import { ConfirmDialog } from '../settings/ConfirmDialog';
import { Component as NotFound } from '../shell/NotFoundPage';
import { toast } from '../shell/toast';
import { usePageTitle } from '../shell/usePageTitle';
import { Notice } from '../ui/Notice';
import styles from './AdminBannersPage.module.css';
import { clickRate, stateOf } from './banner';
import { BannerDialog } from './BannerDialog';

const BANNERS = ['admin', 'banners'];
const PAGE = 20;

/** `/admin/banners`: for admins; to everybody else there is no such page. */
export function Component() {
  const session = useSession();
  if (session.status === 'starting') return null;
  if (session.status === 'guest' || session.user.role !== 'admin') return <NotFound />;
  return <AdminBanners />;
}

function AdminBanners() {
  const { t } = useTranslation();
  const format = useFormat();
  const queries = useQueryClient();
  const [editing, setEditing] = useState<BannerReport | 'new' | null>(null);
  const [removing, setRemoving] = useState<BannerReport | null>(null);
  const [acting, setActing] = useState(false);
  usePageTitle(t('banner.admin.title'));
  const query = useInfiniteQuery({
    queryKey: BANNERS,
    queryFn: ({ pageParam, signal }) => banners.list({ page: pageParam, limit: PAGE }, signal),
    initialPageParam: 1,
    getNextPageParam: ({ pagination }) =>
      pagination.page < pagination.pages ? pagination.page + 1 : undefined,
  });
  const changed = (): void => void queries.invalidateQueries({ queryKey: BANNERS });
  const remove = async (banner: BannerReport): Promise<void> => {
    setActing(true);
    try {
      await banners.remove(banner.id);
      setRemoving(null);
      changed();
      await toast(t('banner.admin.removed', { name: banner.name }));
    } catch (cause) {
      await toast(peopleErrorText(cause, t, format), 'trouble');
    } finally {
      setActing(false);
    }
  };
  const all = unique((query.data?.pages ?? []).flatMap((page) => page.banners));
  const make = (
    <Button leftSection={<IconPlus aria-hidden="true" />} onClick={() => setEditing('new')}>
      {t('banner.admin.new')}
    </Button>
  );
  return (
    <div className={list.page}>
      <header className={list.head}>
        <h1 className={list.title}>{t('banner.admin.title')}</h1>
        {all.length > 0 ? make : null}
      </header>
      {query.data === undefined ? (
        query.error ? (
          <Trouble
            error={query.error}
            retry={() => void query.refetch()}
            retrying={query.isFetching}
          />
        ) : (
          <div role="status" aria-label={t('common.loading')} className={styles.list}>
            <Skeleton height={120} radius="md" />
            <Skeleton height={120} radius="md" />
          </div>
        )
      ) : all.length === 0 ? (
        <Notice icon={<IconAd2 />} title={t('banner.admin.emptyTitle')} actions={make}>
          {t('banner.admin.emptyText')}
        </Notice>
      ) : (
        <>
          <ul className={styles.list}>
            {all.map((banner) => (
              <Row
                key={banner.id}
                banner={banner}
                onEdit={() => setEditing(banner)}
                onRemove={() => setRemoving(banner)}
              />
            ))}
          </ul>
          <MoreButton
            pages={{
              more: query.hasNextPage ? () => void query.fetchNextPage() : null,
              loadingMore: query.isFetchingNextPage,
            }}
          />
        </>
      )}
      <BannerDialog
        banner={editing}
        onClose={() => setEditing(null)}
        onSaved={() => {
          setEditing(null);
          changed();
        }}
      />
      <ConfirmDialog
        opened={removing !== null}
        title={t('banner.admin.removeTitle', { name: removing?.name ?? '' })}
        action={t('banner.admin.remove')}
        working={acting}
        onClose={() => setRemoving(null)}
        onConfirm={() => {
          if (removing) void remove(removing);
        }}
      >
        {t('banner.admin.removeText')}
      </ConfirmDialog>
    </div>
  );
}

function Row({
  banner,
  onEdit,
  onRemove,
}: {
  banner: BannerReport;
  onEdit: () => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const state = stateOf(banner, Date.now());
  const facts = [
    [t('banner.admin.impressions'), format.count(banner.impressions)],
    [t('banner.admin.clicks'), format.count(banner.clicks)],
    [t('banner.admin.ctr'), format.percent(clickRate(banner))],
    [t('banner.admin.weight'), String(banner.weight)],
  ] as const;
  return (
    <li className={styles.row} data-testid="admin-banner">
      <div className={styles.picture}>
        {banner.imageUrl === null ? (
          <span className={styles.noPicture}>
            <IconPhoto aria-hidden="true" />
            {t('banner.admin.noImage')}
          </span>
        ) : (
          <img src={banner.imageUrl} alt={banner.alt} loading="lazy" />
        )}
      </div>
      <div className={styles.words}>
        <h2 className={styles.name}>
          {banner.name}
          <span className={styles.state} data-state={state}>
            {t(`banner.admin.state.${state}`)}
          </span>
        </h2>
        <p className={list.hint}>
          {t(`banner.admin.placements.${banner.placement}`)}
          {' · '}
          {t('banner.admin.time', {
            from: banner.startsAt === null ? t('banner.admin.now') : format.exact(banner.startsAt),
            to: banner.endsAt === null ? t('banner.admin.noEnd') : format.exact(banner.endsAt),
          })}
        </p>
        <p className={styles.address}>{banner.link}</p>
        <dl className={styles.facts}>
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="nio-tabular">{value}</dd>
            </div>
          ))}
        </dl>
      </div>
      <div className={styles.actions}>
        <Button
          variant="default"
          leftSection={<IconPencil aria-hidden="true" />}
          aria-label={t('banner.admin.editName', { name: banner.name })}
          onClick={onEdit}
        >
          {t('banner.admin.edit')}
        </Button>
        <Button
          variant="subtle"
          color="red"
          leftSection={<IconTrash aria-hidden="true" />}
          aria-label={t('banner.admin.removeName', { name: banner.name })}
          onClick={onRemove}
        >
          {t('banner.admin.remove')}
        </Button>
      </div>
    </li>
  );
}
