-- Files that are kept with something: a person, a household, a case, a task. The bytes lie under
-- their hash (attachment); a row says with what they are kept, what they are, and who put them there.
-- A paper of which only the original is kept has no bytes here. Nothing is deleted: what was taken
-- away stays with a reason.
CREATE TABLE filed (
  id TEXT PRIMARY KEY,
  subject TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  part TEXT NOT NULL,
  name TEXT NOT NULL,
  note TEXT NOT NULL,
  hash TEXT REFERENCES attachment (hash) DEFERRABLE,
  added_at TEXT NOT NULL,
  added_by TEXT NOT NULL,
  ended_at TEXT,
  ended_by TEXT,
  reason TEXT,
  CHECK ((ended_at IS NULL) = (ended_by IS NULL AND reason IS NULL))
);
CREATE INDEX filed_subject ON filed (subject, subject_id);
