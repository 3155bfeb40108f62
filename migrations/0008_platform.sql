-- Numbers that follow one another under a name, such as the problems of a year: given out in the
-- transaction of the record that bears them, so that none is given twice and none is lost.
CREATE TABLE sequence (
  name TEXT PRIMARY KEY,
  value BIGINT NOT NULL CHECK (value > 0)
);
