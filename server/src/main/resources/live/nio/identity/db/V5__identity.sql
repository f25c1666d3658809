-- Accounts without a password (made through a provider) or without an address (the provider told none).
-- An address belongs to one account; `claimed_email` is an address somebody typed at registration that belongs to another
-- account already. It lets them sign in, and becomes theirs only by following a link sent to it (see EmailProofs).
ALTER TABLE accounts
  ALTER COLUMN email DROP NOT NULL,
  ALTER COLUMN password_hash DROP NOT NULL,
  ADD COLUMN claimed_email     text CHECK (claimed_email = lower(claimed_email)),
  ADD COLUMN email_verified_at timestamptz,
  ADD COLUMN language          text NOT NULL DEFAULT 'en' CHECK (language IN ('en', 'ru')),
  ADD CHECK (email_verified_at IS NULL OR email IS NOT NULL),
  ADD CHECK (email IS NULL OR claimed_email IS NULL);
CREATE UNIQUE INDEX accounts_claimed_email ON accounts (claimed_email);

-- What a session was opened with and from, as text made when it was opened: names of devices must not change when the
-- parser that found them does.
ALTER TABLE sessions
  ADD COLUMN device           text NOT NULL DEFAULT '',
  ADD COLUMN device_kind      text NOT NULL DEFAULT 'other' CHECK (device_kind IN ('phone', 'tablet', 'desktop', 'other')),
  ADD COLUMN browser          text NOT NULL DEFAULT '',
  ADD COLUMN system           text NOT NULL DEFAULT '',
  ADD COLUMN country_code     text,
  ADD COLUMN city             text,
  ADD COLUMN method           text NOT NULL DEFAULT 'password',
  ADD COLUMN factors          text[] NOT NULL DEFAULT '{password}',
  ADD COLUMN authenticated_at timestamptz,
  ADD COLUMN confirmed_at     timestamptz,
  DROP CONSTRAINT sessions_end_reason_check,
  ADD CONSTRAINT sessions_end_reason_check CHECK (end_reason IN (
    'logout', 'token_reuse', 'evicted', 'ended_by_user', 'ended_by_admin', 'not_me', 'password_changed', 'email_proved', 'account_disabled'));
UPDATE sessions SET confirmed_at = created_at;

-- Every try to sign in to an account that exists. `failure` is null for the successful ones.
CREATE TABLE login_attempts (
  id           uuid PRIMARY KEY,
  account_id   uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  ip_address   text NOT NULL,
  user_agent   text NOT NULL,
  device       text NOT NULL,
  device_kind  text NOT NULL,
  browser      text NOT NULL,
  system       text NOT NULL,
  country_code text,
  city         text,
  method       text NOT NULL,
  failure      text,
  created_at   timestamptz NOT NULL
);
CREATE INDEX login_attempts_of_account ON login_attempts (account_id, id DESC);
CREATE INDEX login_attempts_age ON login_attempts (created_at);

-- Devices somebody has signed in from: the SHA-256 of the token each carries.
CREATE TABLE known_devices (
  account_id    uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  device_hash   bytea NOT NULL,
  last_seen_at  timestamptz NOT NULL,
  PRIMARY KEY (account_id, device_hash)
);
CREATE INDEX known_devices_age ON known_devices (last_seen_at);

-- What the owner of an account should know. Answered ones are not shown again.
CREATE TABLE security_notices (
  id          uuid PRIMARY KEY,
  account_id  uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  kind        text NOT NULL CHECK (kind IN (
    'new_login', 'session_evicted', 'token_reuse', 'password_changed', 'email_changed', 'identity_linked', 'identity_unlinked')),
  session_id  uuid,
  detail      text,
  created_at  timestamptz NOT NULL,
  answered_at timestamptz
);
CREATE INDEX security_notices_open ON security_notices (account_id, id DESC) WHERE answered_at IS NULL;
CREATE INDEX security_notices_age ON security_notices (created_at);

-- Links sent by mail, known by the SHA-256 of their token. One use.
CREATE TABLE mail_links (
  hash       bytea PRIMARY KEY,
  purpose    text NOT NULL CHECK (purpose IN ('verify_email', 'change_email', 'reset_password', 'not_me')),
  account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  email      text,
  session_id uuid,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX mail_links_of_account ON mail_links (account_id, purpose);
CREATE INDEX mail_links_expiry ON mail_links (expires_at);

-- Accounts elsewhere that may sign in to an account here, by who vouches (issuer) and for whom (subject).
CREATE TABLE linked_identities (
  id           uuid PRIMARY KEY,
  account_id   uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  provider     text NOT NULL,
  issuer       text NOT NULL,
  subject      text NOT NULL,
  email        text,
  name         text,
  linked_at    timestamptz NOT NULL,
  last_used_at timestamptz NOT NULL,
  UNIQUE (issuer, subject),
  UNIQUE (account_id, provider)
);
