# 查一个人，以及运行明细
help-who = 在台账中查找一个人，容许有误差
help-record = 已知的信息，可重复，例如 name=王小明、birth_date=1951-04-03
help-top = 最多给出几个结果
help-json = 以 JSON 输出
help-verbose = 另列出各步耗时和各条分组规则的候选对数
example-who = 例：doudi who 花名册.xlsx --record name=王小明 --record birth_date=1951-04-03
who-record = “{ $value }”应写成 角色=值，例如 name=王小明；角色见 docs/cli.md
who-nobody = 台账中没有与此人相似的人
who-found = { $id }：概率 { $probability }
who-time = 在 { $rows } 条记录中查找用时 { $milliseconds } 毫秒
summary-stage = { $stage }：{ $seconds } 秒
summary-rule = 规则 { $rule }：{ $pairs } 对
summary-prior = 任意两条记录为同一人的概率 { $prior }；认定中约 { $expected } 对正确
