-- Money: awards, the books, rolls, what the bank was told and answered.

-- The right to be paid under a programme. What is owed for a month follows from its turns; the
-- columns here say how it stands by the turn recorded last.
CREATE TABLE award (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL DEFAULT 1,
  programme TEXT NOT NULL,
  case_number TEXT NOT NULL,
  part TEXT NOT NULL,
  household_id TEXT REFERENCES household (id) DEFERRABLE,
  payee_id TEXT NOT NULL REFERENCES person (id) DEFERRABLE,
  account_id TEXT REFERENCES bank_account (id) DEFERRABLE,
  division TEXT NOT NULL,
  area TEXT NOT NULL CHECK (area IN ('rural', 'urban')),
  cadence TEXT NOT NULL CHECK (cadence IN ('monthly', 'once')),
  first_month TEXT NOT NULL,
  last_month TEXT,
  state TEXT NOT NULL CHECK (state IN ('active', 'suspended', 'ended')),
  amount_fen BIGINT NOT NULL CHECK (amount_fen > 0),
  persons BIGINT NOT NULL CHECK (persons > 0),
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL,
  UNIQUE (programme, case_number, part)
);
CREATE INDEX award_household ON award (household_id);
CREATE INDEX award_payee ON award (payee_id);
CREATE INDEX award_place ON award (division, programme, case_number);

-- What happened to an award: granted, changed, suspended, resumed, ended, each from a month on.
CREATE TABLE award_turn (
  award_id TEXT NOT NULL REFERENCES award (id) DEFERRABLE,
  number BIGINT NOT NULL CHECK (number > 0),
  kind TEXT NOT NULL CHECK (kind IN ('grant', 'change', 'suspend', 'resume', 'end')),
  from_month TEXT NOT NULL,
  amount_fen BIGINT CHECK (amount_fen >= 0),
  supplements TEXT NOT NULL,
  persons BIGINT CHECK (persons > 0),
  decided_on TEXT NOT NULL,
  decision TEXT NOT NULL,
  reason TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  recorded_by TEXT NOT NULL,
  PRIMARY KEY (award_id, number),
  CHECK ((kind IN ('grant', 'change')) = (amount_fen IS NOT NULL))
);
-- @sqlite
CREATE TRIGGER award_turn_stays BEFORE UPDATE ON award_turn
BEGIN SELECT RAISE(ABORT, 'award_turn: nothing is ever changed'); END;
CREATE TRIGGER award_turn_keeps BEFORE DELETE ON award_turn
BEGIN SELECT RAISE(ABORT, 'award_turn: nothing is ever deleted'); END;
-- @postgres
CREATE FUNCTION treasury_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '%: nothing is ever changed or deleted', TG_TABLE_NAME; END $$;
CREATE TRIGGER award_turn_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON award_turn
  FOR EACH STATEMENT EXECUTE FUNCTION treasury_refuse();
-- @both

-- The books. An account's sums stand in it; its guard is held by the table itself: money at hand is
-- never less than nothing, held money counted as gone.
CREATE TABLE fund_account (
  number BIGINT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN
    ('source', 'budget', 'transit', 'paid', 'returned', 'reserve', 'spent')),
  name TEXT NOT NULL,
  division TEXT NOT NULL,
  guard TEXT NOT NULL CHECK (guard IN ('open', 'assets', 'claims')),
  debits_fen BIGINT NOT NULL DEFAULT 0 CHECK (debits_fen >= 0),
  credits_fen BIGINT NOT NULL DEFAULT 0 CHECK (credits_fen >= 0),
  debits_held_fen BIGINT NOT NULL DEFAULT 0 CHECK (debits_held_fen >= 0),
  credits_held_fen BIGINT NOT NULL DEFAULT 0 CHECK (credits_held_fen >= 0),
  UNIQUE (kind, name, division),
  CONSTRAINT fund_account_assets
    CHECK (guard <> 'assets' OR debits_fen - credits_fen - credits_held_fen >= 0),
  CONSTRAINT fund_account_claims
    CHECK (guard <> 'claims' OR credits_fen - debits_fen - debits_held_fen >= 0)
);

