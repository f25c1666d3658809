-- Messages of the streams' chats. Ids are UUIDv7, so they sort by time within a stream.
CREATE TABLE chat_messages (
  id                uuid PRIMARY KEY,
  stream_id         uuid NOT NULL REFERENCES streams ON DELETE CASCADE,
  author_id         uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  -- Chosen by the client; makes sending again harmless.
  client_message_id text NOT NULL CHECK (length(client_message_id) BETWEEN 1 AND 64),
  text              text NOT NULL CHECK (length(text) BETWEEN 1 AND 500),
  reply_to          uuid REFERENCES chat_messages ON DELETE SET NULL,
  created_at        timestamptz NOT NULL,
  UNIQUE (stream_id, author_id, client_message_id)
);
CREATE INDEX chat_messages_of_stream ON chat_messages (stream_id, id DESC);
CREATE INDEX chat_messages_replies ON chat_messages (reply_to) WHERE reply_to IS NOT NULL;
