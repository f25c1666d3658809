import '@mantine/core/styles/Input.layer.css';
import '@mantine/core/styles/ModalBase.layer.css';
import '@mantine/core/styles/Modal.layer.css';
import '@mantine/core/styles/Overlay.layer.css';
import '@mantine/core/styles/Paper.layer.css';
import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import { NioError, PAYMENT_STATES, type PaymentStatus, type PersonsPayment } from '@nio/sdk';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconReceipt } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { moneyAdmin } from '../api/money';
import { useFormat } from '../i18n/format';
import { Loaded } from '../settings/Part';
import { ProofRefused, useProof } from '../settings/proof';
import { toast } from '../shell/toast';
import { usePageTitle } from '../shell/usePageTitle';
import { Ago } from '../ui/Ago';
import { Check } from '../ui/Check';
import { Notice } from '../ui/Notice';
import { CoinAmount } from '../wallet/Amount';
import { minorDigitsOf, useAmounts } from '../wallet/amounts';
import { moneyText } from '../wallet/moneyText';
import { Pager } from '../wallet/Pager';
import { parseMoney } from '../wallet/purchase';
import { PAYMENT_TONES } from '../wallet/states';
import wallet from '../wallet/Wallet.module.css';
import styles from './Money.module.css';

const PAYMENTS = ['admin', 'payments'];

/** What may be given back, or some of it. */
const REFUNDABLE: ReadonlySet<PaymentStatus> = new Set([
  'paid',
  'partially_refunded',
  'dispute_won',
]);

/** `/admin/money/payments`: who paid what. */
export function PaymentsPage() {
  const { t } = useTranslation();
  usePageTitle(`${t('adminMoney.page.payments')} · ${t('adminMoney.title')}`);
  const [status, setStatus] = useState<PaymentStatus | ''>('');
  const [typed, setTyped] = useState('');
  const [person, setPerson] = useState('');
  const [problem, setProblem] = useState(false);
  const [page, setPage] = useState(1);
  const [asked, setAsked] = useState<PersonsPayment | null>(null);
  const list = useQuery({
    queryKey: [...PAYMENTS, status, person, problem, page],
    queryFn: ({ signal }) =>
      moneyAdmin.payments(
        {
          status: status === '' ? undefined : status,
          person: person === '' ? undefined : person,
          problem: problem ? true : undefined,
          page,
          limit: 30,
        },
        signal,
      ),
    placeholderData: keepPreviousData,
  });
  return (
    <section className={styles.part}>
      <h2 className={styles.partTitle}>{t('adminMoney.page.payments')}</h2>
      <form
        className={styles.search}
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          setPerson(typed.trim());
          setPage(1);
        }}
      >
        <TextInput
          label={t('adminMoney.payments.person')}
          value={typed}
          onChange={({ currentTarget: { value } }) => setTyped(value)}
          onBlur={() => {
            setPerson(typed.trim());
            setPage(1);
          }}
        />
        <NativeSelect
          label={t('adminMoney.state')}
          value={status}
          onChange={({ currentTarget: { value } }) => {
            setStatus(value as PaymentStatus | '');
            setPage(1);
          }}
          data={[
            { value: '', label: t('wallet.history.all') },
            ...PAYMENT_STATES.map((value) => ({
              value,
              label: t(`wallet.paymentState.${value}`),
            })),
          ]}
        />
        <Check
          label={t('adminMoney.payments.problems')}
          checked={problem}
          onChange={(checked) => {
            setProblem(checked);
            setPage(1);
          }}
        />
      </form>
      <Loaded query={list} height={240}>
        {(data) =>
          data.payments.length === 0 ? (
            <Notice icon={<IconReceipt />} title={t('adminMoney.payments.empty')} />
          ) : (
            <>
              <ul className={styles.lines} data-testid="admin-payments">
                {data.payments.map((payment) => (
                  <Line key={payment.id} payment={payment} onRefund={() => setAsked(payment)} />
                ))}
              </ul>
              <Pager pagination={data.pagination} onPage={setPage} />
            </>
          )
        }
      </Loaded>
      {asked === null ? null : <RefundDialog payment={asked} onClose={() => setAsked(null)} />}
    </section>
  );
}

