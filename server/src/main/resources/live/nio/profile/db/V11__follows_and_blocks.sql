-- What somebody says of themselves.
CREATE TABLE profiles (
  account_id uuid PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
  bio        text NOT NULL DEFAULT '' CHECK (length(bio) <= 300)
);

-- Who follows whom. `seq` is the order in which it happened, for lists and batches that go on where the last one ended.
CREATE TABLE follows (
  followee_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  follower_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  created_at  timestamptz NOT NULL,
  seq         bigint GENERATED ALWAYS AS IDENTITY,
  PRIMARY KEY (followee_id, follower_id),
  CHECK (followee_id <> follower_id)
);
CREATE INDEX follows_of_followee ON follows (followee_id, seq DESC);
CREATE INDEX follows_of_follower ON follows (follower_id, seq DESC);

-- Who wants nothing to do with whom.
CREATE TABLE blocks (
  blocker_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  blocked_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (blocker_id, blocked_id),
  CHECK (blocker_id <> blocked_id)
);
CREATE INDEX blocks_of_blocked ON blocks (blocked_id);
CREATE INDEX blocks_in_order ON blocks (blocker_id, created_at DESC);
