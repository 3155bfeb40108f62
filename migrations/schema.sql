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
  pending BIGINT NOT NULL CHECK (pending IN (0, 1)),
  by_provider BIGINT NOT NULL DEFAULT 0 CHECK (by_provider IN (0, 1))
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

-- The core of the registers: people, the households they live in, and how both can be reached and
-- found. Nothing is overwritten without its past being kept (record_past), nothing is deleted but
-- rows of person_key, which are made from the names.

-- A person. Numbers are sealed; what they can be found by is a keyed index, so that a copy of this
-- table without the key file tells no number, not even with the birth date beside it.
CREATE TABLE person (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL DEFAULT 1,
  name TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  former_names TEXT NOT NULL DEFAULT '[]',
  sex TEXT CHECK (sex IN ('male', 'female')),
  birth TEXT,
  document TEXT CHECK (document IN ('citizen', 'other')),
  id_number_sealed BYTEA,
  id_number_index BYTEA,
  id_last4 BYTEA,
  id_last6 BYTEA,
  division TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('living', 'moved', 'dead')),
  state_on TEXT,
  state_source TEXT,
  merged_into TEXT REFERENCES person (id) DEFERRABLE,
  source TEXT NOT NULL,
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL,
  changed_at TEXT NOT NULL
);
-- Numbers given twice exist (重号), so the index is not unique.
CREATE INDEX person_id_number ON person (id_number_index);
CREATE INDEX person_id_last4 ON person (id_last4);
CREATE INDEX person_id_last6 ON person (id_last6);
CREATE INDEX person_birth ON person (birth);
CREATE INDEX person_place ON person (division, sort_key, id);
CREATE INDEX person_changed ON person (changed_at);
CREATE INDEX person_merged ON person (merged_into) WHERE merged_into IS NOT NULL;

-- What a person is found by: names, parts of names, pinyin, initials. The division stands in the
-- key so that a search within a village needs no look at the person.
-- @sqlite
CREATE TABLE person_key (
  key TEXT NOT NULL,
  division TEXT NOT NULL,
  person_id TEXT NOT NULL,
  PRIMARY KEY (key, division, person_id)
), WITHOUT ROWID;
-- @postgres
CREATE TABLE person_key (
  key TEXT NOT NULL,
  division TEXT NOT NULL,
  person_id TEXT NOT NULL,
  PRIMARY KEY (key, division, person_id)
);
-- @both

-- A household: people who live together, at an address of a village.
CREATE TABLE household (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL DEFAULT 1,
  number TEXT,
  division TEXT NOT NULL,
  address TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('rural', 'urban')),
  head_id TEXT REFERENCES person (id) DEFERRABLE,
  ended_on TEXT,
  source TEXT NOT NULL,
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL,
  changed_at TEXT NOT NULL
);
CREATE INDEX household_place ON household (division, id);
CREATE INDEX household_number ON household (number) WHERE number IS NOT NULL;
CREATE INDEX household_head ON household (head_id);

-- A person's time in a household. It ends, it is not deleted; nobody lives in two at once.
CREATE TABLE membership (
  id TEXT PRIMARY KEY,
  household_id TEXT NOT NULL REFERENCES household (id) DEFERRABLE,
  person_id TEXT NOT NULL REFERENCES person (id) DEFERRABLE,
  relation TEXT NOT NULL,
  from_on TEXT NOT NULL,
  to_on TEXT,
  end_reason TEXT,
  source TEXT NOT NULL,
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL,
  CHECK (to_on IS NULL OR to_on >= from_on)
);
CREATE UNIQUE INDEX membership_now ON membership (person_id) WHERE to_on IS NULL;
CREATE INDEX membership_household ON membership (household_id, from_on);
CREATE INDEX membership_person ON membership (person_id, from_on);

-- A telephone number or the like.
CREATE TABLE contact (
  id TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES person (id) DEFERRABLE,
  kind TEXT NOT NULL CHECK (kind IN ('mobile', 'landline', 'other')),
  whose TEXT NOT NULL,
  value_sealed BYTEA NOT NULL,
  value_index BYTEA NOT NULL,
  value_last4 BYTEA,
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL,
  ended_at TEXT,
  ended_by TEXT
);
CREATE INDEX contact_person ON contact (person_id);
CREATE INDEX contact_value ON contact (value_index);
CREATE INDEX contact_last4 ON contact (value_last4);

-- An account that money can be paid into.
CREATE TABLE bank_account (
  id TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES person (id) DEFERRABLE,
  bank TEXT NOT NULL,
  holder TEXT NOT NULL,
  number_sealed BYTEA NOT NULL,
  number_index BYTEA NOT NULL,
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL,
  ended_at TEXT,
  ended_by TEXT
);
CREATE INDEX bank_account_person ON bank_account (person_id);
CREATE INDEX bank_account_number ON bank_account (number_index);

-- A place of a person beside the household's: where the household register is, where they work.
CREATE TABLE address (
  id TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES person (id) DEFERRABLE,
  kind TEXT NOT NULL CHECK (kind IN ('registered', 'away')),
  division TEXT,
  line TEXT NOT NULL,
  from_on TEXT NOT NULL,
  to_on TEXT,
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL
);
CREATE INDEX address_person ON address (person_id, from_on);

