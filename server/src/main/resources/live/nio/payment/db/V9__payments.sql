-- Coins bought. A row is made when somebody begins to pay; what the provider says moves it on (PaymentStatus). Rows are never
-- deleted: they are the books.
CREATE TABLE payments (
  id                 uuid PRIMARY KEY,
  account_id         uuid NOT NULL REFERENCES accounts,
  provider           text NOT NULL CHECK (provider IN ('stripe', 'paypal', 'test')),
  -- PaymentIntent, order. Null until the provider has answered.
  provider_reference text,
  -- Charge, capture: the money itself. Coins are credited for it.
  capture_reference  text,
  status             text NOT NULL DEFAULT 'pending' CHECK (status IN (
    'pending', 'paid', 'failed', 'partially_refunded', 'refunded', 'disputed', 'dispute_won', 'dispute_lost')),
  -- What was ordered, computed by us: coins with their bonus, minor units of the currency.
  coins              bigint NOT NULL CHECK (coins > 0),
  amount_minor       bigint NOT NULL CHECK (amount_minor > 0),
  currency           text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  refunded_minor     bigint NOT NULL DEFAULT 0 CHECK (refunded_minor BETWEEN 0 AND amount_minor),
  -- What the provider reported differs from what was ordered; nothing was credited for it.
  problem            text CHECK (problem IN (
    'reference_mismatch', 'owner_mismatch', 'currency_mismatch', 'amount_mismatch', 'second_capture')),
  created_at         timestamptz NOT NULL,
  -- When the coins were credited.
  paid_at            timestamptz,
  -- When to ask the provider next what became of it; null when there is nothing to ask any more.
  next_check_at      timestamptz,
  checks             integer NOT NULL DEFAULT 0,
  CHECK ((paid_at IS NULL) = (status IN ('pending', 'failed'))),
  CHECK (paid_at IS NULL OR capture_reference IS NOT NULL)
);
-- One payment, so one credit, per object of the provider.
CREATE UNIQUE INDEX payments_provider_reference ON payments (provider, provider_reference) WHERE provider_reference IS NOT NULL;
CREATE UNIQUE INDEX payments_capture_reference ON payments (provider, capture_reference) WHERE capture_reference IS NOT NULL;
CREATE INDEX payments_of_account ON payments (account_id, id DESC);
CREATE INDEX payments_by_status ON payments (status, id DESC);
CREATE INDEX payments_with_problem ON payments (id DESC) WHERE problem IS NOT NULL;
CREATE INDEX payments_to_check ON payments (next_check_at) WHERE next_check_at IS NOT NULL;

-- Money the provider says has gone back to the buyer, or may: refunds and disputes.
CREATE TABLE payment_claims (
  provider     text NOT NULL,
  reference    text NOT NULL,
  payment_id   uuid NOT NULL REFERENCES payments,
  kind         text NOT NULL CHECK (kind IN ('refund', 'chargeback')),
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  -- open: a refund under way, a dispute; final: refunded, lost; returned: the refund failed, the dispute was won.
  state        text NOT NULL CHECK (state IN ('open', 'final', 'returned')),
  created_at   timestamptz NOT NULL,
  PRIMARY KEY (provider, reference)
);
CREATE INDEX payment_claims_of_payment ON payment_claims (payment_id);

-- What was taken from the buyer's wallet for a claim; several times when other claims stood in the way at first.
CREATE TABLE payment_takings (
  -- The reference the wallet knows it by.
  reference       text PRIMARY KEY,
  payment_id      uuid NOT NULL REFERENCES payments,
  claim_reference text NOT NULL,
  amount_minor    bigint NOT NULL CHECK (amount_minor > 0),
  coins           bigint NOT NULL CHECK (coins >= 0),
  returned_at     timestamptz
);
CREATE INDEX payment_takings_of_payment ON payment_takings (payment_id);

-- Messages of providers that were acted upon; they send each more than once. Forgotten after 30 days, which is longer than any of
-- them repeats itself.
CREATE TABLE payment_events (
  provider   text NOT NULL,
  event_id   text NOT NULL,
  payment_id uuid NOT NULL REFERENCES payments,
  handled_at timestamptz NOT NULL,
  PRIMARY KEY (provider, event_id)
);
CREATE INDEX payment_events_by_age ON payment_events (handled_at);
