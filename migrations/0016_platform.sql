-- Whether the provider of single sign-on opened a session: no password of ours is then asked for.
ALTER TABLE session
  ADD COLUMN by_provider BIGINT NOT NULL DEFAULT 0 CHECK (by_provider IN (0, 1));
