-- Platform moderators: what an administrator may do in rooms, and nothing else of theirs.
ALTER TABLE accounts DROP CONSTRAINT accounts_role_check,
  ADD CONSTRAINT accounts_role_check CHECK (role IN ('user', 'moderator', 'admin'));
