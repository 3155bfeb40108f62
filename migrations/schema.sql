-- The whole schema as it stands, in the spelling of the migrations. A test holds it equal to them
-- on both engines: whoever adds a migration changes this file too.

-- The tree of administrative divisions; a code begins with the code of what it lies in.
CREATE TABLE division (
  code TEXT PRIMARY KEY,
  parent TEXT REFERENCES division (code) DEFERRABLE,
  name TEXT NOT NULL,
  name_en TEXT,
  level BIGINT NOT NULL CHECK (level BETWEEN 1 AND 5)
);
CREATE INDEX division_parent ON division (parent);

-- A person who can sign in. The ID number is encrypted; its keyed index keeps one person to one
-- account.
CREATE TABLE account (
  id TEXT PRIMARY KEY,
  login TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('active', 'closed')),
  password_hash TEXT NOT NULL,
  password_set_at TEXT NOT NULL,
  password_expired BIGINT NOT NULL CHECK (password_expired IN (0, 1)),
  totp_sealed BYTEA,
  totp_step BIGINT NOT NULL DEFAULT 0,
  failures BIGINT NOT NULL DEFAULT 0,
  locked_until TEXT,
  id_number_sealed BYTEA,
  id_number_index BYTEA UNIQUE,
  language TEXT NOT NULL DEFAULT 'zh-CN',
  theme TEXT NOT NULL DEFAULT 'auto' CHECK (theme IN ('auto', 'light', 'dark')),
  created_at TEXT NOT NULL,
  version BIGINT NOT NULL DEFAULT 1
);

-- A role held in a division (and, in the bureau, a section). Ended, never deleted. The partial
-- index keeps the three administrators apart: nobody holds two of their roles.
CREATE TABLE account_role (
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account (id) DEFERRABLE,
  role TEXT NOT NULL,
  is_administrator BIGINT NOT NULL CHECK (is_administrator IN (0, 1)),
  division TEXT NOT NULL,
  section TEXT,
  granted_by TEXT,
  granted_at TEXT NOT NULL,
  ended_at TEXT
);
CREATE INDEX account_role_account ON account_role (account_id);
CREATE UNIQUE INDEX account_role_one_administrator ON account_role (account_id)
  WHERE is_administrator = 1 AND ended_at IS NULL;

-- Earlier passwords, so that the last few are not used again.
CREATE TABLE account_password (
  account_id TEXT NOT NULL REFERENCES account (id) DEFERRABLE,
  set_at TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  PRIMARY KEY (account_id, set_at)
);

-- A sign-in. The id is a hash of what the browser holds, so that a copy of this table opens no door.
CREATE TABLE session (
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account (id) DEFERRABLE,
  started_at TEXT NOT NULL,
  seen_at TEXT NOT NULL,
  ended_at TEXT,
  address TEXT NOT NULL,
  agent TEXT NOT NULL,
  pending BIGINT NOT NULL CHECK (pending IN (0, 1))
);
CREATE INDEX session_account ON session (account_id, started_at);

-- What was done, by whom, before and after: append-only, each entry sealed onto the one before.
CREATE TABLE journal (
  seq BIGINT PRIMARY KEY,
  at TEXT NOT NULL,
  account_id TEXT,
  actor TEXT NOT NULL,
  act TEXT NOT NULL,
  subject TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  division TEXT,
  before TEXT,
  after TEXT,
  reason TEXT,
  request TEXT NOT NULL,
  seal BYTEA NOT NULL
);
CREATE INDEX journal_subject ON journal (subject, subject_id, seq);
CREATE INDEX journal_account ON journal (account_id, seq);
CREATE INDEX journal_at ON journal (at);

-- @sqlite
CREATE TRIGGER journal_stays BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'journal: entries are never changed'); END;
CREATE TRIGGER journal_keeps BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'journal: entries are never deleted'); END;
-- @postgres
CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'journal: entries are never changed or deleted'; END $$;
CREATE TRIGGER journal_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
  FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
-- @both

-- Work for the machine that outlives a request and a restart.
CREATE TABLE job (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  once_key TEXT UNIQUE,
  payload TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed')),
  progress BIGINT NOT NULL DEFAULT 0,
  total BIGINT NOT NULL DEFAULT 0,
  attempts BIGINT NOT NULL DEFAULT 0,
  run_after TEXT NOT NULL,
  owner TEXT,
  beat_at TEXT,
  created_by TEXT,
  created_at TEXT NOT NULL,
  finished_at TEXT,
  outcome TEXT
);
CREATE INDEX job_due ON job (state, run_after);

-- Files by the hash of their content; the bytes lie on disk.
CREATE TABLE attachment (
  hash TEXT PRIMARY KEY,
  size BIGINT NOT NULL CHECK (size >= 0),
  media_type TEXT NOT NULL,
  created_at TEXT NOT NULL
);
