import type { PaymentStatus, WithdrawalStatus } from '@nio/sdk';

/** How a state looks. */
export type Tone = 'good' | 'bad' | 'wait' | 'calm';

export const PAYMENT_TONES: Readonly<Record<PaymentStatus, Tone>> = {
  pending: 'wait',
  paid: 'good',
  failed: 'bad',
  partially_refunded: 'calm',
  refunded: 'calm',
  disputed: 'wait',
  dispute_won: 'good',
  dispute_lost: 'bad',
};

export const WITHDRAWAL_TONES: Readonly<Record<WithdrawalStatus, Tone>> = {
  requested: 'wait',
  approved: 'wait',
  paid: 'good',
  refused: 'bad',
  cancelled: 'calm',
};
