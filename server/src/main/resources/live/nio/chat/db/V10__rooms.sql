-- The room of a streamer: it lasts from one stream to the next. No row means the defaults.
CREATE TABLE rooms (
  streamer_id            uuid PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
  slow_mode_seconds      integer NOT NULL DEFAULT 0 CHECK (slow_mode_seconds = 0 OR slow_mode_seconds BETWEEN 3 AND 120),
  -- How long somebody must have followed before writing; null for everybody.
  followers_only_minutes integer CHECK (followers_only_minutes BETWEEN 0 AND 129600),
  emotes_only            boolean NOT NULL DEFAULT false,
  links_allowed          boolean NOT NULL DEFAULT true,
  blocked_words          text[] NOT NULL DEFAULT '{}' CHECK (cardinality(blocked_words) <= 200)
);

CREATE TABLE room_moderators (
  streamer_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  person_id   uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  created_at  timestamptz NOT NULL,
  PRIMARY KEY (streamer_id, person_id),
  CHECK (person_id <> streamer_id)
);
CREATE INDEX room_moderators_of_person ON room_moderators (person_id);

-- Bans (until is null) and time-outs. One that is over counts as none; its row goes a moment later.
CREATE TABLE room_bans (
  streamer_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  person_id   uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  by_id       uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  until       timestamptz,
  reason      text CHECK (length(reason) BETWEEN 1 AND 200),
  created_at  timestamptz NOT NULL,
  PRIMARY KEY (streamer_id, person_id),
  CHECK (person_id <> streamer_id)
);
CREATE INDEX room_bans_newest ON room_bans (streamer_id, created_at DESC);
CREATE INDEX room_bans_ends ON room_bans (until) WHERE until IS NOT NULL;
CREATE INDEX room_bans_of_person ON room_bans (person_id);
CREATE INDEX room_bans_by ON room_bans (by_id);

-- Who did what. It refers to nobody by foreign key: the record outlives the accounts in it.
CREATE TABLE room_audit (
  id          uuid PRIMARY KEY,
  streamer_id uuid NOT NULL,
  action      text NOT NULL CHECK (action IN ('timed_out', 'banned', 'unbanned', 'message_deleted', 'messages_cleared', 'pinned', 'unpinned',
                                              'rules_changed', 'blocked_words_changed', 'moderator_added', 'moderator_removed')),
  by_id       uuid NOT NULL,
  person_id   uuid,
  detail      jsonb NOT NULL DEFAULT '{}',
  created_at  timestamptz NOT NULL
);
CREATE INDEX room_audit_of_room ON room_audit (streamer_id, id DESC);
CREATE INDEX room_audit_age ON room_audit (created_at);

-- Nothing is changed, and nothing is deleted before it is a year old.
CREATE FUNCTION room_audit_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND OLD.created_at < now() - interval '364 days' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'room_audit is append-only';
END $$;
CREATE TRIGGER room_audit_is_kept BEFORE UPDATE OR DELETE ON room_audit
  FOR EACH ROW EXECUTE FUNCTION room_audit_is_kept();

-- Besides what people say, lines the server writes: those have an event and no author.
ALTER TABLE chat_messages
  ALTER COLUMN author_id DROP NOT NULL,
  ALTER COLUMN client_message_id DROP NOT NULL,
  ALTER COLUMN text DROP NOT NULL,
  -- People named in the text.
  ADD COLUMN mentions uuid[] NOT NULL DEFAULT '{}' CHECK (cardinality(mentions) <= 10),
  ADD COLUMN event text CHECK (event IN ('gift', 'followed', 'timed_out', 'banned', 'unbanned', 'rules_changed', 'pinned', 'milestone')),
  -- Whom the event is about, and who did it.
  ADD COLUMN person_id uuid REFERENCES accounts ON DELETE CASCADE,
  ADD COLUMN by_id uuid REFERENCES accounts ON DELETE CASCADE,
  ADD COLUMN data jsonb,
  -- Gifts of one combo share a line, which grows.
  ADD COLUMN combo_id uuid UNIQUE,
  ADD COLUMN grown_at timestamptz,
  -- Deleted messages are kept for a year, unseen.
  ADD COLUMN deleted_at timestamptz,
  ADD COLUMN deleted_by uuid REFERENCES accounts ON DELETE SET NULL,
  ADD CONSTRAINT chat_messages_kind CHECK (
    (event IS NULL AND author_id IS NOT NULL AND client_message_id IS NOT NULL AND text IS NOT NULL AND data IS NULL)
    OR (event IS NOT NULL AND author_id IS NULL AND client_message_id IS NULL AND text IS NULL AND data IS NOT NULL));
CREATE INDEX chat_messages_of_author ON chat_messages (stream_id, author_id, id DESC) WHERE author_id IS NOT NULL;
CREATE INDEX chat_messages_events ON chat_messages (stream_id, event) WHERE event IN ('milestone', 'followed');
CREATE INDEX chat_messages_grown ON chat_messages (stream_id, grown_at) WHERE grown_at IS NOT NULL;
CREATE INDEX chat_messages_deleted ON chat_messages (stream_id, deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX chat_messages_deleted_age ON chat_messages (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX chat_messages_persons ON chat_messages (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX chat_messages_by ON chat_messages (by_id) WHERE by_id IS NOT NULL;
CREATE INDEX chat_messages_deleted_by ON chat_messages (deleted_by) WHERE deleted_by IS NOT NULL;

-- The one message held above a stream's chat.
CREATE TABLE pinned_messages (
  stream_id  uuid PRIMARY KEY REFERENCES streams ON DELETE CASCADE,
  message_id uuid NOT NULL REFERENCES chat_messages ON DELETE CASCADE,
  created_at timestamptz NOT NULL
);
CREATE INDEX pinned_messages_message ON pinned_messages (message_id);
