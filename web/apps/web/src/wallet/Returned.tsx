import { Button, Loader } from '@mantine/core';
import { NioError } from '@nio/sdk';
import { IconCloudOff, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useOutletContext } from 'react-router';
import { money } from '../api/money';
import { useFormat } from '../i18n/format';
import { Notice } from '../ui/Notice';
import { useAmounts } from './amounts';
import { moneyText } from './moneyText';
import { PaymentResult } from './PaymentResult';
import styles from './Wallet.module.css';

/**
 * Where providers lead the browser back to: `payment` is ours, `token` PayPal's order, to be captured; `cancelled` when the
 * person did not agree there. Coming here says nothing about the money: only the server's answer does.
 */
export function Returned({ params }: { params: URLSearchParams }) {
  const order = params.get('token');
  const payment = params.get('payment');
  if (params.has('cancelled')) return <Cancelled />;
  if (order !== null) return <Capturing orderId={order} />;
  return payment === null ? null : <Result id={payment} />;
}

function Result({ id }: { id: string }) {
  const navigate = useNavigate();
  const next = useOutletContext<string | null>();
  return (
    <PaymentResult
      paymentId={id}
      next={next}
      onAgain={() => void navigate('/wallet', { replace: true })}
    />
  );
}

function Capturing({ orderId }: { orderId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const amounts = useAmounts();
  const capture = useQuery({
    queryKey: ['capture', orderId],
    queryFn: () => money.capturePayPal(orderId),
    // Once: a reload or a second look is answered by the same.
    staleTime: Infinity,
    retry: (count, cause) => count < 3 && cause instanceof NioError && cause.status === 0,
  });
  if (capture.data !== undefined) return <Result id={capture.data.id} />;
  const refused = capture.error instanceof NioError ? capture.error.error : '';
  if (refused === 'not_approved') return <Cancelled />;
  if (refused === 'payment_declined' || refused === 'wrong_state') return <Declined />;
  if (capture.error) {
    return (
      <Notice
        tone="trouble"
        icon={<IconCloudOff />}
        title={t('wallet.result.unsure')}
        actions={
          <>
            <Button onClick={() => void capture.refetch()} loading={capture.isFetching}>
              {t('common.retry')}
            </Button>
            <Button component={Link} to="/wallet/payments" variant="default">
              {t('wallet.page.payments')}
            </Button>
          </>
        }
      >
        {moneyText(capture.error, t, format, amounts)}
      </Notice>
    );
  }
  return (
    <section className={styles.result} data-outcome="waiting" role="status">
      <Loader />
      <h2 className={styles.resultTitle}>{t('wallet.result.waiting.title')}</h2>
      <p className={styles.hint}>{t('wallet.result.waiting.text')}</p>
    </section>
  );
}

function Cancelled() {
  const { t } = useTranslation();
  return (
    <Notice
      icon={<IconX />}
      title={t('wallet.result.cancelled.title')}
      actions={
        <Button component={Link} to="/wallet" replace>
          {t('wallet.result.again')}
        </Button>
      }
    >
      {t('wallet.result.cancelled.text')}
    </Notice>
  );
}

function Declined() {
  const { t } = useTranslation();
  return (
    <Notice
      tone="trouble"
      icon={<IconX />}
      title={t('wallet.result.failed.title')}
      actions={
        <Button component={Link} to="/wallet" replace>
          {t('wallet.result.again')}
        </Button>
      }
    >
      {t('wallet.result.failed.text')}
    </Notice>
  );
}
