import type { SupportPeriod } from '@nio/sdk';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { people } from '../api/people';
import { useFormat } from '../i18n/format';
import { Chip, Chips } from '../ui/Chip';
import styles from './People.module.css';
import { PersonRow, SkeletonRows } from './PersonRow';
import profileStyles from './Profile.module.css';
import { Trouble } from './Trouble';

const PERIODS = ['day', 'week', 'all'] as const satisfies readonly SupportPeriod[];

/** Who gave somebody the most gifts, over a day, a week or ever. */
export function Supporters({ nickname }: { nickname: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const title = useId();
  const [period, setPeriod] = useState<SupportPeriod>('week');
  const query = useQuery({
    queryKey: ['supporters', nickname.toLowerCase(), period],
    queryFn: ({ signal }) => people.supporters(nickname, period, 10, signal),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
  return (
    <section className={profileStyles.card} aria-labelledby={title}>
      <h2 className={styles.subtitle} id={title}>
        {t('profile.supporters')}
      </h2>
      <Chips label={t('profile.supportersOver')}>
        {PERIODS.map((known) => (
          <Chip key={known} pressed={period === known} onClick={() => setPeriod(known)}>
            {t(`profile.period.${known}`)}
          </Chip>
        ))}
      </Chips>
      {query.data === undefined ? (
        query.error ? (
          <Trouble
            error={query.error}
            retry={() => void query.refetch()}
            retrying={query.isFetching}
          />
        ) : (
          <SkeletonRows count={3} />
        )
      ) : query.data.length === 0 ? (
        <p className={profileStyles.nobody}>{t('profile.noSupporters')}</p>
      ) : (
        <ol className={styles.rows}>
          {query.data.map(({ person, coins, gifts }, index) => (
            <PersonRow
              key={person.id}
              person={person}
              detail={t('profile.gifts', { count: gifts, formatted: format.count(gifts) })}
            >
              <span className={profileStyles.coins} data-place={index + 1}>
                <span className="nio-tabular">{format.count(coins)}</span>
                <span className="nio-visually-hidden">{t('profile.coins', { count: coins })}</span>
              </span>
            </PersonRow>
          ))}
        </ol>
      )}
    </section>
  );
}
