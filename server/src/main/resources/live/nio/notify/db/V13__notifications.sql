-- What people are told in the app. Ids are UUIDv7, so they sort by time.
CREATE TABLE notifications (
  id         uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  kind       text NOT NULL CHECK (kind IN ('stream_started', 'new_follower')),
  person_id  uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  stream_id  uuid REFERENCES streams ON DELETE CASCADE,
  created_at timestamptz NOT NULL,
  read_at    timestamptz,
  CHECK ((kind = 'stream_started') = (stream_id IS NOT NULL))
);
CREATE INDEX notifications_of_account ON notifications (account_id, id DESC);
CREATE INDEX notifications_unread ON notifications (account_id) WHERE read_at IS NULL;
CREATE INDEX notifications_age ON notifications (created_at);
CREATE INDEX notifications_of_person ON notifications (person_id);
CREATE UNIQUE INDEX notifications_of_stream ON notifications (stream_id, account_id);
-- Who follows, stops and follows again is told once until it is read.
CREATE UNIQUE INDEX notifications_of_follower ON notifications (account_id, person_id)
  WHERE kind = 'new_follower' AND read_at IS NULL;

-- Whose followers are told of which stream, one row a streamer: how far that has come, so that a restart goes on with it.
CREATE TABLE announcements (
  streamer_id  uuid PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
  stream_id    uuid NOT NULL REFERENCES streams ON DELETE CASCADE,
  announced_at timestamptz NOT NULL,
  -- The `seq` of the last follower told.
  told_up_to   bigint NOT NULL DEFAULT 0,
  done         boolean NOT NULL DEFAULT false
);
CREATE INDEX announcements_open ON announcements (announced_at) WHERE NOT done;
