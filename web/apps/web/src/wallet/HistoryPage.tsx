import '@mantine/core/styles/Input.layer.css';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { ENTRY_KINDS, type Asset, type Entry, type EntryKind, type EntryQuery } from '@nio/sdk';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconDownload, IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { money, useHistoryKey } from '../api/money';
import { GiftPicture } from '../gifts/Art';
import { useFormat } from '../i18n/format';
import { Loaded } from '../settings/Part';
import { toast } from '../shell/toast';
import { usePageTitle } from '../shell/usePageTitle';
import { Ago } from '../ui/Ago';
import { Choice } from '../ui/Choice';
import { Notice } from '../ui/Notice';
import { BeanAmount, CoinAmount } from './Amount';
import { useAmounts } from './amounts';
import { saveBlob } from './download';
import { moneyText } from './moneyText';
import styles from './Wallet.module.css';

const PAGE = 50;

/** `from` and `to` as days of the person's own clock, both included. */
interface Filter {
  readonly asset: Asset | 'all';
  readonly kind: EntryKind | '';
  readonly from: string;
  readonly to: string;
}

const EVERYTHING: Filter = { asset: 'all', kind: '', from: '', to: '' };

/** The start of a day that was picked, `days` later; nothing when none was. */
function dayStart(day: string, days = 0): string | undefined {
  if (day === '') return undefined;
  const at = new Date(`${day}T00:00:00`);
  at.setDate(at.getDate() + days);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

const queryOf = ({ asset, kind, from, to }: Filter): EntryQuery => ({
  asset: asset === 'all' ? undefined : asset,
  kind: kind === '' ? undefined : kind,
  from: dayStart(from),
  to: dayStart(to, 1),
});

/** `/wallet/history`: everything that came and went. */
export function HistoryPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const amounts = useAmounts();
  usePageTitle(`${t('wallet.page.history')} · ${t('wallet.title')}`);
  const [filter, setFilter] = useState(EVERYTHING);
  const [saving, setSaving] = useState(false);
  const historyKey = useHistoryKey();
  const history = useInfiniteQuery({
    queryKey: [...historyKey, 'entries', filter],
    queryFn: ({ pageParam, signal }) =>
      money.entries({ ...queryOf(filter), before: pageParam, limit: PAGE }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ entries, hasMore }) => (hasMore ? entries.at(-1)?.id : undefined),
  });
  const change = (part: Partial<Filter>): void => setFilter((before) => ({ ...before, ...part }));
  const download = async (): Promise<void> => {
    setSaving(true);
    try {
      saveBlob(await money.entriesCsv(queryOf(filter)), 'nio-wallet.csv');
    } catch (cause) {
      await toast(moneyText(cause, t, format, amounts), 'trouble');
    } finally {
      setSaving(false);
    }
  };
  return (
    <section className={styles.part}>
      <div className={styles.between}>
        <h2 className={styles.partTitle}>{t('wallet.page.history')}</h2>
        <Button
          variant="default"
          leftSection={<IconDownload aria-hidden="true" />}
          loading={saving}
          onClick={() => void download()}
          data-testid="download-csv"
        >
          {t('wallet.history.csv')}
        </Button>
      </div>
      <div className={styles.filters}>
        <Choice<Filter['asset']>
          label={t('wallet.history.asset')}
          options={(['all', 'COIN', 'BEAN'] as const).map((value) => ({
            value,
            label: t(`wallet.history.${value}`),
          }))}
          value={filter.asset}
          onChange={(asset) => change({ asset })}
        />
        <NativeSelect
          label={t('wallet.history.kind')}
          value={filter.kind}
          onChange={({ currentTarget: { value } }) => change({ kind: value as Filter['kind'] })}
          data={[
            { value: '', label: t('wallet.history.all') },
            ...ENTRY_KINDS.map((kind) => ({ value: kind, label: t(`wallet.kind.${kind}`) })),
          ]}
        />
        <TextInput
          type="date"
          label={t('wallet.history.from')}
          value={filter.from}
          max={filter.to || undefined}
          onChange={({ currentTarget: { value } }) => change({ from: value })}
        />
        <TextInput
          type="date"
          label={t('wallet.history.to')}
          value={filter.to}
          min={filter.from || undefined}
          onChange={({ currentTarget: { value } }) => change({ to: value })}
        />
      </div>
      <Loaded query={history} height={240}>
        {({ pages }) => {
          const entries = pages.flatMap((page) => page.entries);
          return entries.length === 0 ? (
            <Notice icon={<IconHistory />} title={t('wallet.history.emptyTitle')}>
              {t(filter === EVERYTHING ? 'wallet.history.emptyText' : 'wallet.history.emptyFilter')}
            </Notice>
          ) : (
            <>
              <ul className={styles.lines} data-testid="entries">
                {entries.map((entry) => (
                  <EntryLine key={entry.id} entry={entry} />
                ))}
              </ul>
              {history.hasNextPage ? (
                <Button
                  className={styles.more}
                  variant="default"
                  loading={history.isFetchingNextPage}
                  onClick={() => void history.fetchNextPage()}
                >
                  {t('home.more')}
                </Button>
              ) : null}
            </>
          );
        }}
      </Loaded>
    </section>
  );
}

function EntryLine({ entry }: { entry: Entry }) {
  const { t } = useTranslation();
  const amounts = useAmounts();
  const { asset, account, kind, amount, balanceAfter, counterparty, giftType, count, createdAt } =
    entry;
  return (
    <li className={styles.line}>
      <div className={styles.what}>
        <span className={styles.whatName}>
          {giftType === null ? null : (
            <span className={styles.small}>
              <GiftPicture giftType={giftType} />
            </span>
          )}
          {t(`wallet.kind.${kind}`)}
          {giftType === null ? null : (
            <span className={styles.hint}>
              {t(`gift.name.${giftType}`)}
              {count !== null && count > 1 ? ` ×${amounts.plain(count)}` : ''}
            </span>
          )}
        </span>
        <span className={styles.hint}>
          {counterparty === null ? null : `${counterparty.nickname} · `}
          <Ago at={createdAt} />
        </span>
      </div>
      <div className={styles.amounts}>
        <span className={styles.amount} data-came={amount > 0}>
          {asset === 'COIN' ? (
            <CoinAmount coins={amount} signed />
          ) : (
            <BeanAmount beans={amount} signed />
          )}
        </span>
        <span className={styles.hint}>
          {t(`wallet.account.${account}`)}: {amounts.plain(balanceAfter)}
        </span>
      </div>
    </li>
  );
}
