# Linkage
linkage-lengths-differ = column { $role } has { $found } rows where the others have { $expected }
linkage-column-repeated = two columns were given as { $role }
linkage-too-many-rows = { $rows } rows are more than one run can hold
linkage-nothing-to-compare = the ledgers share no column that tells who people are; name some with --column
linkage-cancelled = cancelled
linkage-model-unreadable = the model file cannot be read: { $reason }
linkage-model-foreign = not a linkage model (its format is "{ $found }")
linkage-model-newer = the model has version { $found }, newer than the { $known } known here; update the program
linkage-model-level = field { $field } of the model has { $found } levels instead of { $expected }
linkage-model-number = field { $field } of the model: { $value } is out of range
linkage-row-absent = there is no row { $row } (there are { $rows })
linkage-ledger-absent = there is no ledger { $ledger } (there are { $ledgers })
