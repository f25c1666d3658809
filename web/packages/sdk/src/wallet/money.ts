import { answer, defined, within, type Http } from '../http/http.js';
import type { Gift } from '../live/gifts.js';
import type { Pagination, Supporter } from '../model.js';
import type {
  CoinShop,
  Entry,
  EntryQuery,
  GiftPrices,
  LedgerReport,
  NewWithdrawal,
  Order,
  Payment,
  PaymentStatus,
  PayPalOrder,
  PersonsPayment,
  PersonsWithdrawal,
  StripeIntent,
  WalletState,
  Withdrawal,
  WithdrawalStatus,
} from './model.js';

/** One answer of a call whose types are not generated. */
type Answer = Promise<{ data?: unknown; error?: unknown; response: Response }>;
type Call = (path: string, init?: object) => Answer;

class Calls {
  readonly #http: { GET: Call; POST: Call };

  constructor(http: Http) {
    this.#http = http as unknown as { GET: Call; POST: Call };
  }

  async get<T>(path: string, query: object = {}, signal?: AbortSignal): Promise<T> {
    const call = this.#http.GET(path, {
      params: { query: defined(query) },
      ...within(signal),
    });
    return (await answer(call)) as T;
  }

  async post<T>(path: string, body?: object): Promise<T> {
    return (await answer(this.#http.POST(path, body === undefined ? {} : { body }))) as T;
  }

  async blob(path: string, query: object): Promise<Blob> {
    const call = this.#http.GET(path, { params: { query: defined(query) }, parseAs: 'blob' });
    return (await answer(call)) as Blob;
  }
}

/**
 * Gifts, one's own wallet, and buying coins.
 *
 * @example
 * ```ts
 * const money = new Money(nio.http);
 * const { coins } = await money.wallet();
 * ```
 *
 * Every method rejects with {@link NioError}.
 */
export class Money {
  readonly #calls: Calls;

  constructor(http: Http) {
    this.#calls = new Calls(http);
  }

  /** What gifts cost and bring. Anybody may ask. */
  async prices(signal?: AbortSignal): Promise<GiftPrices> {
    return (await this.#calls.get<{ gifts: GiftPrices }>('/api/payments/gifts', {}, signal)).gifts;
  }

  /** Gifts of a stream before the gift `before`, or the newest; newest first. */
  gifts(
    streamId: string,
    page: { before?: string; limit?: number } = {},
  ): Promise<{ readonly gifts: readonly Gift[]; readonly hasMore: boolean }> {
    return this.#calls.get(`/api/streams/${encodeURIComponent(streamId)}/gifts`, page);
  }

  /** Who gave most in a stream, and what the streamer got of everybody together. */
  supporters(
    streamId: string,
    limit = 10,
    signal?: AbortSignal,
  ): Promise<{ readonly supporters: readonly Supporter[]; readonly beans?: number }> {
    return this.#calls.get(
      `/api/streams/${encodeURIComponent(streamId)}/supporters`,
      { limit },
      signal,
    );
  }

  /** One's own balance and what belongs to it. */
  wallet(signal?: AbortSignal): Promise<WalletState> {
    return this.#calls.get('/api/wallet', {}, signal);
  }

  /** Lines of one's own history before the entry `before`, or the newest; newest first. */
  entries(
    query: EntryQuery & { before?: string | undefined; limit?: number | undefined } = {},
    signal?: AbortSignal,
  ): Promise<{ readonly entries: readonly Entry[]; readonly hasMore: boolean }> {
    return this.#calls.get('/api/wallet/entries', query, signal);
  }

  /** The history as a table for spreadsheets. */
  entriesCsv(query: EntryQuery = {}): Promise<Blob> {
    return this.#calls.blob('/api/wallet/entries.csv', query);
  }

  /**
   * Asks to be paid out. Needs a fresh proof (`reauthentication_required`). Rejects with `insufficient_beans`,
   * `below_minimum` (`min`) or `too_many_open`.
   */
  async withdraw(request: NewWithdrawal): Promise<Withdrawal> {
    const path = '/api/wallet/withdrawals';
    return (await this.#calls.post<{ withdrawal: Withdrawal }>(path, request)).withdrawal;
  }

  /** Own withdrawals, newest first. */
  withdrawals(
    page = 1,
    limit = 20,
    signal?: AbortSignal,
  ): Promise<{ readonly withdrawals: readonly Withdrawal[]; readonly pagination: Pagination }> {
    return this.#calls.get('/api/wallet/withdrawals', { page, limit }, signal);
  }

  /** Takes a request back; only while nobody has decided. */
  async cancelWithdrawal(id: string): Promise<Withdrawal> {
    const path = `/api/wallet/withdrawals/${encodeURIComponent(id)}/cancel`;
    return (await this.#calls.post<{ withdrawal: Withdrawal }>(path)).withdrawal;
  }

  /** What is on sale and how it can be paid. Anybody may ask. */
  shop(signal?: AbortSignal): Promise<CoinShop> {
    return this.#calls.get('/api/payments/packages', {}, signal);
  }

  /** Begins a payment by Stripe. */
  stripeIntent(order: Order): Promise<StripeIntent> {
    return this.#calls.post('/api/payments/create-intent', order);
  }

  /** Begins a payment by PayPal. */
  payPalOrder(order: Order): Promise<PayPalOrder> {
    return this.#calls.post('/api/payments/paypal/orders', order);
  }

  /**
   * Takes the money of an approved PayPal order; again is the same as once, and the payment may be pending still. Rejects
   * with `not_approved`, `payment_declined` or `wrong_state`.
   */
  async capturePayPal(orderId: string): Promise<Payment> {
    const path = `/api/payments/paypal/orders/${encodeURIComponent(orderId)}/capture`;
    return (await this.#calls.post<{ payment: Payment }>(path)).payment;
  }

  /** Pays with nothing, on servers for development. */
  async payTest(order: Order): Promise<Payment> {
    return (await this.#calls.post<{ payment: Payment }>('/api/payments/test', order)).payment;
  }

  /** How a payment of one's own stands. */
  async payment(id: string, signal?: AbortSignal): Promise<Payment> {
    const path = `/api/payments/${encodeURIComponent(id)}`;
    return (await this.#calls.get<{ payment: Payment }>(path, {}, signal)).payment;
  }

  /** Own payments, newest first. */
  payments(
    page = 1,
    limit = 20,
    signal?: AbortSignal,
  ): Promise<{ readonly payments: readonly Payment[]; readonly pagination: Pagination }> {
    return this.#calls.get('/api/payments/history', { page, limit }, signal);
  }
}

/**
 * Everybody's money, for admins: the books, withdrawals and payments. Every method rejects with {@link NioError}, with
 * `forbidden` for everybody else.
 */
export class MoneyAdmin {
  readonly #calls: Calls;

  constructor(http: Http) {
    this.#calls = new Calls(http);
  }

  /** Whether the books are right, as found last. */
  ledger(signal?: AbortSignal): Promise<LedgerReport> {
    return this.#calls.get('/api/admin/ledger', {}, signal);
  }

  /** Checks the books now. */
  checkLedger(): Promise<LedgerReport> {
    return this.#calls.post('/api/admin/ledger/check');
  }

  /** Withdrawals of everybody. */
  withdrawals(
    query: {
      status?: WithdrawalStatus | undefined;
      page?: number | undefined;
      limit?: number | undefined;
    },
    signal?: AbortSignal,
  ): Promise<{
    readonly withdrawals: readonly PersonsWithdrawal[];
    readonly pagination: Pagination;
  }> {
    return this.#calls.get('/api/admin/withdrawals', query, signal);
  }

  /** Lets a request be paid. Rejects with `wrong_state` when somebody was faster, as the next two do. */
  approve(id: string): Promise<unknown> {
    return this.#decide(id, 'approve');
  }

  /** Refuses a request; its beans go back. */
  refuse(id: string, reason: string): Promise<unknown> {
    return this.#decide(id, 'refuse', { reason });
  }

  /** Says that the money is on its way; `reference`: how the bank calls it. */
  paid(id: string, reference: string): Promise<unknown> {
    return this.#decide(id, 'paid', { reference });
  }

  #decide(id: string, what: string, body?: object): Promise<unknown> {
    return this.#calls.post(`/api/admin/withdrawals/${encodeURIComponent(id)}/${what}`, body);
  }

  /** Payments of everybody, newest first; `person`: a nickname or id; `problem`: those that are not what was ordered. */
  payments(
    query: {
      status?: PaymentStatus | undefined;
      person?: string | undefined;
      problem?: boolean | undefined;
      page?: number | undefined;
      limit?: number | undefined;
    },
    signal?: AbortSignal,
  ): Promise<{ readonly payments: readonly PersonsPayment[]; readonly pagination: Pagination }> {
    return this.#calls.get('/api/admin/payments', query, signal);
  }

  /** Gives money back, all of it or a part in minor units, and takes the coins. */
  refund(id: string, amountMinor?: number): Promise<unknown> {
    return this.#calls.post(
      `/api/admin/payments/${encodeURIComponent(id)}/refund`,
      amountMinor === undefined ? {} : { amountMinor },
    );
  }
}
