-- Declared registers: what packs say is kept, one row a record. Values stand as JSON; those by
-- which lists are narrowed and sorted stand besides in k01 to k16, in a spelling whose order is
-- theirs (docs/decisions/0012-registers.md). Sensitive values are sealed together.
CREATE TABLE register_record (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL DEFAULT 1,
  register TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('kept', 'ended', 'void')),
  division TEXT NOT NULL,
  person_id TEXT REFERENCES person (id) DEFERRABLE,
  household_id TEXT REFERENCES household (id) DEFERRABLE,
  title TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  one_key TEXT NOT NULL,
  data TEXT NOT NULL,
  secret_names TEXT NOT NULL DEFAULT '',
  secret_sealed BYTEA,
  warnings BIGINT NOT NULL DEFAULT 0,
  since_on TEXT NOT NULL,
  confirmed_on TEXT NOT NULL,
  stale_on TEXT,
  remind_on TEXT,
  reminder TEXT,
  ended_on TEXT,
  end_reason TEXT,
  source TEXT NOT NULL,
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  changed_by TEXT NOT NULL,
  k01 TEXT,
  k02 TEXT,
  k03 TEXT,
  k04 TEXT,
  k05 TEXT,
  k06 TEXT,
  k07 TEXT,
  k08 TEXT,
  k09 TEXT,
  k10 TEXT,
  k11 TEXT,
  k12 TEXT,
  k13 TEXT,
  k14 TEXT,
  k15 TEXT,
  k16 TEXT
);
-- Of what makes a record one there is one that is kept.
CREATE UNIQUE INDEX register_record_one ON register_record (register, one_key)
  WHERE state = 'kept';
CREATE INDEX register_record_list ON register_record (register, state, division);
CREATE INDEX register_record_title ON register_record (register, state, sort_key, id);
CREATE INDEX register_record_person ON register_record (person_id);
CREATE INDEX register_record_household ON register_record (household_id);
CREATE INDEX register_record_source ON register_record (source);

-- In which of k01 to k16 a field stands; given once, never to another.
CREATE TABLE register_slot (
  register TEXT NOT NULL,
  field TEXT NOT NULL,
  slot BIGINT NOT NULL CHECK (slot BETWEEN 1 AND 16),
  PRIMARY KEY (register, field)
);
CREATE UNIQUE INDEX register_slot_one ON register_slot (register, slot);

-- A file that somebody brings: read, compared, applied as a whole, and undone as a whole.
CREATE TABLE register_batch (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL DEFAULT 1,
  register TEXT NOT NULL,
  file TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('read', 'applied', 'undone')),
  columns TEXT NOT NULL,
  division TEXT NOT NULL,
  added BIGINT NOT NULL DEFAULT 0,
  changed BIGINT NOT NULL DEFAULT 0,
  same BIGINT NOT NULL DEFAULT 0,
  unsure BIGINT NOT NULL DEFAULT 0,
  rejected BIGINT NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL,
  applied_at TEXT,
  applied_by TEXT,
  undone_at TEXT,
  undone_by TEXT
);
CREATE INDEX register_batch_register ON register_batch (register, created_at);

-- A row of such a file: what it says (sealed), what it would do, and what it did.
CREATE TABLE register_batch_row (
  batch_id TEXT NOT NULL REFERENCES register_batch (id) DEFERRABLE,
  row_number BIGINT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('new', 'changed', 'same', 'unsure', 'rejected')),
  title TEXT NOT NULL,
  division TEXT NOT NULL,
  said_sealed BYTEA NOT NULL,
  told TEXT NOT NULL,
  person_id TEXT,
  record_id TEXT,
  record_version BIGINT,
  PRIMARY KEY (batch_id, row_number)
);
CREATE INDEX register_batch_row_outcome ON register_batch_row (batch_id, outcome, row_number);

-- Which column of a file is which field, as somebody last said it for these headers.
CREATE TABLE register_mapping (
  register TEXT NOT NULL,
  headers TEXT NOT NULL,
  columns TEXT NOT NULL,
  used_at TEXT NOT NULL,
  PRIMARY KEY (register, headers)
);