-- Months that take no more transfers.
CREATE TABLE fund_month (
  month TEXT PRIMARY KEY,
  closed_at TEXT NOT NULL,
  closed_by TEXT NOT NULL
);

-- What was written into the books: one debit and one credit of one amount, so that everything sums
-- to zero. Never changed, never deleted, never in a closed month.
CREATE TABLE fund_transfer (
  id TEXT PRIMARY KEY,
  number BIGINT NOT NULL UNIQUE,
  month TEXT NOT NULL,
  deed TEXT NOT NULL CHECK (deed IN ('move', 'hold', 'settle', 'release', 'reverse')),
  debit BIGINT NOT NULL REFERENCES fund_account (number) DEFERRABLE,
  credit BIGINT NOT NULL REFERENCES fund_account (number) DEFERRABLE,
  amount_fen BIGINT NOT NULL CHECK (amount_fen > 0),
  of_id TEXT REFERENCES fund_transfer (id) DEFERRABLE,
  subject TEXT NOT NULL,
  note TEXT NOT NULL,
  written_at TEXT NOT NULL,
  written_by TEXT NOT NULL,
  CHECK (debit <> credit),
  CHECK ((deed IN ('move', 'hold')) = (of_id IS NULL))
);
CREATE UNIQUE INDEX fund_transfer_resolved ON fund_transfer (of_id)
  WHERE deed IN ('settle', 'release');
CREATE INDEX fund_transfer_subject ON fund_transfer (subject);
-- @sqlite
CREATE TRIGGER fund_transfer_stays BEFORE UPDATE ON fund_transfer
BEGIN SELECT RAISE(ABORT, 'fund_transfer: nothing is ever changed'); END;
CREATE TRIGGER fund_transfer_keeps BEFORE DELETE ON fund_transfer
BEGIN SELECT RAISE(ABORT, 'fund_transfer: nothing is ever deleted'); END;
CREATE TRIGGER fund_month_stays BEFORE UPDATE ON fund_month
BEGIN SELECT RAISE(ABORT, 'fund_month: a closed month stays closed'); END;
CREATE TRIGGER fund_month_keeps BEFORE DELETE ON fund_month
BEGIN SELECT RAISE(ABORT, 'fund_month: a closed month stays closed'); END;
CREATE TRIGGER fund_transfer_open BEFORE INSERT ON fund_transfer
WHEN EXISTS (SELECT 1 FROM fund_month WHERE month >= NEW.month)
BEGIN SELECT RAISE(ABORT, 'fund_transfer: the month is closed'); END;
-- @postgres
CREATE TRIGGER fund_transfer_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON fund_transfer
  FOR EACH STATEMENT EXECUTE FUNCTION treasury_refuse();
CREATE TRIGGER fund_month_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON fund_month
  FOR EACH STATEMENT EXECUTE FUNCTION treasury_refuse();
CREATE FUNCTION treasury_month_open() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  IF EXISTS (SELECT 1 FROM fund_month WHERE month >= NEW.month) THEN
    RAISE EXCEPTION 'fund_transfer: the month is closed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER fund_transfer_open BEFORE INSERT ON fund_transfer
  FOR EACH ROW EXECUTE FUNCTION treasury_month_open();
-- @both

