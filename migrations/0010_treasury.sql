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
