import { Button, Skeleton } from '@mantine/core';
import { IconArrowLeft, IconCash, IconCoins, IconHistory, IconReceipt } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, NavLink, Outlet, useLocation, useSearchParams } from 'react-router';
import { useWallet } from '../api/money';
import { useSession } from '../api/nio';
import { loginPath, safeNext } from '../auth/next';
import { useFormat } from '../i18n/format';
import settings from '../settings/Settings.module.css';
import { ProofProvider } from '../settings/ProofProvider';
import { showOpenTab } from '../settings/showOpenTab';
import { Message } from '../ui/Message';
import { BeanAmount, CoinAmount } from './Amount';
import { useAmounts } from './amounts';
import { moneyText } from './moneyText';
import { begunBefore } from './purchase';
import styles from './Wallet.module.css';

const PAGES = [
  { path: '', Icon: IconCoins, name: 'buy' },
  { path: '/history', Icon: IconHistory, name: 'history' },
  { path: '/payments', Icon: IconReceipt, name: 'payments' },
  { path: '/withdraw', Icon: IconCash, name: 'withdraw' },
] as const;

/** `/wallet/…`: the balance above, and what can be done with it. For those who are signed in. */
export function WalletLayout() {
  const { t } = useTranslation();
  const session = useSession();
  const location = useLocation();
  const [params] = useSearchParams();
  // Of the first visit: the pages inside do not carry it on.
  const [next] = useState(() => {
    const wanted = params.get('next') ?? begunBefore()?.next ?? null;
    return wanted === null ? null : safeNext(wanted);
  });
  switch (session.status) {
    case 'starting':
      return null;
    case 'guest':
      return <Navigate to={loginPath(location)} replace />;
    case 'user':
      return (
        <ProofProvider>
          <div className={styles.page}>
            <header className={styles.head}>
              <div className={styles.between}>
                <h1 className={settings.title}>{t('wallet.title')}</h1>
                {next?.startsWith('/live/') ? (
                  <Button
                    component={Link}
                    to={next}
                    variant="default"
                    leftSection={<IconArrowLeft aria-hidden="true" />}
                    data-testid="back-to-room"
                  >
                    {t('wallet.back')}
                  </Button>
                ) : null}
              </div>
              <Balances />
            </header>
            <nav className={settings.menu} data-wallet-menu aria-label={t('wallet.menu')}>
              {PAGES.map(({ path, Icon, name }) => (
                <NavLink
                  key={name}
                  to={`/wallet${path}`}
                  end
                  className={settings.tab}
                  // Looked at whenever another page opens.
                  ref={(tab) => showOpenTab(tab)}
                >
                  <Icon aria-hidden="true" />
                  {t(`wallet.page.${name}`)}
                </NavLink>
              ))}
            </nav>
            <Outlet context={next} />
          </div>
        </ProofProvider>
      );
  }
}

/** Coins and beans, and what is to be known of them. */
function Balances() {
  const { t } = useTranslation();
  const format = useFormat();
  const amounts = useAmounts();
  const { data, error, refetch } = useWallet();
  if (data === undefined) {
    return error ? (
      <Message tone="trouble">
        {moneyText(error, t, format, amounts)}{' '}
        <button type="button" className={styles.link} onClick={() => void refetch()}>
          {t('common.retry')}
        </button>
      </Message>
    ) : (
      <div role="status" aria-label={t('common.loading')}>
        <Skeleton height={112} radius="md" />
      </div>
    );
  }
  const { coins, beans, debt, nextRelease, withdrawing, beansPerDollar } = data;
  const worth = (amount: number): string =>
    amounts.money(Math.floor((amount * 100) / beansPerDollar), 'USD');
  return (
    <>
      <div className={styles.balances}>
        <section className={styles.balance} data-asset="coin" aria-label={t('wallet.coins')}>
          <h2 className={styles.label}>{t('wallet.coins')}</h2>
          <p className={styles.figure} data-testid="wallet-coins">
            <CoinAmount coins={coins} />
          </p>
          <p className={styles.hint}>{t('wallet.coinsHint')}</p>
        </section>
        <section className={styles.balance} data-asset="bean" aria-label={t('wallet.beans')}>
          <h2 className={styles.label}>{t('wallet.beans')}</h2>
          <p className={styles.figure} data-testid="wallet-beans">
            <BeanAmount beans={beans.available} />
          </p>
          <p className={styles.hint}>{t('wallet.beansHint', { money: worth(beans.available) })}</p>
          {beans.held > 0 || withdrawing > 0 ? (
            <ul className={styles.parts}>
              {beans.held > 0 ? (
                <li>
                  <BeanAmount beans={beans.held} /> {t('wallet.held')}
                  {nextRelease === null ? null : (
                    <>
                      {'; '}
                      {t('wallet.nextRelease', {
                        formatted: amounts.plain(nextRelease.beans),
                        when: format.exact(nextRelease.at),
                      })}
                    </>
                  )}
                </li>
              ) : null}
              {withdrawing > 0 ? (
                <li>
                  <BeanAmount beans={withdrawing} /> {t('wallet.withdrawing')}
                </li>
              ) : null}
            </ul>
          ) : null}
        </section>
      </div>
      {debt > 0 ? (
        <Message tone="trouble">
          {t('wallet.debt', { count: debt, formatted: amounts.plain(debt) })}
        </Message>
      ) : null}
    </>
  );
}
