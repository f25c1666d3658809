import { Button, Loader } from '@mantine/core';
import type { Payment } from '@nio/sdk';
import { IconArrowBackUp, IconCheck, IconX } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { money } from '../api/money';
import { useFormat } from '../i18n/format';
import { Message } from '../ui/Message';
import { useAmounts } from './amounts';
import { moneyText } from './moneyText';
import { outcomeOf } from './purchase';
import styles from './Wallet.module.css';

/** How often the server is asked while the money is on its way. */
const ASK_MS = 1500;

/** After this long nobody should have to stay. */
const LONG_MS = 20_000;

/** What became of a payment, asked until it is known. What a provider's page says does not count. */
export function PaymentResult({
  paymentId,
  next,
  onAgain,
}: {
  paymentId: string;
  next: string | null;
  onAgain: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const amounts = useAmounts();
  const queries = useQueryClient();
  const { data, error } = useQuery({
    queryKey: ['payment', paymentId],
    queryFn: ({ signal }) => money.payment(paymentId, signal),
    staleTime: 0,
    refetchInterval: ({ state }) =>
      state.data === undefined || outcomeOf(state.data) === 'waiting' ? ASK_MS : false,
  });
  const outcome = data === undefined ? 'waiting' : outcomeOf(data);
  const [longAgo, setLongAgo] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLongAgo(true), LONG_MS);
    return () => clearTimeout(timer);
  }, []);
  const long = longAgo && outcome === 'waiting';
  useEffect(() => {
    // The balance comes by itself; where the socket is cut, it is asked for.
    if (outcome === 'paid') void queries.invalidateQueries({ queryKey: ['wallet'] });
  }, [outcome, queries]);
  return (
    <section
      className={styles.result}
      data-outcome={outcome}
      data-testid="payment-result"
      role="status"
    >
      <span className={styles.resultSign} aria-hidden="true">
        {outcome === 'waiting' ? (
          <Loader />
        ) : outcome === 'paid' ? (
          <IconCheck />
        ) : outcome === 'failed' ? (
          <IconX />
        ) : (
          <IconArrowBackUp />
        )}
      </span>
      <h2 className={styles.resultTitle}>{t(`wallet.result.${outcome}.title`)}</h2>
      <p className={styles.hint}>
        {outcome === 'paid' && data !== undefined
          ? t('wallet.result.paid.text', {
              count: data.coins,
              formatted: amounts.plain(data.coins),
            })
          : t(`wallet.result.${outcome}.text`)}
      </p>
      {long ? <p className={styles.hint}>{t('wallet.result.long')}</p> : null}
      {error && outcome === 'waiting' ? (
        <Message tone="trouble">{moneyText(error, t, format, amounts)}</Message>
      ) : null}
      <div className={styles.actions}>
        {next?.startsWith('/live/') ? (
          <Button component={Link} to={next}>
            {t('wallet.back')}
          </Button>
        ) : null}
        {outcome === 'waiting' && !long ? null : (
          <Button variant="default" onClick={onAgain}>
            {t(outcome === 'paid' ? 'wallet.result.more' : 'wallet.result.again')}
          </Button>
        )}
      </div>
      {data === undefined ? null : <Receipt payment={data} />}
    </section>
  );
}

function Receipt({ payment }: { payment: Payment }) {
  const { t } = useTranslation();
  const amounts = useAmounts();
  return (
    <p className={styles.hint}>
      {t('wallet.result.receipt', {
        sum: amounts.money(payment.amountMinor, payment.currency),
        provider: t(`wallet.provider.${payment.provider}`),
        id: payment.id,
      })}
    </p>
  );
}