-- A roll: whom a month pays, or whom it pays again.
CREATE TABLE roll (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL DEFAULT 1,
  month TEXT NOT NULL,
  number BIGINT NOT NULL CHECK (number > 0),
  kind TEXT NOT NULL CHECK (kind IN ('monthly', 'again')),
  state TEXT NOT NULL CHECK (state IN ('draft', 'signed', 'approved', 'filed', 'answered')),
  pay_on TEXT NOT NULL,
  awards_stamp TEXT NOT NULL,
  fingerprint TEXT,
  built_at TEXT NOT NULL,
  built_by TEXT NOT NULL,
  first_id TEXT REFERENCES account (id) DEFERRABLE,
  first_name TEXT,
  first_at TEXT,
  second_id TEXT REFERENCES account (id) DEFERRABLE,
  second_name TEXT,
  second_at TEXT,
  file_format TEXT,
  file_fingerprint TEXT,
  filed_at TEXT,
  UNIQUE (month, number),
  -- The second signature is somebody else's.
  CONSTRAINT roll_two_people CHECK (second_id IS NULL OR second_id <> first_id),
  CHECK (state NOT IN ('approved', 'filed', 'answered') OR second_id IS NOT NULL)
);
CREATE UNIQUE INDEX roll_monthly ON roll (month) WHERE kind = 'monthly';

-- A line of a roll. A draft's lines are built anew as often as wanted; from the first signature on
-- the fingerprint of the roll covers them.
CREATE TABLE roll_line (
  roll_id TEXT NOT NULL REFERENCES roll (id) DEFERRABLE,
  number BIGINT NOT NULL CHECK (number > 0),
  award_id TEXT NOT NULL REFERENCES award (id) DEFERRABLE,
  programme TEXT NOT NULL,
  case_number TEXT NOT NULL,
  household_id TEXT,
  payee_id TEXT NOT NULL,
  payee_name TEXT NOT NULL,
  account_id TEXT,
  division TEXT NOT NULL,
  area TEXT NOT NULL,
  persons BIGINT NOT NULL,
  due_fen BIGINT NOT NULL CHECK (due_fen >= 0),
  arrears_fen BIGINT NOT NULL CHECK (arrears_fen >= 0),
  recovery_fen BIGINT NOT NULL CHECK (recovery_fen >= 0),
  left_fen BIGINT NOT NULL CHECK (left_fen >= 0),
  pay_fen BIGINT NOT NULL CHECK (pay_fen >= 0),
  last_fen BIGINT NOT NULL CHECK (last_fen >= 0),
  cause TEXT NOT NULL CHECK (cause IN ('joined', 'left', 'up', 'down', 'same')),
  turn BIGINT NOT NULL,
  months TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pay', 'blocked', 'held', 'none')),
  block TEXT,
  warning TEXT,
  reason TEXT,
  result TEXT CHECK (result IN ('paid', 'failed')),
  failure TEXT,
  answered_on TEXT,
  again_id TEXT REFERENCES roll (id) DEFERRABLE,
  PRIMARY KEY (roll_id, number),
  UNIQUE (roll_id, award_id),
  CHECK (due_fen + arrears_fen - recovery_fen = pay_fen),
  CHECK (result IS NULL OR state = 'pay')
);
CREATE INDEX roll_line_award ON roll_line (award_id);
CREATE INDEX roll_line_place ON roll_line (roll_id, division);
CREATE INDEX roll_line_payee ON roll_line (payee_id);
CREATE INDEX roll_line_failed ON roll_line (result) WHERE result = 'failed';

-- What approved rolls gave an award for a month; the sum is what has been put on rolls for it.
CREATE TABLE roll_item (
  roll_id TEXT NOT NULL REFERENCES roll (id) DEFERRABLE,
  award_id TEXT NOT NULL REFERENCES award (id) DEFERRABLE,
  month TEXT NOT NULL,
  amount_fen BIGINT NOT NULL CHECK (amount_fen <> 0),
  PRIMARY KEY (award_id, month, roll_id)
);
-- @sqlite
CREATE TRIGGER roll_item_stays BEFORE UPDATE ON roll_item
BEGIN SELECT RAISE(ABORT, 'roll_item: nothing is ever changed'); END;
CREATE TRIGGER roll_item_keeps BEFORE DELETE ON roll_item
BEGIN SELECT RAISE(ABORT, 'roll_item: nothing is ever deleted'); END;
-- @postgres
CREATE TRIGGER roll_item_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON roll_item
  FOR EACH STATEMENT EXECUTE FUNCTION treasury_refuse();
-- @both
