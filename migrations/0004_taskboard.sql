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
