import '@mantine/core/styles/Input.layer.css';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { NioError, type CoinShop, type StripeIntent } from '@nio/sdk';
import { useQuery } from '@tanstack/react-query';
import {
  IconBrandPaypal,
  IconBuildingBank,
  IconCreditCard,
  IconFlask,
  type Icon,
} from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOutletContext, useSearchParams } from 'react-router';
import { money } from '../api/money';
import { readSetting, writeSetting } from '../api/settings';
import { useFormat } from '../i18n/format';
import { goTo } from '../settings/goTo';
import { Loaded } from '../settings/Part';
import { usePageTitle } from '../shell/usePageTitle';
import { Message } from '../ui/Message';
import { Notice } from '../ui/Notice';
import { CoinAmount } from './Amount';
import { useAmounts } from './amounts';
import { moneyText } from './moneyText';
import { PaymentResult } from './PaymentResult';
import { Returned } from './Returned';
import {
  firstCurrency,
  offerOf,
  packagesIn,
  providersFor,
  rememberBegun,
  type Offer,
  type Provider,
  type Wish,
} from './purchase';
import styles from './Wallet.module.css';

// The provider's code is fetched from its own server, and only by those who chose it.
const StripeForm = lazy(() => import('./StripeForm'));

const ICONS: Readonly<Record<Provider, Icon>> = {
  stripe: IconCreditCard,
  paypal: IconBrandPaypal,
  test: IconFlask,
};

/** `/wallet`: buying coins, and the way back from a provider's page. */
export function BuyPage() {
  const { t } = useTranslation();
  usePageTitle(t('wallet.title'));
  const [params] = useSearchParams();
  const shop = useQuery({
    queryKey: ['coin-shop'],
    queryFn: ({ signal }) => money.shop(signal),
    staleTime: 10 * 60_000,
  });
  // The way back from a provider.
  if (params.has('payment')) return <Returned key={params.toString()} params={params} />;
  return (
    <Loaded query={shop} height={360}>
      {(data) => <Shop shop={data} />}
    </Loaded>
  );
}

type Step =
  | { readonly at: 'choosing' }
  | { readonly at: 'card'; readonly intent: StripeIntent; readonly offer: Offer }
  | { readonly at: 'result'; readonly paymentId: string };

function Shop({ shop }: { shop: CoinShop }) {
  const next = useOutletContext<string | null>();
  const [step, setStep] = useState<Step>({ at: 'choosing' });
  const again = (): void => setStep({ at: 'choosing' });
  const { stripe } = shop.providers;
  switch (step.at) {
    case 'choosing':
      return (
        <Choosing
          shop={shop}
          next={next}
          onCard={(intent, offer) => setStep({ at: 'card', intent, offer })}
          onPaid={(paymentId) => setStep({ at: 'result', paymentId })}
        />
      );
    case 'card':
      return stripe === null ? null : (
        <Suspense fallback={null}>
          <StripeForm
            publishableKey={stripe.publishableKey}
            intent={step.intent}
            offer={step.offer}
            next={next}
            onCancel={again}
            onDone={() => setStep({ at: 'result', paymentId: step.intent.paymentId })}
          />
        </Suspense>
      );
    case 'result':
      return <PaymentResult paymentId={step.paymentId} next={next} onAgain={again} />;
  }
}