function Line({ payment, onRefund }: { payment: PersonsPayment; onRefund: () => void }) {
  const { t } = useTranslation();
  const amounts = useAmounts();
  const { person, status, provider, currency, refundedMinor } = payment;
  return (
    <li className={styles.line}>
      <div className={styles.what}>
        <span className={styles.whatName}>
          {person.nickname}
          <span className={wallet.state} data-tone={PAYMENT_TONES[status]}>
            {t(`wallet.paymentState.${status}`)}
          </span>
        </span>
        <span className={styles.hint}>
          {t(`wallet.provider.${provider}`)} · <Ago at={payment.createdAt} />
        </span>
        <span className={styles.reference}>{payment.id}</span>
        {payment.providerReference === null ? null : (
          <span className={styles.reference}>{payment.providerReference}</span>
        )}
        {payment.problem === null ? null : (
          <span className={wallet.state} data-tone="bad">
            {t('adminMoney.payments.problem', { problem: payment.problem })}
          </span>
        )}
      </div>
      <div className={styles.amounts}>
        {amounts.money(payment.amountMinor, currency)}
        <span className={styles.hint}>
          <CoinAmount coins={payment.coins} />
        </span>
        {refundedMinor > 0 ? (
          <span className={styles.hint}>
            {t('wallet.payments.refunded', { sum: amounts.money(refundedMinor, currency) })}
          </span>
        ) : null}
      </div>
      <div className={styles.actions}>
        {REFUNDABLE.has(status) ? (
          <Button
            variant="default"
            onClick={onRefund}
            aria-label={t('adminMoney.payments.refundLabel', { nickname: person.nickname })}
          >
            {t('adminMoney.payments.refund')}
          </Button>
        ) : null}
      </div>
    </li>
  );
}

/** Asks how much, and once more. */
function RefundDialog({ payment, onClose }: { payment: PersonsPayment; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const amounts = useAmounts();
  const queries = useQueryClient();
  const withProof = useProof();
  const [typed, setTyped] = useState('');
  const [working, setWorking] = useState(false);
  const { id, currency, amountMinor, refundedMinor, person } = payment;
  const left = amountMinor - refundedMinor;
  const wanted = typed.trim() === '' ? left : parseMoney(typed, minorDigitsOf(currency));
  const wrong = wanted === null || wanted < 1 || wanted > left;
  const refund = async (): Promise<void> => {
    if (wanted === null || wrong) return;
    setWorking(true);
    try {
      await withProof(() => moneyAdmin.refund(id, wanted));
      onClose();
    } catch (cause) {
      if (cause instanceof ProofRefused) return;
      // What was asked cannot be done any more: the list behind tells what became of it.
      if (NioError.of(cause).error === 'wrong_state') onClose();
      await toast(moneyText(cause, t, format, amounts), 'trouble');
    } finally {
      setWorking(false);
      await queries.invalidateQueries({ queryKey: PAYMENTS });
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('adminMoney.payments.ask', { nickname: person.nickname })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        className={styles.dialog}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!working) void refund();
        }}
      >
        <p className={styles.hint}>{t('adminMoney.payments.hint')}</p>
        <TextInput
          label={t('adminMoney.payments.amount', { currency })}
          description={t('adminMoney.payments.most', { sum: amounts.money(left, currency) })}
          placeholder={amounts.money(left, currency)}
          inputMode="decimal"
          size="md"
          value={typed}
          data-autofocus
          error={wrong ? t('adminMoney.payments.wrong') : undefined}
          onChange={({ currentTarget: { value } }) => setTyped(value)}
        />
        <div className={wallet.formActions}>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" color="red" loading={working} disabled={wrong}>
            {t('adminMoney.payments.refund')} {wrong ? '' : amounts.money(wanted, currency)}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
