import { QueryClientProvider } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { useWallet } from '../api/money';
import { queries } from '../api/queries';
import { CoinSign } from '../gifts/Art';
import { useFormat } from '../i18n/format';
import { useAmounts } from './amounts';
import styles from './Wallet.module.css';

/** One's coins, on the way to the wallet. Stands in the rail, also outside of what asks the server for the page. */
export default function CoinPill() {
  return (
    <QueryClientProvider client={queries}>
      <Pill />
    </QueryClientProvider>
  );
}

function Pill() {
  const { t } = useTranslation();
  const format = useFormat();
  const amounts = useAmounts();
  const { data } = useWallet();
  const exact = data === undefined ? null : amounts.plain(data.coins);
  return (
    <NavLink
      to="/wallet"
      className={styles.pill}
      data-testid="coin-pill"
      title={t('wallet.title')}
      aria-label={
        data === undefined || exact === null
          ? t('wallet.title')
          : `${t('wallet.title')}: ${t('money.coins', { count: data.coins, formatted: exact })}`
      }
    >
      <CoinSign />
      {data === undefined ? null : (
        <span title={exact ?? undefined}>{format.count(data.coins)}</span>
      )}
    </NavLink>
  );
}
