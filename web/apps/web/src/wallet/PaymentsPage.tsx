import { Button } from '@mantine/core';
import type { Payment } from '@nio/sdk';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { IconReceipt } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { money, useHistoryKey } from '../api/money';
import { Loaded } from '../settings/Part';
import { usePageTitle } from '../shell/usePageTitle';
import { Ago } from '../ui/Ago';
import { Notice } from '../ui/Notice';
import { CoinAmount } from './Amount';
import { useAmounts } from './amounts';
import { Pager } from './Pager';
import { PAYMENT_TONES } from './states';
import styles from './Wallet.module.css';

/** `/wallet/payments`: what was paid, and what became of it. */
export function PaymentsPage() {
  const { t } = useTranslation();
  usePageTitle(`${t('wallet.page.payments')} · ${t('wallet.title')}`);
  const [page, setPage] = useState(1);
  const historyKey = useHistoryKey();
  const payments = useQuery({
    queryKey: [...historyKey, 'payments', page],
    queryFn: ({ signal }) => money.payments(page, 20, signal),
    placeholderData: keepPreviousData,
  });
  return (
    <section className={styles.part}>
      <h2 className={styles.partTitle}>{t('wallet.page.payments')}</h2>
      <Loaded query={payments} height={240}>
        {(data) =>
          data.payments.length === 0 ? (
            <Notice
              icon={<IconReceipt />}
              title={t('wallet.payments.emptyTitle')}
              actions={
                <Button component={Link} to="/wallet">
                  {t('wallet.page.buy')}
                </Button>
              }
            />
          ) : (
            <>
              <ul className={styles.lines} data-testid="payments">
                {data.payments.map((payment) => (
                  <Line key={payment.id} payment={payment} />
                ))}
              </ul>
              <Pager pagination={data.pagination} onPage={setPage} />
            </>
          )
        }
      </Loaded>
    </section>
  );
}

function Line({ payment }: { payment: Payment }) {
  const { t } = useTranslation();
  const amounts = useAmounts();
  const { status, provider, coins, amountMinor, currency, refundedMinor } = payment;
  return (
    <li className={styles.line}>
      <div className={styles.what}>
        <span className={styles.whatName}>
          <CoinAmount coins={coins} />
          <span className={styles.state} data-tone={PAYMENT_TONES[status]}>
            {t(`wallet.paymentState.${status}`)}
          </span>
        </span>
        <span className={styles.hint}>
          {t(`wallet.provider.${provider}`)} · <Ago at={payment.createdAt} />
        </span>
      </div>
      <div className={styles.amounts}>
        <span className={styles.amount}>{amounts.money(amountMinor, currency)}</span>
        {refundedMinor > 0 ? (
          <span className={styles.hint}>
            {t('wallet.payments.refunded', { sum: amounts.money(refundedMinor, currency) })}
          </span>
        ) : null}
      </div>
    </li>
  );
}
