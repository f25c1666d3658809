/// Buying coins with money: Stripe, PayPal, and a test provider for development.
///
/// ```
///            ┌────────────────── an attempt that failed is tried again ──┐
///            ▼                                                           │
///  begun ─▶ pending ─▶ failed ────────────────────────────────────────────┘
///            │          │ money came after all
///            ▼          ▼
///           paid ─▶ partially_refunded ─▶ refunded
///            │            │                  │
///            └────────────┴──▶ disputed ◀────┘
///                                 ├─▶ dispute_won
///                                 └─▶ dispute_lost
/// ```
///
/// [PaymentStatus] has the whole table. Whatever gives us news – a webhook, the answer to a
/// capture, the job that asks about payments nobody heard of ([Reconciliation]), a refund by an
/// administrator – ends in the same two steps: a [Gateway] asks the provider how the payment
/// stands, all of it, and [Settlement] brings our row and the buyer's wallet there, in one
/// transaction with the row locked. News is only a reason to ask, so it may come twice, late, and
/// in any order.
///
/// Tables: `payments`, one row a purchase; `payment_claims`, money that went back or may;
/// `payment_takings`, what was taken from the wallet for it; `payment_events`, messages acted upon.
/// Everything runs on virtual threads; nothing is kept in memory but PayPal's token and
/// certificates.
@NullMarked
package live.nio.payment;

import org.jspecify.annotations.NullMarked;
