import '@mantine/core/styles/Input.layer.css';
import { Button, TextInput } from '@mantine/core';
import { NioError, randomId, type WalletState, type Withdrawal } from '@nio/sdk';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { money, useHistoryKey, useWallet } from '../api/money';
import { useFormat } from '../i18n/format';
import { ConfirmDialog } from '../settings/ConfirmDialog';
import { Loaded } from '../settings/Part';
import { ProofRefused, useProof } from '../settings/proof';
import { toast } from '../shell/toast';
import { usePageTitle } from '../shell/usePageTitle';
import { Ago } from '../ui/Ago';
import { Message } from '../ui/Message';
import { BeanAmount } from './Amount';
import { useAmounts } from './amounts';
import { moneyText } from './moneyText';
import { Pager } from './Pager';
import { WITHDRAWAL_TONES } from './states';
import styles from './Wallet.module.css';
import { checkWithdrawal } from './withdrawal';

/** `/wallet/withdraw`: beans become money. */
export function WithdrawPage() {
  const { t } = useTranslation();
  usePageTitle(`${t('wallet.page.withdraw')} · ${t('wallet.title')}`);
  const wallet = useWallet();
  return (
    <>
      <section className={styles.part}>
        <h2 className={styles.partTitle}>{t('wallet.page.withdraw')}</h2>
        <Loaded query={wallet} height={240}>
          {(data) => <Request wallet={data} />}
        </Loaded>
      </section>
      <Requests />
    </>
  );
}

function Request({ wallet }: { wallet: WalletState }) {
  const { t } = useTranslation();
  const format = useFormat();
  const amounts = useAmounts();
  const queries = useQueryClient();
  const withProof = useProof();
  const [typed, setTyped] = useState('');
  const [destination, setDestination] = useState('');
  const [note, setNote] = useState('');
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [sending, setSending] = useState(false);
  const [trouble, setTrouble] = useState<unknown>(null);
  // Kept until it is known what became of the request: a second try is the same request.
  const [key, setKey] = useState(randomId);
  const { beans, minWithdrawalBeans: min, beansPerDollar } = wallet;
  const wrong = checkWithdrawal(typed, destination, wallet);
  const worth = (amount: number): string =>
    amounts.money(Math.floor((amount * 100) / beansPerDollar), 'USD');
  const leave = (field: string): void => setLeft((before) => new Set(before).add(field));
  // Another request than the one before is a new one.
  const edit = (change: () => void): void => {
    change();
    setKey(randomId());
    setTrouble(null);
  };
  const send = async (): Promise<void> => {
    setLeft(new Set(['beans', 'destination']));
    if (wrong.beans !== null || wrong.destination !== null) return;
    setSending(true);
    setTrouble(null);
    try {
      await withProof(() =>
        money.withdraw({
          beans: Number(typed),
          destination: destination.trim(),
          ...(note.trim() === '' ? {} : { note: note.trim() }),
          idempotencyKey: key,
        }),
      );
      setTyped('');
      setNote('');
      setLeft(new Set());
      setKey(randomId());
      await queries.invalidateQueries({ queryKey: ['wallet'] });
      await toast(t('wallet.withdraw.sent'));
    } catch (cause) {
      if (!(cause instanceof ProofRefused)) setTrouble(NioError.of(cause));
    } finally {
      setSending(false);
    }
  };
  if (beans.available < min) {
    return (
      <Message>
        {t('wallet.withdraw.tooFew', {
          count: min,
          formatted: amounts.plain(min),
          money: worth(min),
        })}
      </Message>
    );
  }
  const complaint =
    wrong.beans !== null && left.has('beans')
      ? t(`wallet.withdraw.wrong.${wrong.beans}`, {
          min: amounts.plain(min),
          max: amounts.plain(beans.available),
        })
      : undefined;
  return (
    <form
      className={styles.form}
      noValidate
      data-testid="withdraw-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!sending) void send();
      }}
    >
      <p className={styles.hint}>
        {t('wallet.withdraw.lead', {
          rate: amounts.plain(beansPerDollar),
          money: worth(beansPerDollar),
        })}
      </p>
      <TextInput
        label={t('wallet.withdraw.beans')}
        description={
          wrong.beans === null
            ? t('wallet.withdraw.youGet', { money: worth(Number(typed)) })
            : t('wallet.withdraw.range', {
                min: amounts.plain(min),
                max: amounts.plain(beans.available),
              })
        }
        inputMode="numeric"
        autoComplete="off"
        size="md"
        value={typed}
        error={complaint}
        onChange={({ currentTarget: { value } }) => edit(() => setTyped(value.replace(/\D/g, '')))}
        onBlur={() => {
          if (typed !== '') leave('beans');
        }}
        rightSectionWidth="auto"
        rightSection={
          <Button
            variant="transparent"
            onClick={() => edit(() => setTyped(String(beans.available)))}
          >
            {t('wallet.withdraw.all')}
          </Button>
        }
      />
      <TextInput
        label={t('wallet.withdraw.destination')}
        description={t('wallet.withdraw.destinationHint')}
        size="md"
        value={destination}
        maxLength={200}
        error={
          wrong.destination !== null && left.has('destination')
            ? t('wallet.withdraw.wrong.destination')
            : undefined
        }
        onChange={({ currentTarget: { value } }) => edit(() => setDestination(value))}
        onBlur={() => {
          if (destination !== '') leave('destination');
        }}
      />
      <TextInput
        label={t('wallet.withdraw.note')}
        size="md"
        value={note}
        maxLength={500}
        onChange={({ currentTarget: { value } }) => edit(() => setNote(value))}
      />
      {trouble === null ? null : (
        <Message tone="trouble">{moneyText(trouble, t, format, amounts)}</Message>
      )}
      <div className={styles.formActions}>
        <Button type="submit" loading={sending}>
          {t('wallet.withdraw.send')}
        </Button>
      </div>
    </form>
  );
}

