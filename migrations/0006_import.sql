-- Files into registers, as work that can be left and come back to. The two tables of 0005 could
-- not be reached by any page or command: they hold nothing and are made anew.
DROP TABLE register_batch_row;
DROP TABLE register_batch;

-- A file that somebody brings: uploaded, its columns told, checked, applied and undone as a whole.
CREATE TABLE register_batch (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL DEFAULT 1,
  register TEXT NOT NULL,
  file TEXT NOT NULL,
  sheet TEXT,
  content_sealed BYTEA,
  state TEXT NOT NULL CHECK (state IN ('uploaded', 'checking', 'read', 'applying', 'applied',
    'undoing', 'undone', 'left')),
  columns TEXT NOT NULL,
  whole BIGINT NOT NULL DEFAULT 0 CHECK (whole IN (0, 1)),
  division TEXT NOT NULL,
  told TEXT NOT NULL DEFAULT '',
  job_id TEXT,
  added BIGINT NOT NULL DEFAULT 0,
  changed BIGINT NOT NULL DEFAULT 0,
  same BIGINT NOT NULL DEFAULT 0,
  unsure BIGINT NOT NULL DEFAULT 0,
  rejected BIGINT NOT NULL DEFAULT 0,
  gone BIGINT NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL,
  applied_at TEXT,
  applied_by TEXT,
  undone_at TEXT,
  undone_by TEXT
);
CREATE INDEX register_batch_register ON register_batch (register, created_at);

-- A row of such a file: what it says (sealed), what it would do, and what it did. A record that is
-- gone from a whole file has a row too, numbered behind those of the file.
CREATE TABLE register_batch_row (
  id TEXT PRIMARY KEY,
  batch_id TEXT NOT NULL REFERENCES register_batch (id) DEFERRABLE,
  row_number BIGINT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('new', 'changed', 'same', 'unsure', 'rejected', 'gone')),
  title TEXT NOT NULL,
  division TEXT NOT NULL,
  said_sealed BYTEA NOT NULL,
  told TEXT NOT NULL,
  chosen TEXT,
  person_id TEXT,
  person_new BIGINT NOT NULL DEFAULT 0 CHECK (person_new IN (0, 1)),
  record_id TEXT,
  record_version BIGINT
);
CREATE UNIQUE INDEX register_batch_row_number ON register_batch_row (batch_id, row_number);
CREATE INDEX register_batch_row_outcome ON register_batch_row (batch_id, outcome, row_number);
