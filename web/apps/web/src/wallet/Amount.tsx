import { useTranslation } from 'react-i18next';
import { BeanSign, CoinSign } from '../gifts/Art';
import styles from './Amount.module.css';
import { useAmounts } from './amounts';

/** Coins with their sign; in words for those who do not see it. */
export function CoinAmount({ coins, signed = false }: { coins: number; signed?: boolean }) {
  const { t } = useTranslation();
  const amounts = useAmounts();
  const figure = signed ? amounts.signed(coins) : amounts.plain(coins);
  return (
    <span className={styles.amount}>
      <CoinSign />
      <span aria-hidden="true">{figure}</span>
      <span className="nio-visually-hidden">
        {t('money.coins', { count: Math.abs(coins), formatted: figure })}
      </span>
    </span>
  );
}

/** Beans with their sign; in words for those who do not see it. */
export function BeanAmount({ beans, signed = false }: { beans: number; signed?: boolean }) {
  const { t } = useTranslation();
  const amounts = useAmounts();
  const figure = signed ? amounts.signed(beans) : amounts.plain(beans);
  return (
    <span className={styles.amount}>
      <BeanSign />
      <span aria-hidden="true">{figure}</span>
      <span className="nio-visually-hidden">
        {t('money.beans', { count: Math.abs(beans), formatted: figure })}
      </span>
    </span>
  );
}
