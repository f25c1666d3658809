import { Button, Skeleton, useComputedColorScheme } from '@mantine/core';
import type { StripeIntent } from '@nio/sdk';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Message } from '../ui/Message';
import { CoinAmount } from './Amount';
import { useAmounts } from './amounts';
import { rememberBegun, type Offer } from './purchase';
import { loadStripe, type PaymentElement, type Stripe, type StripeElements } from './stripe';
import styles from './Wallet.module.css';

type Loading = 'loading' | 'ready' | 'unreachable';

/** Stripe's own form for cards and what else it offers. What is typed there never reaches this page. */
export default function StripeForm({
  publishableKey,
  intent,
  offer,
  next,
  onCancel,
  onDone,
}: {
  publishableKey: string;
  intent: StripeIntent;
  offer: Offer;
  next: string | null;
  onCancel: () => void;
  /** The form was accepted; what became of the money the server knows. */
  onDone: () => void;
}) {
  const { t, i18n } = useTranslation();
  const amounts = useAmounts();
  const scheme = useComputedColorScheme('dark');
  const place = useRef<HTMLDivElement>(null);
  const ready = useRef<{ stripe: Stripe; elements: StripeElements } | null>(null);
  const [loading, setLoading] = useState<Loading>('loading');
  const [attempt, setAttempt] = useState(0);
  const [paying, setPaying] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const { clientSecret, paymentId } = intent;
  const { language } = i18n;

  useEffect(() => {
    let element: PaymentElement | null = null;
    let over = false;
    setLoading('loading');
    loadStripe(publishableKey).then(
      (stripe) => {
        if (over || place.current === null) return;
        const elements = stripe.elements({
          clientSecret,
          locale: language,
          appearance: {
            theme: scheme === 'dark' ? 'night' : 'stripe',
            variables: { fontFamily: 'Inter, system-ui, sans-serif', borderRadius: '8px' },
          },
        });
        element = elements.create('payment', { layout: 'tabs' });
        element.on('ready', () => setLoading('ready'));
        element.on('loaderror', () => setLoading('unreachable'));
        element.mount(place.current);
        ready.current = { stripe, elements };
      },
      () => {
        if (!over) setLoading('unreachable');
      },
    );
    return () => {
      over = true;
      ready.current = null;
      element?.destroy();
    };
  }, [publishableKey, clientSecret, language, scheme, attempt]);

  const pay = async (): Promise<void> => {
    if (ready.current === null) return;
    setPaying(true);
    setTrouble(null);
    // For ways to pay that lead through a bank's page.
    rememberBegun({ paymentId, next });
    const back = `${window.location.origin}/wallet?payment=${encodeURIComponent(paymentId)}`;
    try {
      const { error } = await ready.current.stripe.confirmPayment({
        elements: ready.current.elements,
        confirmParams: { return_url: back },
        redirect: 'if_required',
      });
      if (error === undefined) {
        onDone();
        return;
      }
      setTrouble(error.message ?? t('money.failure.payment_declined'));
    } catch {
      setTrouble(t('money.failure.provider_unavailable'));
    }
    setPaying(false);
  };

  return (
    <form
      className={styles.part}
      data-testid="stripe-form"
      onSubmit={(event) => {
        event.preventDefault();
        void pay();
      }}
    >
      <h2 className={styles.partTitle}>{t('wallet.provider.stripe')}</h2>
      <p className={styles.sum}>
        <CoinAmount coins={intent.coinsAmount} />
        <span>{amounts.money(offer.amountMinor, offer.order.currency)}</span>
      </p>
      {loading === 'loading' ? (
        <div role="status" aria-label={t('common.loading')}>
          <Skeleton height={220} radius="md" />
        </div>
      ) : null}
      {loading === 'unreachable' ? (
        <Message tone="trouble">
          {t('wallet.buy.stripeUnreachable')}{' '}
          <button
            type="button"
            className={styles.link}
            onClick={() => setAttempt((before) => before + 1)}
          >
            {t('common.retry')}
          </button>
        </Message>
      ) : null}
      <div ref={place} hidden={loading === 'unreachable'} />
      {trouble === null ? null : <Message tone="trouble">{trouble}</Message>}
      <div className={styles.formActions}>
        <Button variant="default" onClick={onCancel} disabled={paying}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" loading={paying} disabled={loading !== 'ready'}>
          {t('wallet.buy.paySum', {
            sum: amounts.money(offer.amountMinor, offer.order.currency),
          })}
        </Button>
      </div>
    </form>
  );
}
