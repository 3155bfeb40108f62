# Databases
db-address = { $address } is no database address; write a file name or postgres://user@host/name
db-connect = the database cannot be opened: { $why }
db-busy = somebody else is writing; try again in a moment
db-unique = { $columns } of { $table } must be unique
db-reference = another record still refers to this one ({ $constraint })
db-check = the database refused a value ({ $constraint })
db-stale = somebody else changed this meanwhile; load it again and compare
db-not-found = there is no such record
db-collation = the PostgreSQL database sorts by { $found }; create it anew with LC_COLLATE 'C' TEMPLATE template0
db-newer = the database has version { $found }, newer than the { $known } known here; use the newer program
db-edited-migration = step { $version } of the database's history differs from this program's; use the program that made it
db-migration-failed = step { $version } of the upgrade failed and was undone: { $why }
db-file = { $file }: { $why }
db-dump-damaged = the copy is damaged (line { $line }: { $what }); use another one
db-not-empty = there is data at the target already; restore into an empty place
db-statement = the database failed: { $what }
db-not-the-same = Table { $table }: { $sent } rows were sent, { $found } read back, or their content differs. All was undone; the target is still empty.
