-- What encoders such as OBS publish with: a key by its SHA-256 only, and what its broadcasts are called. The row may be there
-- without a key.
CREATE TABLE stream_keys (
  account_id   uuid PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
  hash         bytea UNIQUE,
  created_at   timestamptz,
  last_used_at timestamptz,
  title        text CHECK (length(title) BETWEEN 1 AND 100),
  description  text NOT NULL DEFAULT '' CHECK (length(description) <= 500),
  category     text NOT NULL DEFAULT 'other' CHECK (category IN ('gaming', 'music', 'talk', 'sports', 'education', 'other')),
  CHECK ((hash IS NULL) = (created_at IS NULL)),
  CHECK (hash IS NOT NULL OR last_used_at IS NULL)
);
