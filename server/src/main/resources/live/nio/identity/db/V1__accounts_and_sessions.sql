-- Accounts. E-mail and nickname are unique without regard to case; e-mail is stored in lower case.
CREATE TABLE accounts (
  id            uuid PRIMARY KEY,
  email         text NOT NULL CHECK (email = lower(email)),
  nickname      text NOT NULL CHECK (nickname ~ '^[A-Za-z0-9_]{3,20}$'),
  password_hash text NOT NULL,
  role          text NOT NULL DEFAULT 'user' CHECK (role IN ('user', 'admin')),
  disabled_at   timestamptz,
  created_at    timestamptz NOT NULL
);
CREATE UNIQUE INDEX accounts_email ON accounts (email);
CREATE UNIQUE INDEX accounts_nickname ON accounts (lower(nickname));
CREATE INDEX accounts_admins ON accounts (id) WHERE role = 'admin';

-- Device sessions: one a login. A session is the family of its refresh tokens; ending it ends them all.
CREATE TABLE sessions (
  id             uuid PRIMARY KEY,
  account_id     uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  user_agent     text NOT NULL,
  ip_address     text NOT NULL,
  created_at     timestamptz NOT NULL,
  last_active_at timestamptz NOT NULL,
  expires_at     timestamptz NOT NULL,
  ended_at       timestamptz,
  end_reason     text CHECK (end_reason IN ('logout', 'token_reuse', 'evicted', 'ended_by_user', 'ended_by_admin')),
  CHECK ((ended_at IS NULL) = (end_reason IS NULL))
);
CREATE INDEX sessions_open_of_account ON sessions (account_id, last_active_at) WHERE ended_at IS NULL;
CREATE INDEX sessions_ended ON sessions (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- Every refresh token ever given out in a session, by its SHA-256 only. The current one has not been replaced; one that has
-- been replaced and comes back is a theft, except for a few seconds (see RefreshTokens).
CREATE TABLE refresh_tokens (
  hash        bytea PRIMARY KEY,
  session_id  uuid NOT NULL REFERENCES sessions ON DELETE CASCADE,
  generation  integer NOT NULL,
  created_at  timestamptz NOT NULL,
  replaced_at timestamptz,
  UNIQUE (session_id, generation)
);
