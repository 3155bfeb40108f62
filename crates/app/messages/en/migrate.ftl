# doudi migrate
help-migrate = move everything to another database (SQLite and PostgreSQL either way), rows and sums compared table by table
example-migrate =
    Example:
      doudi migrate --data data --to postgres://doudi:password@10.0.0.5/doudi
help-migrate-to = the database to move to: postgres://… or a new file; it must hold no data
help-migrate-tables = list the rows and the SM3 sum of every table
migrate-same = That is the database in use: name another with --to
migrate-done =
    Moved from { $from } to { $to }: { $tables } tables with { $rows } rows, read back and the same; journal of { $entries } entries, chain whole; { $seconds } seconds.
    The old database is unchanged. Stop the service, set database to the new address and start again; key file and attachments stay as they are.
