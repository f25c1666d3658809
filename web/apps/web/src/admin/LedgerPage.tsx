import { Button } from '@mantine/core';
import type { LedgerCheck } from '@nio/sdk';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconAlertTriangle, IconCircleCheck, IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { moneyAdmin } from '../api/money';
import { useFormat } from '../i18n/format';
import { Loaded } from '../settings/Part';
import { toast } from '../shell/toast';
import { usePageTitle } from '../shell/usePageTitle';
import { Ago } from '../ui/Ago';
import { Message } from '../ui/Message';
import { BeanAmount, CoinAmount } from '../wallet/Amount';
import { useAmounts } from '../wallet/amounts';
import { moneyText } from '../wallet/moneyText';
import styles from './Money.module.css';

const LEDGER = ['admin', 'ledger'];

/** `/admin/money`: whether the books are right, and what they add up to. */
export function LedgerPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const amounts = useAmounts();
  const queries = useQueryClient();
  usePageTitle(t('adminMoney.title'));
  const ledger = useQuery({
    queryKey: LEDGER,
    queryFn: ({ signal }) => moneyAdmin.ledger(signal),
    refetchInterval: 60_000,
  });
  const check = useMutation({
    mutationFn: () => moneyAdmin.checkLedger(),
    onSuccess: (report) => queries.setQueryData(LEDGER, report),
    onError: (cause) => void toast(moneyText(cause, t, format, amounts), 'trouble'),
  });
  return (
    <Loaded query={ledger} height={360}>
      {({ checkedAt, checks, totals }) => {
        const wrong = checks.filter(({ ok }) => !ok).length;
        return (
          <>
            <section className={styles.part}>
              <div className={styles.between}>
                <div>
                  <h2 className={styles.partTitle}>{t('adminMoney.ledger.checks')}</h2>
                  <p className={styles.hint}>
                    <Ago
                      at={checkedAt}
                      words={(when) => t('adminMoney.ledger.checked', { when })}
                    />
                  </p>
                </div>
                <Button
                  leftSection={<IconRefresh aria-hidden="true" />}
                  loading={check.isPending}
                  onClick={() => check.mutate()}
                  data-testid="check-ledger"
                >
                  {t('adminMoney.ledger.now')}
                </Button>
              </div>
              <Message tone={wrong === 0 ? 'good' : 'trouble'}>
                {wrong === 0
                  ? t('adminMoney.ledger.good')
                  : t('adminMoney.ledger.bad', { count: wrong })}
              </Message>
              <ul className={styles.checks}>
                {checks.map((it) => (
                  <Check key={it.name} check={it} />
                ))}
              </ul>
            </section>
            <section className={styles.part}>
              <h2 className={styles.partTitle}>{t('adminMoney.ledger.totals')}</h2>
              <dl className={styles.totals}>
                {Object.entries(totals).map(([kind, assets]) => (
                  <div key={kind} className={styles.total}>
                    <dt title={kind}>
                      {named(
                        KNOWN_ACCOUNTS.find(
                          (known) => kind === known || kind.startsWith(`${known}:`),
                        ),
                        kind,
                        (known) => t(`adminMoney.account.${known}`),
                      )}
                    </dt>
                    <dd>
                      {Object.entries(assets).map(([asset, sum]) => (
                        <Sum key={asset} asset={asset} sum={OTHER_SIDE.has(kind) ? 0 - sum : sum} />
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          </>
        );
      }}
    </Loaded>
  );
}

const KNOWN_CHECKS = [
  'transfers_sum_to_zero',
  'balances_equal_entries',
  'entries_chain',
  'inbox_belongs',
  'nobody_is_negative',
  'coins_issued',
  'purchases_credited_once',
  'gifts_are_paid',
  'beans_issued',
  'held_beans',
  'withdrawals_per_person',
  'clearing_equals_payments',
  'support_equals_gifts',
] as const;

const KNOWN_ACCOUNTS = [
  'coins_paid',
  'coins_promo',
  'beans_held',
  'beans_available',
  'beans_withdrawing',
  'coins_issued',
  'coins_spent',
  'beans_issued',
  'beans_paid_out',
  'psp_clearing',
  'revenue',
  'chargeback_loss',
  'payouts',
] as const;

/** Their entries are the other side of what came or was given: read with the sign turned, as bookkeepers do. */
const OTHER_SIDE: ReadonlySet<string> = new Set([
  'coins_issued',
  'beans_issued',
  'revenue',
  'payouts',
]);

/** In words where there are some; a newer server's names as they are. */
function named<T>(known: T | undefined, name: string, words: (known: T) => string): string {
  return known === undefined ? name : words(known);
}

/** What accounts of one kind have together, in one asset. */
function Sum({ asset, sum }: { asset: string; sum: number }) {
  const amounts = useAmounts();
  return (
    <div className="nio-tabular">
      {asset === 'COIN' ? (
        <CoinAmount coins={sum} />
      ) : asset === 'BEAN' ? (
        <BeanAmount beans={sum} />
      ) : (
        amounts.money(sum, asset)
      )}
    </div>
  );
}

function Check({ check }: { check: LedgerCheck }) {
  const { t } = useTranslation();
  const amounts = useAmounts();
  const { name, ok, violations, sample } = check;
  return (
    <li className={styles.check} data-ok={ok}>
      {ok ? <IconCircleCheck aria-hidden="true" /> : <IconAlertTriangle aria-hidden="true" />}
      <span className={styles.checkName} title={name}>
        {named(
          KNOWN_CHECKS.find((known) => known === name),
          name,
          (known) => t(`adminMoney.check.${known}`),
        )}
      </span>
      <span className={styles.hint}>
        {ok
          ? t('adminMoney.ledger.ok')
          : t('adminMoney.ledger.violations', {
              count: violations,
              formatted: amounts.plain(violations),
            })}
      </span>
      {sample.length === 0 ? null : (
        <ul className={styles.sample}>
          {sample.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </li>
  );
}
