import type { Stream } from '@nio/sdk';
import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { money } from '../api/money';
import { queries } from '../api/queries';
import { BeanAmount } from '../wallet/Amount';
import styles from './Earned.module.css';
import { SupporterList } from './Supporters';

/** After a broadcast: what it brought, and thanks to whom. Nothing when nobody gave anything. */
export default function Earned({ stream }: { stream: Stream }) {
  return (
    <QueryClientProvider client={queries}>
      <Inside stream={stream} />
    </QueryClientProvider>
  );
}

function Inside({ stream }: { stream: Stream }) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['earned', stream.id],
    queryFn: ({ signal }) => money.supporters(stream.id, 3, signal),
  });
  if (data === undefined || data.supporters.length === 0) return null;
  return (
    <section className={styles.earned}>
      <p className={styles.sum} data-testid="summary-beans">
        {t('gift.supporters.earned')} <BeanAmount beans={data.beans} />
      </p>
      <h2 className={styles.title}>{t('gift.supporters.title')}</h2>
      <SupporterList stream={stream} period="stream" />
    </section>
  );
}
