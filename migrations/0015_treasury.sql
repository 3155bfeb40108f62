-- Awards by the number of their case: for payees who ask what they were paid.
CREATE INDEX award_case ON award (case_number);
