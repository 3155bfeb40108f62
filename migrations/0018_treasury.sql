-- What a programme's money of a year is meant for, town by town. A sum below nothing takes back.
-- Paid is centrally all the same: an allotment holds nothing, it is what spending is measured by.
CREATE TABLE fund_allotment (
  id TEXT PRIMARY KEY,
  programme TEXT NOT NULL,
  division TEXT NOT NULL,
  year BIGINT NOT NULL,
  amount_fen BIGINT NOT NULL CHECK (amount_fen <> 0),
  document TEXT NOT NULL,
  made_at TEXT NOT NULL,
  made_by TEXT NOT NULL,
  UNIQUE (programme, division, year, document)
);
-- @sqlite
CREATE TRIGGER fund_allotment_stays BEFORE UPDATE ON fund_allotment
BEGIN SELECT RAISE(ABORT, 'fund_allotment: nothing is ever changed'); END;
CREATE TRIGGER fund_allotment_keeps BEFORE DELETE ON fund_allotment
BEGIN SELECT RAISE(ABORT, 'fund_allotment: nothing is ever deleted'); END;
-- @postgres
CREATE TRIGGER fund_allotment_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON fund_allotment
  FOR EACH STATEMENT EXECUTE FUNCTION treasury_refuse();
-- @both

-- Money that was paid too much and is asked back.
CREATE TABLE recovery (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL DEFAULT 1,
  award_id TEXT NOT NULL REFERENCES award (id) DEFERRABLE,
  amount_fen BIGINT NOT NULL CHECK (amount_fen > 0),
  reason TEXT NOT NULL,
  due TEXT NOT NULL,
  closed_on TEXT,
  opened_at TEXT NOT NULL,
  opened_by TEXT NOT NULL
);
-- An award is asked back once at a time.
CREATE UNIQUE INDEX recovery_open ON recovery (award_id) WHERE closed_on IS NULL;

-- What came back, or was let off, and for which month of the award.
CREATE TABLE recovery_entry (
  recovery_id TEXT NOT NULL REFERENCES recovery (id) DEFERRABLE,
  number BIGINT NOT NULL CHECK (number > 0),
  month TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('back', 'off')),
  amount_fen BIGINT NOT NULL CHECK (amount_fen > 0),
  on_day TEXT NOT NULL,
  document TEXT NOT NULL,
  made_at TEXT NOT NULL,
  made_by TEXT NOT NULL,
  PRIMARY KEY (recovery_id, number, month)
);
-- @sqlite
CREATE TRIGGER recovery_entry_stays BEFORE UPDATE ON recovery_entry
BEGIN SELECT RAISE(ABORT, 'recovery_entry: nothing is ever changed'); END;
CREATE TRIGGER recovery_entry_keeps BEFORE DELETE ON recovery_entry
BEGIN SELECT RAISE(ABORT, 'recovery_entry: nothing is ever deleted'); END;
-- @postgres
CREATE TRIGGER recovery_entry_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON recovery_entry
  FOR EACH STATEMENT EXECUTE FUNCTION treasury_refuse();
-- @both
