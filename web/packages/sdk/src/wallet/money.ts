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
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** What gifts cost and bring. Anybody may ask. */
  async prices(signal?: AbortSignal): Promise<GiftPrices> {
    return (await answer(this.#http.GET('/api/payments/gifts', within(signal)))).gifts;
  }

  /** Gifts of a stream before the gift `before`, or the newest; newest first. */
  gifts(
    streamId: string,
    page: { before?: string; limit?: number } = {},
  ): Promise<{ readonly gifts: readonly Gift[]; readonly hasMore: boolean }> {
    const params = { path: { id: streamId }, query: page };
    return answer(this.#http.GET('/api/streams/{id}/gifts', { params }));
  }

  /** Who gave most in a stream, and what the streamer got of everybody together. */
  supporters(
    streamId: string,
    limit = 10,
    signal?: AbortSignal,
  ): Promise<{ readonly supporters: readonly Supporter[]; readonly beans: number }> {
    const params = { path: { id: streamId }, query: { limit } };
    return answer(this.#http.GET('/api/streams/{id}/supporters', { params, ...within(signal) }));
  }

  /** One's own balance and what belongs to it. */
  wallet(signal?: AbortSignal): Promise<WalletState> {
    return answer(this.#http.GET('/api/wallet', within(signal)));
  }

  /** Lines of one's own history before the entry `before`, or the newest; newest first. */
  entries(
    query: EntryQuery & { before?: string | undefined; limit?: number | undefined } = {},
    signal?: AbortSignal,
  ): Promise<{ readonly entries: readonly Entry[]; readonly hasMore: boolean }> {
    const params = { query: defined(query) };
    return answer(this.#http.GET('/api/wallet/entries', { params, ...within(signal) }));
  }

  /** The history as a table for spreadsheets. */
  entriesCsv(query: EntryQuery = {}): Promise<Blob> {
    const params = { query: defined(query) };
    return answer(this.#http.GET('/api/wallet/entries.csv', { params, parseAs: 'blob' }));
  }

  /**
   * Asks to be paid out. Needs a fresh proof (`reauthentication_required`). Rejects with `insufficient_beans`,
   * `below_minimum` (`min`) or `too_many_open`.
   */
  async withdraw(request: NewWithdrawal): Promise<Withdrawal> {
    const call = this.#http.POST('/api/wallet/withdrawals', { body: request });
    return (await answer(call)).withdrawal;
  }

  /** Own withdrawals, newest first. */
  withdrawals(
    page = 1,
    limit = 20,
    signal?: AbortSignal,
  ): Promise<{ readonly withdrawals: readonly Withdrawal[]; readonly pagination: Pagination }> {
    const params = { query: { page, limit } };
    return answer(this.#http.GET('/api/wallet/withdrawals', { params, ...within(signal) }));
  }

  /** Takes a request back; only while nobody has decided. */
  async cancelWithdrawal(id: string): Promise<Withdrawal> {
    const params = { path: { id } };
    const call = this.#http.POST('/api/wallet/withdrawals/{id}/cancel', { params });
    return (await answer(call)).withdrawal;
  }

  /** What is on sale and how it can be paid. Anybody may ask. */
  shop(signal?: AbortSignal): Promise<CoinShop> {
    return answer(this.#http.GET('/api/payments/packages', within(signal)));
  }

  /** Begins a payment by Stripe. */
  stripeIntent(order: Order): Promise<StripeIntent> {
    return answer(this.#http.POST('/api/payments/create-intent', { body: order }));
  }

  /** Begins a payment by PayPal. */
  payPalOrder(order: Order): Promise<PayPalOrder> {
    return answer(this.#http.POST('/api/payments/paypal/orders', { body: order }));
  }

  /**
   * Takes the money of an approved PayPal order; again is the same as once, and the payment may be pending still. Rejects
   * with `not_approved`, `payment_declined` or `wrong_state`.
   */
  async capturePayPal(orderId: string): Promise<Payment> {
    const params = { path: { orderId } };
    const call = this.#http.POST('/api/payments/paypal/orders/{orderId}/capture', { params });
    return (await answer(call)).payment;
  }

  /** Pays with nothing, on servers for development. */
  async payTest(order: Order): Promise<Payment> {
    return (await answer(this.#http.POST('/api/payments/test', { body: order }))).payment;
  }

  /** How a payment of one's own stands. */
  async payment(id: string, signal?: AbortSignal): Promise<Payment> {
    const params = { path: { id } };
    const call = this.#http.GET('/api/payments/{id}', { params, ...within(signal) });
    return (await answer(call)).payment;
  }

  /** Own payments, newest first. */
  payments(
    page = 1,
    limit = 20,
    signal?: AbortSignal,
  ): Promise<{ readonly payments: readonly Payment[]; readonly pagination: Pagination }> {
    const params = { query: { page, limit } };
    return answer(this.#http.GET('/api/payments/history', { params, ...within(signal) }));
  }
}

/**
 * Everybody's money, for admins: the books, withdrawals and payments. Every method rejects with {@link NioError}, with
 * `forbidden` for everybody else.
 */
export class MoneyAdmin {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** Whether the books are right, as found last. */
  ledger(signal?: AbortSignal): Promise<LedgerReport> {
    return answer(this.#http.GET('/api/admin/ledger', within(signal)));
  }

  /** Checks the books now. */
  checkLedger(): Promise<LedgerReport> {
    return answer(this.#http.POST('/api/admin/ledger/check'));
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
    const params = { query: defined(query) };
    return answer(this.#http.GET('/api/admin/withdrawals', { params, ...within(signal) }));
  }

  /** Lets a request be paid. Rejects with `wrong_state` when somebody was faster, as the next two do. */
  async approve(id: string): Promise<Withdrawal> {
    const params = { path: { id } };
    const call = this.#http.POST('/api/admin/withdrawals/{id}/approve', { params });
    return (await answer(call)).withdrawal;
  }

  /** Refuses a request; its beans go back. */
  async refuse(id: string, reason: string): Promise<Withdrawal> {
    const call = this.#http.POST('/api/admin/withdrawals/{id}/refuse', {
      params: { path: { id } },
      body: { reason },
    });
    return (await answer(call)).withdrawal;
  }

  /** Says that the money is on its way; `reference`: how the bank calls it. */
  async paid(id: string, reference: string): Promise<Withdrawal> {
    const call = this.#http.POST('/api/admin/withdrawals/{id}/paid', {
      params: { path: { id } },
      body: { reference },
    });
    return (await answer(call)).withdrawal;
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
    const params = { query: defined(query) };
    return answer(this.#http.GET('/api/admin/payments', { params, ...within(signal) }));
  }

  /** Gives money back, all of it or a part in minor units, and takes the coins. */
  async refund(id: string, amountMinor?: number): Promise<PersonsPayment> {
    const call = this.#http.POST('/api/admin/payments/{id}/refund', {
      params: { path: { id } },
      body: defined({ amountMinor }),
    });
    return (await answer(call)).payment;
  }
}