function Choosing({
  shop,
  next,
  onCard,
  onPaid,
}: {
  shop: CoinShop;
  next: string | null;
  onCard: (intent: StripeIntent, offer: Offer) => void;
  onPaid: (paymentId: string) => void;
}) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const amounts = useAmounts();
  const [wish, setWish] = useState<Wish>(() => {
    const currency = firstCurrency(shop, readSetting('currency'), i18n.language);
    const packages = packagesIn(shop, currency);
    return { currency, what: packages[1]?.id ?? packages[0]?.id ?? 'own', typed: '' };
  });
  const [preferred, setProvider] = useState<Provider | null>(null);
  const offered = providersFor(shop, wish.currency);
  const provider = offered.find((name) => name === preferred) ?? offered[0] ?? null;
  const [left, setLeft] = useState(false);
  const [starting, setStarting] = useState(false);
  const [trouble, setTrouble] = useState<unknown>(null);
  const offer = offerOf(shop, wish);
  const { stripe, paypal, test } = shop.providers;
  const currency = shop.currencies.find(({ code }) => code === wish.currency);

  if (!stripe && !paypal && !test) {
    return (
      <Notice icon={<IconBuildingBank />} title={t('wallet.buy.noneTitle')}>
        {t('wallet.buy.noneText')}
      </Notice>
    );
  }

  const start = async (chosen: Offer): Promise<void> => {
    setTrouble(null);
    setStarting(true);
    try {
      switch (provider) {
        case 'stripe':
          onCard(await money.stripeIntent(chosen.order), chosen);
          return;
        case 'paypal': {
          const { paymentId, approveUrl } = await money.payPalOrder(chosen.order);
          rememberBegun({ paymentId, next });
          goTo(approveUrl);
          // Still at it until the page is left.
          return;
        }
        case 'test':
          onPaid((await money.payTest(chosen.order)).id);
          return;
        case null:
          return;
      }
    } catch (cause) {
      setTrouble(NioError.of(cause));
      setStarting(false);
    }
  };
  const complaint =
    typeof offer === 'string' && offer !== 'empty' && left && currency
      ? t(`wallet.buy.wrong.${offer}`, {
          min: amounts.money(currency.min, currency.code),
          max: amounts.money(currency.max, currency.code),
        })
      : undefined;
  const change = (part: Partial<Wish>): void => setWish((before) => ({ ...before, ...part }));
  return (
    <form
      className={styles.part}
      noValidate
      data-testid="buy-coins"
      onSubmit={(event) => {
        event.preventDefault();
        setLeft(true);
        if (typeof offer !== 'string' && !starting) void start(offer);
      }}
    >
      <div className={styles.between}>
        <h2 className={styles.partTitle}>{t('wallet.page.buy')}</h2>
        {shop.currencies.length > 1 ? (
          <NativeSelect
            aria-label={t('wallet.buy.currency')}
            data={shop.currencies.map(({ code }) => code)}
            value={wish.currency}
            onChange={({ currentTarget: { value } }) => {
              writeSetting('currency', value);
              const packages = packagesIn(shop, value);
              const what = packages.some(({ id }) => id === wish.what)
                ? wish.what
                : (packages[0]?.id ?? 'own');
              change({ currency: value, what });
            }}
          />
        ) : null}
      </div>
      <fieldset className={styles.group}>
        <legend className="nio-visually-hidden">{t('wallet.buy.how')}</legend>
        <div className={styles.offers}>
          {packagesIn(shop, wish.currency).map(({ id, coins, bonusCoins, prices }) => (
            <label key={id} className={styles.offer}>
              <input
                type="radio"
                name="what"
                value={id}
                checked={wish.what === id}
                onChange={() => change({ what: id })}
              />
              <span className={styles.offerBox}>
                <span className={styles.offerCoins}>
                  <CoinAmount coins={coins + bonusCoins} />
                </span>
                {bonusCoins > 0 ? (
                  <span className={styles.bonus}>
                    {t('wallet.buy.bonus', { formatted: amounts.plain(bonusCoins) })}
                  </span>
                ) : null}
                <span className={styles.price}>
                  {amounts.money(prices[wish.currency] ?? 0, wish.currency)}
                </span>
              </span>
            </label>
          ))}
          <label className={styles.offer}>
            <input
              type="radio"
              name="what"
              value="own"
              checked={wish.what === 'own'}
              onChange={() => change({ what: 'own' })}
            />
            <span className={styles.offerBox}>
              <span className={styles.providerName}>{t('wallet.buy.own')}</span>
              {currency ? (
                <span className={styles.price}>
                  {t('wallet.buy.from', { min: amounts.money(currency.min, currency.code) })}
                </span>
              ) : null}
            </span>
          </label>
        </div>
      </fieldset>
      {wish.what === 'own' && currency ? (
        <TextInput
          label={t('wallet.buy.amount', { currency: currency.code })}
          inputMode="decimal"
          autoComplete="off"
          autoFocus
          size="md"
          value={wish.typed}
          error={complaint}
          description={
            typeof offer === 'string'
              ? t('wallet.buy.range', {
                  min: amounts.money(currency.min, currency.code),
                  max: amounts.money(currency.max, currency.code),
                })
              : t('wallet.buy.youGet', {
                  count: offer.coins,
                  formatted: amounts.plain(offer.coins),
                })
          }
          onChange={({ currentTarget: { value } }) => change({ typed: value })}
          onBlur={() => setLeft(wish.typed !== '')}
        />
      ) : null}
      <fieldset className={styles.group}>
        <legend className={styles.legend}>{t('wallet.buy.with')}</legend>
        <div className={styles.offers}>
          {offered.map((name) => {
            const ProviderIcon = ICONS[name];
            return (
              <label key={name} className={styles.offer}>
                <input
                  type="radio"
                  name="provider"
                  value={name}
                  checked={provider === name}
                  onChange={() => setProvider(name)}
                />
                <span className={`${styles.offerBox} ${styles.provider}`}>
                  <ProviderIcon aria-hidden="true" />
                  <span className={styles.providerName}>{t(`wallet.provider.${name}`)}</span>
                  <span className={styles.hint}>{t(`wallet.providerHint.${name}`)}</span>
                </span>
              </label>
            );
          })}
        </div>
      </fieldset>
      {provider === null ? (
        <Message>{t('wallet.buy.noneForCurrency', { currency: wish.currency })}</Message>
      ) : null}
      {provider === 'test' ? <p className={styles.test}>{t('wallet.buy.testMoney')}</p> : null}
      {trouble === null ? null : (
        <Message tone="trouble">{moneyText(trouble, t, format, amounts)}</Message>
      )}
      <div className={styles.pay}>
        {typeof offer === 'string' ? null : (
          <p className={styles.sum}>
            <CoinAmount coins={offer.coins + offer.bonusCoins} />
            <span>{amounts.money(offer.amountMinor, wish.currency)}</span>
          </p>
        )}
        <Button
          type="submit"
          size="lg"
          fullWidth
          loading={starting}
          disabled={offer === 'empty' || provider === null}
          data-testid="pay"
        >
          {typeof offer === 'string'
            ? t('wallet.buy.pay')
            : t('wallet.buy.paySum', { sum: amounts.money(offer.amountMinor, wish.currency) })}
        </Button>
        <p className={styles.hint}>{t('wallet.buy.final')}</p>
      </div>
    </form>
  );
}
