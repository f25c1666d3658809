-- Letters still to be sent. A row says what the letter is about, not its text: links in it are made when it is sent, so that
-- no secret lies here. It is deleted when the letter has been handed over, or given up after a day.
CREATE TABLE outbox (
  id              uuid PRIMARY KEY,
  kind            text NOT NULL,
  address         text NOT NULL,
  language        text NOT NULL,
  data            jsonb NOT NULL,
  created_at      timestamptz NOT NULL,
  next_attempt_at timestamptz NOT NULL,
  attempts        integer NOT NULL DEFAULT 0
);
CREATE INDEX outbox_due ON outbox (next_attempt_at);
