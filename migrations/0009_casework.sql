-- What somebody applied for at the window: the household's facts as they were known that day, each
-- with its source, and one case for each programme.
CREATE TABLE application (
  id TEXT PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  household_id TEXT NOT NULL REFERENCES household (id) DEFERRABLE,
  division TEXT NOT NULL,
  facts TEXT NOT NULL,
  sources TEXT NOT NULL,
  received_on TEXT NOT NULL,
  received_at TEXT NOT NULL,
  received_by TEXT NOT NULL
);
CREATE INDEX application_household ON application (household_id, received_at);

-- A case as it stands by its last event. The road itself stands in the pack.
CREATE TABLE casefile (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL DEFAULT 1,
  number TEXT NOT NULL UNIQUE,
  application_id TEXT NOT NULL REFERENCES application (id) DEFERRABLE,
  household_id TEXT NOT NULL REFERENCES household (id) DEFERRABLE,
  person_id TEXT NOT NULL REFERENCES person (id) DEFERRABLE,
  programme TEXT NOT NULL,
  whole BIGINT NOT NULL CHECK (whole IN (0, 1)),
  division TEXT NOT NULL,
  step TEXT,
  actor TEXT,
  due TEXT,
  state TEXT NOT NULL CHECK (state IN ('open', 'granted', 'refused', 'withdrawn')),
  amount_fen BIGINT,
  award_id TEXT,
  begun_on TEXT NOT NULL
);
CREATE INDEX casefile_place ON casefile (division, state, due);
CREATE INDEX casefile_household ON casefile (household_id);

-- Everything that happened to a case, in order.
CREATE TABLE casefile_event (
  casefile_id TEXT NOT NULL REFERENCES casefile (id) DEFERRABLE,
  number BIGINT NOT NULL CHECK (number > 0),
  kind TEXT NOT NULL CHECK (kind IN ('begin', 'turn', 'note', 'decide', 'withdraw')),
  day TEXT NOT NULL,
  at TEXT NOT NULL,
  step TEXT,
  branch TEXT,
  note TEXT NOT NULL,
  data TEXT NOT NULL,
  login TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (casefile_id, number)
);
-- @sqlite
CREATE TRIGGER casefile_event_stays BEFORE UPDATE ON casefile_event
BEGIN SELECT RAISE(ABORT, 'casefile_event: nothing is ever changed'); END;
CREATE TRIGGER casefile_event_keeps BEFORE DELETE ON casefile_event
BEGIN SELECT RAISE(ABORT, 'casefile_event: nothing is ever deleted'); END;
-- @postgres
CREATE FUNCTION casework_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '%: nothing is ever changed or deleted', TG_TABLE_NAME; END $$;
CREATE TRIGGER casefile_event_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON casefile_event
  FOR EACH STATEMENT EXECUTE FUNCTION casework_refuse();
-- @both
