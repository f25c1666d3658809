-- Codes shown as a picture, to be scanned by a phone that is signed in. Code, browser secret and confirmation are known here
-- by their SHA-256 only. Every change of `state` is one UPDATE that names the states it may come from.
CREATE TABLE qr_logins (
  id                uuid PRIMARY KEY,
  code_hash         bytea NOT NULL UNIQUE,
  browser_hash      bytea NOT NULL,
  kind              text NOT NULL CHECK (kind IN ('pushed', 'polled')),
  state             text NOT NULL CHECK (state IN ('created', 'scanned', 'confirmed', 'consumed', 'rejected', 'expired')),
  -- The one the browser shows, and the three the phone chooses among.
  number            integer NOT NULL CHECK (number BETWEEN 10 AND 99),
  numbers           integer[] NOT NULL CHECK (cardinality(numbers) = 3 AND number = ANY(numbers)),
  -- The browser that asks to be signed in, as it was when it asked.
  ip_address        text NOT NULL,
  user_agent        text NOT NULL,
  device            text NOT NULL,
  device_kind       text NOT NULL,
  browser           text NOT NULL,
  system            text NOT NULL,
  country_code      text,
  city              text,
  language          text NOT NULL,
  -- The phone that scanned; all null until then.
  account_id        uuid REFERENCES accounts ON DELETE CASCADE,
  phone_session_id  uuid REFERENCES sessions ON DELETE CASCADE,
  confirmation_hash bytea,
  proximity         text CHECK (proximity IN ('same_network', 'same_country', 'far', 'unknown')),
  created_at        timestamptz NOT NULL,
  scanned_at        timestamptz,
  confirmed_at      timestamptz,
  ended_at          timestamptz,
  expires_at        timestamptz NOT NULL,
  CHECK (num_nulls(account_id, phone_session_id, confirmation_hash, proximity, scanned_at) IN (0, 5)),
  CHECK (state NOT IN ('scanned', 'confirmed', 'consumed') OR scanned_at IS NOT NULL),
  CHECK (state NOT IN ('confirmed', 'consumed') OR confirmed_at IS NOT NULL),
  CHECK ((ended_at IS NULL) = (state IN ('created', 'scanned', 'confirmed')))
);
CREATE INDEX qr_logins_open ON qr_logins (expires_at) WHERE state IN ('created', 'scanned', 'confirmed');
CREATE INDEX qr_logins_ended ON qr_logins (ended_at);
CREATE INDEX qr_logins_of_account ON qr_logins (account_id);
CREATE INDEX qr_logins_of_session ON qr_logins (phone_session_id);
