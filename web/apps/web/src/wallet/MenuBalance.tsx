import { QueryClientProvider } from '@tanstack/react-query';
import { useWallet } from '../api/money';
import { queries } from '../api/queries';
import { CoinAmount } from './Amount';
import styles from './Wallet.module.css';

/** One's coins, beside the way to the wallet. */
export default function MenuBalance() {
  return (
    <QueryClientProvider client={queries}>
      <Figure />
    </QueryClientProvider>
  );
}

function Figure() {
  const { data } = useWallet();
  return data === undefined ? null : (
    <span className={styles.menuBalance}>
      <CoinAmount coins={data.coins} />
    </span>
  );
}
