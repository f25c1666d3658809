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
                    {checkedAt === null ? (
                      t('adminMoney.ledger.never')
                    ) : (
                      <Ago
                        at={checkedAt}
                        words={(when) => t('adminMoney.ledger.checked', { when })}
                      />
                    )}
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
              {checkedAt === null ? null : (
                <Message tone={wrong === 0 ? 'good' : 'trouble'}>
                  {wrong === 0
                    ? t('adminMoney.ledger.good')
                    : t('adminMoney.ledger.bad', { count: wrong })}
                </Message>
              )}
              <ul className={styles.checks}>
                {checks.map((it) => (
                  <Check key={it.name} check={it} />
                ))}
              </ul>
            </section>
            <section className={styles.part}>
              <h2 className={styles.partTitle}>{t('adminMoney.ledger.totals')}</h2>
              <dl className={styles.totals}>
                {Object.entries(totals).map(([name, value]) => (
                  <div key={name} className={styles.total}>
                    <dt>{name}</dt>
                    <dd className="nio-tabular">{amounts.plain(value)}</dd>
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

function Check({ check }: { check: LedgerCheck }) {
  const { t } = useTranslation();
  const amounts = useAmounts();
  const { name, ok, violations, sample } = check;
  return (
    <li className={styles.check} data-ok={ok}>
      {ok ? <IconCircleCheck aria-hidden="true" /> : <IconAlertTriangle aria-hidden="true" />}
      <span className={styles.checkName}>{name}</span>
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
