-- The stored picture of an account, by its name among the files: random, and nothing of the account's.
ALTER TABLE accounts ADD COLUMN avatar text CHECK (length(avatar) BETWEEN 1 AND 100);
