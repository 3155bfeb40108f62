# Demo ledgers
help-ledgers = Write the demo district's ledgers, all people invented, with the truth beside them
help-ledgers-out = Folder for the ledgers, truth.csv, people.csv and README.txt
help-people = Number of people
help-seed = The same seed gives the same files
help-errors = How often clerks get it wrong: 0 never, 1 as in real ledgers
help-ledgers-on = Day on which everything is told
example-ledgers = Example: doudi ledgers -o demo --people 50000 --seed 7
ledgers-on = { $value } is no date; write it as 2020-05-31
ledgers-errors = { $value } is no number from 0 to 20
ledgers-written = { $folder }: { $ledgers } ledgers with { $rows } rows of { $people } invented people, { $seconds } s
help-score = Score findings instead (the flat table of doudi compare: csv, xlsx, parquet)
help-score-json = Write the score as JSON
help-truth = The truth.csv beside the ledgers
score-all = all
