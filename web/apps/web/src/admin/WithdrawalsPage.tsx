import '@mantine/core/styles/Input.layer.css';
import '@mantine/core/styles/ModalBase.layer.css';
import '@mantine/core/styles/Modal.layer.css';
import '@mantine/core/styles/Overlay.layer.css';
import '@mantine/core/styles/Paper.layer.css';
import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import {
  NioError,
  WITHDRAWAL_STATES,
  type PersonsWithdrawal,
  type WithdrawalStatus,
} from '@nio/sdk';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconCash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { moneyAdmin } from '../api/money';
import { useFormat } from '../i18n/format';
import { Loaded } from '../settings/Part';
import { ProofRefused, useProof } from '../settings/proof';
import { toast } from '../shell/toast';
import { usePageTitle } from '../shell/usePageTitle';
import { Ago } from '../ui/Ago';
import { Notice } from '../ui/Notice';
import { BeanAmount } from '../wallet/Amount';
import { useAmounts } from '../wallet/amounts';
import { moneyText } from '../wallet/moneyText';
import { Pager } from '../wallet/Pager';
import { WITHDRAWAL_TONES } from '../wallet/states';
import wallet from '../wallet/Wallet.module.css';
import styles from './Money.module.css';

const WITHDRAWALS = ['admin', 'withdrawals'];

type Step = 'approve' | 'refuse' | 'paid';

/** `/admin/money/withdrawals`: who wants to be paid out. */
export function WithdrawalsPage() {
  const { t } = useTranslation();
  usePageTitle(`${t('adminMoney.page.withdrawals')} · ${t('adminMoney.title')}`);
  const [status, setStatus] = useState<WithdrawalStatus | ''>('requested');
  const [page, setPage] = useState(1);
  const [asked, setAsked] = useState<{ withdrawal: PersonsWithdrawal; step: Step } | null>(null);
  const list = useQuery({
    queryKey: [...WITHDRAWALS, status, page],
    queryFn: ({ signal }) =>
      moneyAdmin.withdrawals(
        { status: status === '' ? undefined : status, page, limit: 30 },
        signal,
      ),
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
  return (
    <section className={styles.part}>
      <div className={styles.between}>
        <h2 className={styles.partTitle}>{t('adminMoney.page.withdrawals')}</h2>
        <NativeSelect
          aria-label={t('adminMoney.state')}
          value={status}
          onChange={({ currentTarget: { value } }) => {
            setStatus(value as WithdrawalStatus | '');
            setPage(1);
          }}
          data={[
            ...WITHDRAWAL_STATES.map((value) => ({
              value,
              label: t(`wallet.withdrawalState.${value}`),
            })),
            { value: '', label: t('wallet.history.all') },
          ]}
        />
      </div>
      <Loaded query={list} height={240}>
        {(data) =>
          data.withdrawals.length === 0 ? (
            <Notice icon={<IconCash />} title={t('adminMoney.withdrawals.empty')} />
          ) : (
            <>
              <ul className={styles.lines} data-testid="admin-withdrawals">
                {data.withdrawals.map((withdrawal) => (
                  <Line
                    key={withdrawal.id}
                    withdrawal={withdrawal}
                    onStep={(step) => setAsked({ withdrawal, step })}
                  />
                ))}
              </ul>
              <Pager pagination={data.pagination} onPage={setPage} />
            </>
          )
        }
      </Loaded>
      {asked === null ? null : <StepDialog {...asked} onClose={() => setAsked(null)} />}
    </section>
  );
}

function Line({
  withdrawal,
  onStep,
}: {
  withdrawal: PersonsWithdrawal;
  onStep: (step: Step) => void;
}) {
  const { t } = useTranslation();
  const amounts = useAmounts();
  const { status, person, destination, note, reason, reference } = withdrawal;
  const steps: readonly Step[] =
    status === 'requested'
      ? ['approve', 'refuse']
      : status === 'approved'
        ? ['paid', 'refuse']
        : [];
  return (
    <li className={styles.line}>
      <div className={styles.what}>
        <span className={styles.whatName}>
          {person.nickname}
          <span className={wallet.state} data-tone={WITHDRAWAL_TONES[status]}>
            {t(`wallet.withdrawalState.${status}`)}
          </span>
        </span>
        <span className={styles.hint}>
          {destination} · <Ago at={withdrawal.createdAt} />
        </span>
        {note === null ? null : <span className={styles.hint}>{note}</span>}
        {reason === null ? null : (
          <span className={styles.hint}>{t('wallet.withdraw.reason', { reason })}</span>
        )}
        {reference === null ? null : (
          <span className={styles.hint}>{t('wallet.withdraw.reference', { reference })}</span>
        )}
      </div>
      <div className={styles.amounts}>
        {amounts.money(withdrawal.amountMinor, withdrawal.currency)}
        <span className={styles.hint}>
          <BeanAmount beans={withdrawal.beans} />
        </span>
      </div>
      <div className={styles.actions}>
        {steps.map((step, index) => (
          <Button
            key={step}
            variant={index === 0 ? 'filled' : 'default'}
            onClick={() => onStep(step)}
            aria-label={t('adminMoney.withdrawals.label', {
              step: t(`adminMoney.withdrawals.${step}`),
              nickname: person.nickname,
            })}
          >
            {t(`adminMoney.withdrawals.${step}`)}
          </Button>
        ))}
      </div>
    </li>
  );
}

/** Asks once more, and for the words that belong to the step. */
function StepDialog({
  withdrawal,
  step,
  onClose,
}: {
  withdrawal: PersonsWithdrawal;
  step: Step;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const amounts = useAmounts();
  const queries = useQueryClient();
  const withProof = useProof();
  const [words, setWords] = useState('');
  const [left, setLeft] = useState(false);
  const [working, setWorking] = useState(false);
  const missing = step !== 'approve' && words.trim() === '';
  const act = async (): Promise<void> => {
    setLeft(true);
    if (missing) return;
    setWorking(true);
    const { id } = withdrawal;
    try {
      await withProof(() =>
        step === 'approve'
          ? moneyAdmin.approve(id)
          : step === 'refuse'
            ? moneyAdmin.refuse(id, words.trim())
            : moneyAdmin.paid(id, words.trim()),
      );
      onClose();
    } catch (cause) {
      if (cause instanceof ProofRefused) return;
      // What was asked cannot be done any more: the list behind tells what became of it.
      if (NioError.of(cause).error === 'wrong_state') onClose();
      await toast(moneyText(cause, t, format, amounts), 'trouble');
    } finally {
      setWorking(false);
      await queries.invalidateQueries({ queryKey: WITHDRAWALS });
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(`adminMoney.withdrawals.ask.${step}`, {
        sum: amounts.money(withdrawal.amountMinor, withdrawal.currency),
        nickname: withdrawal.person.nickname,
      })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        className={styles.dialog}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!working) void act();
        }}
      >
        <p className={styles.hint}>{t(`adminMoney.withdrawals.hint.${step}`)}</p>
        {step === 'approve' ? null : (
          <TextInput
            label={t(`adminMoney.withdrawals.words.${step}`)}
            value={words}
            maxLength={200}
            size="md"
            data-autofocus
            error={left && missing ? t('auth.field.required') : undefined}
            onChange={({ currentTarget: { value } }) => setWords(value)}
          />
        )}
        <div className={wallet.formActions}>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={working} color={step === 'refuse' ? 'red' : 'violet'}>
            {t(`adminMoney.withdrawals.${step}`)}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