function Requests() {
  const { t } = useTranslation();
  const format = useFormat();
  const amounts = useAmounts();
  const queries = useQueryClient();
  const [page, setPage] = useState(1);
  const [asked, setAsked] = useState<Withdrawal | null>(null);
  const [open, setOpen] = useState(false);
  const [working, setWorking] = useState(false);
  const historyKey = useHistoryKey();
  const list = useQuery({
    queryKey: [...historyKey, 'withdrawals', page],
    queryFn: ({ signal }) => money.withdrawals(page, 20, signal),
    placeholderData: keepPreviousData,
  });
  const cancel = async (): Promise<void> => {
    if (asked === null) return;
    setWorking(true);
    try {
      await money.cancelWithdrawal(asked.id);
      await toast(t('wallet.withdraw.cancelled'));
    } catch (cause) {
      await toast(moneyText(cause, t, format, amounts), 'trouble');
    } finally {
      setWorking(false);
      setOpen(false);
      await queries.invalidateQueries({ queryKey: ['wallet'] });
    }
  };
  return (
    <section className={styles.part}>
      <h2 className={styles.partTitle}>{t('wallet.withdraw.requests')}</h2>
      <Loaded query={list} height={160}>
        {(data) =>
          data.withdrawals.length === 0 ? (
            <p className={styles.hint}>{t('wallet.withdraw.none')}</p>
          ) : (
            <>
              <ul className={styles.lines} data-testid="withdrawals">
                {data.withdrawals.map((withdrawal) => (
                  <Line
                    key={withdrawal.id}
                    withdrawal={withdrawal}
                    onCancel={() => {
                      setAsked(withdrawal);
                      setOpen(true);
                    }}
                  />
                ))}
              </ul>
              <Pager pagination={data.pagination} onPage={setPage} />
            </>
          )
        }
      </Loaded>
      <ConfirmDialog
        opened={open}
        title={t('wallet.withdraw.cancelTitle', {
          sum: asked ? amounts.money(asked.amountMinor, asked.currency) : '',
        })}
        action={t('wallet.withdraw.cancel')}
        working={working}
        onConfirm={() => void cancel()}
        onClose={() => setOpen(false)}
      >
        {t('wallet.withdraw.cancelText')}
      </ConfirmDialog>
    </section>
  );
}

function Line({ withdrawal, onCancel }: { withdrawal: Withdrawal; onCancel: () => void }) {
  const { t } = useTranslation();
  const amounts = useAmounts();
  const { status, destination, reason, reference } = withdrawal;
  return (
    <li className={styles.line}>
      <div className={styles.what}>
        <span className={styles.whatName}>
          {amounts.money(withdrawal.amountMinor, withdrawal.currency)}
          <span className={styles.state} data-tone={WITHDRAWAL_TONES[status]}>
            {t(`wallet.withdrawalState.${status}`)}
          </span>
        </span>
        <span className={styles.hint}>
          {destination} · <Ago at={withdrawal.createdAt} />
        </span>
        {reason === null ? null : (
          <span className={styles.hint}>{t('wallet.withdraw.reason', { reason })}</span>
        )}
        {reference === null ? null : (
          <span className={styles.hint}>{t('wallet.withdraw.reference', { reference })}</span>
        )}
      </div>
      <div className={styles.amounts}>
        <span className={styles.amount}>
          <BeanAmount beans={-withdrawal.beans} signed />
        </span>
      </div>
      {status === 'requested' ? (
        <Button className={styles.lineAction} variant="default" onClick={onCancel}>
          {t('wallet.withdraw.cancel')}
        </Button>
      ) : null}
    </li>
  );
}
