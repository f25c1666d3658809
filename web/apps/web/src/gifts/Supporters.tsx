import { CloseButton, Skeleton } from '@mantine/core';
import type { Stream, Supporter } from '@nio/sdk';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../api/errorText';
import { money } from '../api/money';
import { useStore } from '../api/nio';
import { people } from '../api/people';
import { useFormat } from '../i18n/format';
import { Avatar } from '../ui/Avatar';
import { Choice } from '../ui/Choice';
import { BeanAmount, CoinAmount } from '../wallet/Amount';
import styles from './Supporters.module.css';
import { SoundSwitch } from './Tray';
import type { Gifts } from './useGifts';

type Period = 'stream' | 'day' | 'week';

const PERIODS = ['stream', 'day', 'week'] as const satisfies readonly Period[];

/** How many the panel names. */
const LENGTH = 20;

/** The three most generous, and all of them on a press; on the streamer's own page also what was earned. */
export function Supporters({ gifts, stream, own }: { gifts: Gifts; stream: Stream; own: boolean }) {
  const { t } = useTranslation();
  const { supporters, earnedBeans } = useStore(gifts.room.state);
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setOpen(false);
    opener.current?.focus();
  };
  return (
    <span className={styles.place}>
      <button
        ref={opener}
        type="button"
        className={styles.chip}
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-label={t('gift.supporters.open')}
        title={t('gift.supporters.open')}
        data-testid="supporters-open"
        onClick={() => setOpen(!open)}
      >
        {own ? (
          <span className={styles.earned} data-testid="earned-beans">
            <BeanAmount beans={earnedBeans} />
          </span>
        ) : null}
        {supporters.length > 0 ? (
          <span className={styles.avatars} data-testid="top-supporters">
            {supporters.map(({ person }) => (
              <Avatar key={person.id} person={person} size="sm" />
            ))}
          </span>
        ) : (
          <span className={styles.none}>{t('gift.supporters.short')}</span>
        )}
      </button>
      {open ? <SupportersPanel gifts={gifts} stream={stream} own={own} onClose={close} /> : null}
    </span>
  );
}

function SupportersPanel({
  gifts,
  stream,
  own,
  onClose,
}: {
  gifts: Gifts;
  stream: Stream;
  own: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [period, setPeriod] = useState<Period>('stream');
  const { earnedBeans } = useStore(gifts.room.state);
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => panel.current?.focus(), []);
  return (
    <div
      ref={panel}
      className={styles.panel}
      role="dialog"
      aria-label={t('gift.supporters.title')}
      tabIndex={-1}
      data-testid="supporters-panel"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <header className={styles.head}>
        <h2 className={styles.title}>{t('gift.supporters.title')}</h2>
        {own ? <SoundSwitch gifts={gifts} /> : null}
        <CloseButton aria-label={t('common.close')} onClick={onClose} />
      </header>
      {own ? (
        <p className={styles.sum}>
          {t('gift.supporters.earned')} <BeanAmount beans={earnedBeans} />
        </p>
      ) : null}
      <Choice<Period>
        label={t('gift.supporters.period')}
        options={PERIODS.map((value) => ({ value, label: t(`gift.supporters.${value}`) }))}
        value={period}
        onChange={setPeriod}
      />
      <SupporterList stream={stream} period={period} />
    </div>
  );
}

/** Who gave most, in order. */
export function SupporterList({ stream, period }: { stream: Stream; period: Period }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { nickname } = stream.streamer;
  const { data, error, refetch } = useQuery({
    queryKey: ['supporters', stream.id, period],
    queryFn: async ({ signal }): Promise<readonly Supporter[]> =>
      period === 'stream'
        ? (await money.supporters(stream.id, LENGTH, signal)).supporters
        : people.supporters(nickname, period, LENGTH, signal),
    refetchInterval: 10_000,
  });
  if (data === undefined) {
    return error ? (
      <p className={styles.hint} role="alert">
        {errorText(error, t, format)}{' '}
        <button type="button" className={styles.again} onClick={() => void refetch()}>
          {t('common.retry')}
        </button>
      </p>
    ) : (
      <div role="status" aria-label={t('common.loading')}>
        <Skeleton height={120} radius="md" />
      </div>
    );
  }
  if (data.length === 0) return <p className={styles.hint}>{t('gift.supporters.empty')}</p>;
  return (
    <ol className={styles.list}>
      {data.map(({ person, coins }, index) => (
        <li key={person.id} className={styles.line}>
          <span className={styles.rank} data-rank={index + 1}>
            {index + 1}
          </span>
          <Avatar person={person} />
          <span className={styles.name}>{person.nickname}</span>
          <span className={styles.coins}>
            <CoinAmount coins={coins} />
          </span>
        </li>
      ))}
    </ol>
  );
}
