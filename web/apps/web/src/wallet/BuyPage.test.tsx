import { NioError, type CoinShop, type Payment } from '@nio/sdk';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { money } from '../api/money';
import * as navigation from '../settings/goTo';
import { renderAt } from '../testing/render';
import { BuyPage } from './BuyPage';

const shop = (change: Partial<CoinShop['providers']> = {}): CoinShop => ({
  packages: [
    { id: 'small', coins: 500, bonusCoins: 0, prices: { USD: 500 } },
    { id: 'large', coins: 1000, bonusCoins: 50, prices: { USD: 1000 } },
  ],
  currencies: [{ code: 'USD', minorDigits: 2, coinsPerUnit: '100', min: 100, max: 50_000 }],
  providers: { stripe: null, paypal: null, test: true, ...change },
});
const payment = (change: Partial<Payment> = {}): Payment => ({
  id: 'p1',
  provider: 'test',
  status: 'paid',
  coins: 1050,
  amountMinor: 1000,
  currency: 'USD',
  refundedMinor: 0,
  createdAt: '2026-01-01T00:00:00Z',
  paidAt: '2026-01-01T00:00:01Z',
  ...change,
});

beforeEach(() => {
  vi.spyOn(money, 'shop').mockResolvedValue(shop());
  vi.spyOn(money, 'payment').mockResolvedValue(payment());
});

test('a package is paid with test money, and said to be that', async () => {
  const pay = vi.spyOn(money, 'payTest').mockResolvedValue(payment());
  renderAt('/wallet', <BuyPage />);
  await userEvent.click(await screen.findByRole('radio', { name: /1,050 coins/ }));
  expect(screen.getByText(/nothing is charged/)).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Pay $10' }));
  expect(pay).toHaveBeenCalledExactlyOnceWith({ packageId: 'large', currency: 'USD' });
  expect(await screen.findByText('1,050 coins are in your wallet.')).toBeTruthy();
});

test('an amount of one’s own tells what it buys, and what it may be', async () => {
  renderAt('/wallet', <BuyPage />);
  await userEvent.click(await screen.findByRole('radio', { name: /Another amount/ }));
  const field = screen.getByLabelText('Amount, USD');
  await userEvent.type(field, '12,34');
  expect(screen.getByText('You get 1,234 coins')).toBeTruthy();
  await userEvent.clear(field);
  await userEvent.type(field, '0.5');
  await userEvent.tab();
  expect(await screen.findByText('At least $1')).toBeTruthy();
});

test('PayPal leads to PayPal', async () => {
  vi.mocked(money.shop).mockResolvedValue(
    shop({ test: false, paypal: { clientId: 'c', currencies: ['USD'] } }),
  );
  vi.spyOn(money, 'payPalOrder').mockResolvedValue({
    orderId: 'o1',
    paymentId: 'p1',
    coinsAmount: 1050,
    approveUrl: 'https://paypal.test/approve',
  });
  const go = vi.spyOn(navigation, 'goTo').mockReturnValue();
  renderAt('/wallet', <BuyPage />);
  await userEvent.click(await screen.findByTestId('pay'));
  await waitFor(() => expect(go).toHaveBeenCalledWith('https://paypal.test/approve'));
});

test('a provider that does not answer is said, and nothing is lost', async () => {
  vi.spyOn(money, 'payTest').mockRejectedValue(
    new NioError({ error: 'payment_unavailable', status: 503 }),
  );
  renderAt('/wallet', <BuyPage />);
  await userEvent.click(await screen.findByTestId('pay'));
  expect(await screen.findByText(/does not answer\. Nothing was charged/)).toBeTruthy();
  expect(screen.getByTestId('pay')).toHaveProperty('disabled', false);
});

test('without any provider nothing is on sale', async () => {
  vi.mocked(money.shop).mockResolvedValue(shop({ test: false }));
  renderAt('/wallet', <BuyPage />);
  expect(await screen.findByText('Coins are not on sale here yet')).toBeTruthy();
});

test('coming back from PayPal captures the order and believes the server alone', async () => {
  const capture = vi
    .spyOn(money, 'capturePayPal')
    .mockResolvedValue(payment({ status: 'pending', paidAt: null }));
  vi.mocked(money.payment).mockResolvedValue(payment({ status: 'pending', paidAt: null }));
  renderAt('/wallet?payment=p1&token=o1&PayerID=x', <BuyPage />);
  expect(await screen.findByText('Waiting for the payment service')).toBeTruthy();
  await waitFor(() => expect(capture).toHaveBeenCalledExactlyOnceWith('o1'));
});

test('coming back without having agreed says that nothing was charged', async () => {
  const capture = vi.spyOn(money, 'capturePayPal');
  renderAt('/wallet?payment=p1&cancelled=true&token=o1', <BuyPage />);
  expect(await screen.findByText('Payment cancelled')).toBeTruthy();
  expect(capture).not.toHaveBeenCalled();
});

test('a payment that failed says what to do', async () => {
  vi.mocked(money.payment).mockResolvedValue(payment({ status: 'failed' }));
  renderAt('/wallet?payment=p1', <BuyPage />);
  expect(await screen.findByText('The payment did not go through')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Choose another way' })).toBeTruthy();
});
