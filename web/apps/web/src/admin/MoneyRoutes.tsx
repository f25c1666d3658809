import { Route, Routes } from 'react-router';
import { Component as NotFound } from '../shell/NotFoundPage';
import { LedgerPage } from './LedgerPage';
import { MoneyLayout } from './MoneyLayout';
import { PaymentsPage } from './PaymentsPage';
import { WithdrawalsPage } from './WithdrawalsPage';

/** `/admin/money/…`, one piece of code. */
export function Component() {
  return (
    <Routes>
      <Route element={<MoneyLayout />}>
        <Route index element={<LedgerPage />} />
        <Route path="withdrawals" element={<WithdrawalsPage />} />
        <Route path="payments" element={<PaymentsPage />} />
      </Route>
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}
