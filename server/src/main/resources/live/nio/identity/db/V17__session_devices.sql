-- The known device a session was opened on, so that "this wasn't me" forgets that device too. Null for sessions opened before.
ALTER TABLE sessions ADD COLUMN device_hash bytea;
