# Packs: what is wrong, and where.
policy-toml = { $file }:{ $line }:{ $column }: { $what }
policy-expression = { $file }:{ $line }:{ $column }: { $what }
policy-missing-file = { $file }: the file is missing; every pack has one
policy-duplicate = { $file }:{ $line }:{ $column }: { $what } is declared twice; rename or delete one
policy-unknown-role = { $file }:{ $line }:{ $column }: no role is called { $what }; declare it under [[role]] or correct the name
policy-unknown-type = { $file }:{ $line }:{ $column }: there is no type, column or field { $what }
policy-date = { $file }:{ $line }:{ $column }: { $what } is no date, or ends before it begins; write 2020-03-18
policy-quote = { $file }:{ $line }:{ $column }: the text of this part must have these words exactly once: “{ $what }”
policy-unasked = { $file }:{ $line }:{ $column }: no item quotes this sentence: “{ $what }”
policy-value = { $file }:{ $line }:{ $column }: { $what } is no value of the declared type
policy-overlap = { $file }:{ $line }:{ $column }: two values of { $what } are in force on { $day }; end the first the day before the second begins
policy-gap = { $file }:{ $line }:{ $column }: no value of { $what } is in force on { $day }; if the law had none, say so under gap with its source
policy-unused-parameter = { $file }:{ $line }:{ $column }: no rule uses { $what }
policy-template = { $file }:{ $line }:{ $column }: the braces of “{ $what }” do not match
policy-certainty = { $file }:{ $line }:{ $column }: { $what } is no probability between 0 and 1
policy-layer-missing = { $file }:{ $line }:{ $column }: there is no pack at { $what }, which this one lies below; correct the path
policy-layer-cycle = { $file }:{ $line }:{ $column }: the packs lie below each other: { $what }; remove one “below”
policy-override-unknown = { $file }:{ $line }:{ $column }: no layer above has { $what }; delete “overrides” if it is new
policy-override-near = { $file }:{ $line }:{ $column }: no layer above has { $what }; did you mean { $near }?
policy-override-silent = { $file }:{ $line }:{ $column }: { $what } stands in { $layer } already; to change it, say by which document: overrides = {"{"}document = "…", article = "…"{"}"}
policy-override-type = { $file }:{ $line }:{ $column }: { $what } must keep the type and the keys it has above
policy-lacks = { $file }:{ $line }:{ $column }: { $what } lacks { $field }
policy-key = { $file }:{ $line }:{ $column }: { $what }: { $key } is no key, or a key without a value
policy-key-near = { $file }:{ $line }:{ $column }: { $what }: { $key } is no key; did you mean { $near }?
policy-constraint = { $file }:{ $line }:{ $column }: from { $day } on: { $why } ({ $cite })
