-- What people chose for themselves: columns of a list, saved views of it. Nothing of anybody's case.
CREATE TABLE preference (
  account_id TEXT NOT NULL REFERENCES account (id) DEFERRABLE,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (account_id, key)
);
