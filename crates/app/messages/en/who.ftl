# Finding one person, and what a run says in detail
help-who = Find one person in a ledger, in spite of errors
help-record = What is known of the person, repeatable, such as name=王小明 or birth_date=1951-04-03
help-top = At most so many answers
help-json = Answer as JSON
help-verbose = Also say how long each stage took and what each blocking rule brought
example-who = Example: doudi who roll.xlsx --record name=王小明 --record birth_date=1951-04-03
who-record = write "{ $value }" as role=value, such as name=王小明; docs/cli.md lists the roles
who-nobody = nobody in the ledger is like this person
who-found = { $id }: probability { $probability }
who-time = { $rows } records searched in { $milliseconds } ms
summary-stage = { $stage }: { $seconds } s
summary-rule = rule { $rule }: { $pairs } pairs
summary-prior = chance that two records are one person { $prior }; about { $expected } of the links are right
