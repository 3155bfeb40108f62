-- Comparisons: registers and ledgers of other bureaux held against each other by the pack's screens.
CREATE TABLE comparison (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL DEFAULT 1,
  on_day TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'running', 'done', 'failed')),
  pack TEXT NOT NULL,
  told TEXT NOT NULL DEFAULT '',
  people BIGINT NOT NULL DEFAULT 0,
  found BIGINT NOT NULL DEFAULT 0,
  fresh BIGINT NOT NULL DEFAULT 0,
  gone BIGINT NOT NULL DEFAULT 0,
  not_run TEXT NOT NULL DEFAULT '',
  job_id TEXT,
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL,
  done_at TEXT
);

-- What a comparison holds against each other: a file as it was brought, or a register.
CREATE TABLE comparison_ledger (
  id TEXT PRIMARY KEY,
  comparison_id TEXT NOT NULL REFERENCES comparison (id) DEFERRABLE,
  role TEXT NOT NULL,
  name TEXT NOT NULL,
  records BIGINT NOT NULL,
  content_sealed BYTEA,
  UNIQUE (comparison_id, role)
);

-- When comparisons begin by themselves: one row at most.
CREATE TABLE comparison_schedule (
  id BIGINT PRIMARY KEY CHECK (id = 1),
  version BIGINT NOT NULL DEFAULT 1,
  every TEXT NOT NULL CHECK (every IN ('never', 'week', 'month')),
  next_on TEXT,
  login TEXT NOT NULL,
  set_at TEXT NOT NULL
);

-- What was found about somebody: one row however often comparisons find it.
CREATE TABLE finding (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL DEFAULT 1,
  finding_key TEXT NOT NULL UNIQUE,
  screen TEXT NOT NULL,
  name TEXT NOT NULL,
  person_id TEXT REFERENCES person (id) DEFERRABLE,
  division TEXT NOT NULL,
  certainty BIGINT NOT NULL CHECK (certainty BETWEEN 0 AND 1000),
  message_zh TEXT NOT NULL,
  message_en TEXT NOT NULL,
  exempt TEXT NOT NULL DEFAULT '',
  evidence_sealed BYTEA NOT NULL,
  due TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'verified', 'closed')),
  outcome TEXT CHECK (outcome IN ('true', 'false', 'handled')),
  verified_id TEXT REFERENCES account (id) DEFERRABLE,
  seen BIGINT NOT NULL CHECK (seen IN (0, 1)),
  first_id TEXT NOT NULL REFERENCES comparison (id) DEFERRABLE,
  last_id TEXT NOT NULL REFERENCES comparison (id) DEFERRABLE,
  found_on TEXT NOT NULL,
  closed_on TEXT
);
CREATE INDEX finding_place ON finding (division, state, due);
CREATE INDEX finding_screen ON finding (screen, state);
CREATE INDEX finding_person ON finding (person_id);

-- Everything that happened to a finding, in order.
CREATE TABLE finding_event (
  finding_id TEXT NOT NULL REFERENCES finding (id) DEFERRABLE,
  number BIGINT NOT NULL CHECK (number > 0),
  kind TEXT NOT NULL CHECK (kind IN ('found', 'again', 'gone', 'verify', 'close', 'return')),
  day TEXT NOT NULL,
  at TEXT NOT NULL,
  outcome TEXT,
  note TEXT NOT NULL,
  login TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (finding_id, number)
);
-- @sqlite
CREATE TRIGGER finding_event_stays BEFORE UPDATE ON finding_event
BEGIN SELECT RAISE(ABORT, 'finding_event: nothing is ever changed'); END;
CREATE TRIGGER finding_event_keeps BEFORE DELETE ON finding_event
BEGIN SELECT RAISE(ABORT, 'finding_event: nothing is ever deleted'); END;
-- @postgres
CREATE FUNCTION findings_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '%: nothing is ever changed or deleted', TG_TABLE_NAME; END $$;
CREATE TRIGGER finding_event_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON finding_event
  FOR EACH STATEMENT EXECUTE FUNCTION findings_refuse();
-- @both
