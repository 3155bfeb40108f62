# Linking and deduplicating: files, evidence, what the user must be told
app-memory = write the memory "{ $value }" as a size of at least 1MB, such as 512MB or 2GB
app-stdin-twice = standard input (-) can be read once only; save one of the ledgers to a file
app-explain-ending = the ending of { $file } is neither html nor json
app-no-folder = there is no folder { $folder }
help-memory = Memory for scored pairs, such as 512MB or 2GB (256MB by default); the ledgers themselves and their blocks come on top. Pairs that do not fit are weighed twice, with the same result
summary-no-key = column "{ $header }" names the records, but { $count } rows have nothing there; their id is empty in the result
summary-text-alone = column "{ $header }" stands in { $file } alone and was not compared; name its counterpart with another --column text=…
cover-made = Made on
cover-near = Near misses
explain-first = The { $shown } likeliest are shown; all of them stand in the workbook and in --explain OUT.json.
explain-least = The { $shown } least sure are shown.
explain-row = { $file } row { $row }
explain-field = field
explain-left = left
explain-right = right
explain-level = agreement
explain-bits = bits
explain-prior = odds before anything is compared
explain-sum = sum
explain-probability = probability
model-built-in = built in
model-trained = fitted to these ledgers
value-man = male
value-woman = female
