-- Money, further: postings that cost what they touch.

-- What rests on a transfer is found without reading the others.
CREATE INDEX fund_transfer_of ON fund_transfer (of_id);

-- The book of a town's reserve: granted, filled up, given back, spent. Each entry is a transfer of
-- the books as well; what is left is never less than nothing.
CREATE TABLE reserve_entry (
  town TEXT NOT NULL,
  number BIGINT NOT NULL CHECK (number > 0),
  kind TEXT NOT NULL CHECK (kind IN ('grant', 'refill', 'return', 'spend')),
  month TEXT NOT NULL,
  entry_on TEXT NOT NULL,
  amount_fen BIGINT NOT NULL CHECK (amount_fen > 0),
  balance_fen BIGINT NOT NULL CHECK (balance_fen >= 0),
  programme TEXT NOT NULL,
  case_number TEXT NOT NULL,
  household_id TEXT REFERENCES household (id) DEFERRABLE,
  payee_id TEXT REFERENCES person (id) DEFERRABLE,
  payee_name TEXT NOT NULL,
  way TEXT CHECK (way IN ('transfer', 'cash', 'goods')),
  ceiling_fen BIGINT,
  document TEXT NOT NULL,
  witness TEXT NOT NULL,
  reason TEXT NOT NULL,
  written_at TEXT NOT NULL,
  written_by TEXT NOT NULL,
  PRIMARY KEY (town, number),
  UNIQUE (town, kind, document),
  CHECK ((kind = 'spend') = (payee_id IS NOT NULL)),
  -- One payment is never more than the ceiling of its day.
  CHECK (kind <> 'spend' OR amount_fen <= ceiling_fen)
);
CREATE INDEX reserve_entry_payee ON reserve_entry (payee_id);
CREATE INDEX reserve_entry_case ON reserve_entry (case_number);
-- @sqlite
CREATE TRIGGER reserve_entry_stays BEFORE UPDATE ON reserve_entry
BEGIN SELECT RAISE(ABORT, 'reserve_entry: nothing is ever changed'); END;
CREATE TRIGGER reserve_entry_keeps BEFORE DELETE ON reserve_entry
BEGIN SELECT RAISE(ABORT, 'reserve_entry: nothing is ever deleted'); END;
-- @postgres
CREATE TRIGGER reserve_entry_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON reserve_entry
  FOR EACH STATEMENT EXECUTE FUNCTION treasury_refuse();
-- @both

-- What supervision found in a month's money; run again, a month's findings are found anew.
CREATE TABLE fund_watch (
  month TEXT PRIMARY KEY,
  run_at TEXT NOT NULL,
  run_by TEXT NOT NULL,
  findings BIGINT NOT NULL,
  -- Rules that could not run, and why.
  skipped TEXT NOT NULL
);
CREATE TABLE fund_finding (
  month TEXT NOT NULL REFERENCES fund_watch (month) DEFERRABLE,
  number BIGINT NOT NULL CHECK (number > 0),
  rule TEXT NOT NULL,
  division TEXT NOT NULL,
  payee_id TEXT,
  payee_name TEXT NOT NULL,
  award_id TEXT,
  roll_id TEXT,
  line BIGINT,
  case_number TEXT NOT NULL,
  programme TEXT NOT NULL,
  amount_fen BIGINT NOT NULL,
  evidence TEXT NOT NULL,
  PRIMARY KEY (month, number)
);
CREATE INDEX fund_finding_rule ON fund_finding (month, rule);
CREATE INDEX fund_finding_place ON fund_finding (month, division);
CREATE INDEX fund_finding_payee ON fund_finding (payee_id);
