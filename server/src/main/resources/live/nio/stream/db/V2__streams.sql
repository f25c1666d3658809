-- Live streams, past and present. A stream is live until ended_at is set; that is done once, by whoever gets there first.
CREATE TABLE streams (
  id            uuid PRIMARY KEY,
  streamer_id   uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  title         text NOT NULL CHECK (length(title) BETWEEN 1 AND 100),
  description   text NOT NULL DEFAULT '' CHECK (length(description) <= 500),
  category      text NOT NULL CHECK (category IN ('gaming', 'music', 'talk', 'sports', 'education', 'other')),
  started_at    timestamptz NOT NULL,
  -- The streamer's last sign of life; the reaper ends streams whose streamer has vanished.
  last_seen_at  timestamptz NOT NULL,
  ended_at      timestamptz,
  end_reason    text CHECK (end_reason IN ('ended_by_streamer', 'streamer_lost', 'ended_by_admin')),
  -- For sorting the list; the exact number comes from the open connections.
  viewer_count  integer NOT NULL DEFAULT 0 CHECK (viewer_count >= 0),
  peak_viewers  integer NOT NULL DEFAULT 0 CHECK (peak_viewers >= 0),
  message_count integer NOT NULL DEFAULT 0 CHECK (message_count >= 0),
  CHECK ((ended_at IS NULL) = (end_reason IS NULL))
);
-- One live stream a person.
CREATE UNIQUE INDEX streams_one_live ON streams (streamer_id) WHERE ended_at IS NULL;
CREATE INDEX streams_live ON streams (viewer_count DESC, started_at DESC) WHERE ended_at IS NULL;
CREATE INDEX streams_ended ON streams (started_at DESC) WHERE ended_at IS NOT NULL;
CREATE INDEX streams_of_streamer ON streams (streamer_id, started_at DESC);