-- Two records found to be one person, with what was changed for it: the way back.
CREATE TABLE person_merge (
  id TEXT PRIMARY KEY,
  kept_id TEXT NOT NULL REFERENCES person (id) DEFERRABLE,
  gone_id TEXT NOT NULL REFERENCES person (id) DEFERRABLE,
  reason TEXT NOT NULL,
  done TEXT NOT NULL,
  merged_at TEXT NOT NULL,
  merged_by TEXT NOT NULL,
  undone_at TEXT,
  undone_by TEXT
);
CREATE INDEX person_merge_kept ON person_merge (kept_id);
CREATE INDEX person_merge_gone ON person_merge (gone_id);

-- A record as it was before a change, and who ended that state. What is secret in it is sealed.
CREATE TABLE record_past (
  id TEXT PRIMARY KEY,
  subject TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  version BIGINT NOT NULL,
  data TEXT NOT NULL,
  secret_sealed BYTEA,
  act TEXT NOT NULL,
  reason TEXT,
  ended_at TEXT NOT NULL,
  ended_by TEXT NOT NULL
);
CREATE UNIQUE INDEX record_past_version ON record_past (subject, subject_id, version);

-- What people chose for themselves: columns of a list, saved views of it. Nothing of anybody's case.
CREATE TABLE preference (
  account_id TEXT NOT NULL REFERENCES account (id) DEFERRABLE,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (account_id, key)
);

-- Numbers that follow one another under a name, such as the problems of a year: given out in the
-- transaction of the record that bears them, so that none is given twice and none is lost.
CREATE TABLE sequence (
  name TEXT PRIMARY KEY,
  value BIGINT NOT NULL CHECK (value > 0)
);

-- The plan at work: published plans, tasks and what happened to them, problems to be put right.

-- A plan as it was published; its text and items stay as they were, a later edition is another row.
CREATE TABLE plan (
  id TEXT PRIMARY KEY,
  code TEXT NOT NULL,
  edition BIGINT NOT NULL CHECK (edition >= 1),
  document TEXT NOT NULL,
  issued TEXT NOT NULL,
  ends TEXT NOT NULL,
  body TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  published_at TEXT NOT NULL,
  published_by TEXT NOT NULL,
  UNIQUE (code, edition)
);

-- Something found wrong that must be put right and closed out.
CREATE TABLE problem (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL DEFAULT 1,
  number TEXT NOT NULL UNIQUE,
  source TEXT NOT NULL CHECK (source IN
    ('inspection', 'assessment', 'city', 'audit', 'self', 'petition')),
  title TEXT NOT NULL,
  detail TEXT NOT NULL,
  cause TEXT NOT NULL,
  found_on TEXT NOT NULL,
  division TEXT NOT NULL,
  section TEXT NOT NULL,
  due TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'proposed', 'closed')),
  closed_on TEXT,
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL
);
CREATE INDEX problem_due ON problem (state, due);

-- Signatures under a close-out: two people, neither of whom did the work.
CREATE TABLE problem_signature (
  id TEXT PRIMARY KEY,
  problem_id TEXT NOT NULL REFERENCES problem (id) DEFERRABLE,
  account_id TEXT NOT NULL REFERENCES account (id) DEFERRABLE,
  name TEXT NOT NULL,
  note TEXT NOT NULL,
  at TEXT NOT NULL,
  revoked_at TEXT
);
CREATE INDEX problem_signature_problem ON problem_signature (problem_id);

-- A task: of an item of a plan, a measure against a problem, or neither.
CREATE TABLE task (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL DEFAULT 1,
  plan_id TEXT REFERENCES plan (id) DEFERRABLE,
  item TEXT,
  month TEXT,
  problem_id TEXT REFERENCES problem (id) DEFERRABLE,
  title TEXT NOT NULL,
  title_en TEXT,
  detail TEXT NOT NULL,
  evidence TEXT NOT NULL,
  division TEXT NOT NULL,
  section TEXT NOT NULL,
  owner_id TEXT REFERENCES account (id) DEFERRABLE,
  owner_name TEXT,
  due TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'doing', 'reported', 'closed', 'withdrawn')),
  reported_by TEXT,
  closed_on TEXT,
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL,
  CHECK ((plan_id IS NULL) = (item IS NULL))
);
CREATE INDEX task_due ON task (state, due);
CREATE INDEX task_owner ON task (owner_id, state);
CREATE INDEX task_item ON task (plan_id, item);
CREATE INDEX task_problem ON task (problem_id);

-- What happened to a task, in order; never changed.
CREATE TABLE task_event (
  id TEXT PRIMARY KEY,
  task_id TEXT NOT NULL REFERENCES task (id) DEFERRABLE,
  at TEXT NOT NULL,
  account_id TEXT,
  name TEXT NOT NULL,
  step TEXT NOT NULL,
  note TEXT NOT NULL,
  due TEXT,
  section TEXT,
  file TEXT REFERENCES attachment (hash) DEFERRABLE,
  file_name TEXT
);
CREATE INDEX task_event_task ON task_event (task_id, at);
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

-- Which column of a file is which field, as somebody last said it for these headers.
CREATE TABLE register_mapping (
  register TEXT NOT NULL,
  headers TEXT NOT NULL,
  columns TEXT NOT NULL,
  used_at TEXT NOT NULL,
  PRIMARY KEY (register, headers)
);

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
CREATE INDEX award_case ON award (case_number);
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
