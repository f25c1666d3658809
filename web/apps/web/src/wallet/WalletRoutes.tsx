import { Route, Routes } from 'react-router';
import { Component as NotFound } from '../shell/NotFoundPage';
import { BuyPage } from './BuyPage';
import { HistoryPage } from './HistoryPage';
import { PaymentsPage } from './PaymentsPage';
import { WalletLayout } from './WalletLayout';
import { WithdrawPage } from './WithdrawPage';

/** `/wallet/…`, one piece of code: the router every page carries names it once. */
export function Component() {
  return (
    <Routes>
      <Route element={<WalletLayout />}>
        <Route index element={<BuyPage />} />
        <Route path="history" element={<HistoryPage />} />
        <Route path="payments" element={<PaymentsPage />} />
        <Route path="withdraw" element={<WithdrawPage />} />
      </Route>
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}
