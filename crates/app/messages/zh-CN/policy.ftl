# 规则包：哪里有错，错在何处。
policy-toml = { $file }第{ $line }行第{ $column }列：{ $what }
policy-expression = { $file }第{ $line }行第{ $column }列：{ $what }
policy-missing-file = { $file }：缺少此文件，每个规则包都要有
policy-duplicate = { $file }第{ $line }行第{ $column }列：{ $what }重复定义，请改名或删去一处
policy-unknown-role = { $file }第{ $line }行第{ $column }列：没有名为{ $what }的台账角色，请在[[role]]中声明或改正名称
policy-unknown-type = { $file }第{ $line }行第{ $column }列：没有{ $what }这种类型、列或字段
policy-date = { $file }第{ $line }行第{ $column }列：{ $what }不是日期，或止日早于起日，请写成2020-03-18的样式
policy-quote = { $file }第{ $line }行第{ $column }列：这一部分的正文里必须恰好出现一次“{ $what }”
policy-unasked = { $file }第{ $line }行第{ $column }列：没有任务引用这句话：“{ $what }”
policy-value = { $file }第{ $line }行第{ $column }列：{ $what }不是所声明类型的值
policy-overlap = { $file }第{ $line }行第{ $column }列：{ $day }有{ $what }的两个值同时生效，请让前一个在后一个开始的前一天结束
policy-gap = { $file }第{ $line }行第{ $column }列：{ $day }没有生效的{ $what }；若当时确无规定，请在gap中写明并注出处
policy-unused-parameter = { $file }第{ $line }行第{ $column }列：没有规则用到{ $what }
policy-template = { $file }第{ $line }行第{ $column }列：“{ $what }”的花括号不配对
policy-certainty = { $file }第{ $line }行第{ $column }列：{ $what }不是0到1之间的概率
policy-layer-missing = { $file }第{ $line }行第{ $column }列：上级规则包{ $what }不存在，请改正路径
policy-layer-cycle = { $file }第{ $line }行第{ $column }列：规则包互为上下级：{ $what }，请删去其中一个below
policy-override-unknown = { $file }第{ $line }行第{ $column }列：上级规则包中没有{ $what }；若是新增，请删去overrides
policy-override-near = { $file }第{ $line }行第{ $column }列：上级规则包中没有{ $what }，是不是{ $near }？
policy-override-silent = { $file }第{ $line }行第{ $column }列：{ $what }已在{ $layer }中规定；要改变它，请注明依据：overrides = {"{"}document = "…", article = "…"{"}"}
policy-override-type = { $file }第{ $line }行第{ $column }列：{ $what }的类型和键须与上级一致
policy-lacks = { $file }第{ $line }行第{ $column }列：{ $what }缺少{ $field }
policy-key = { $file }第{ $line }行第{ $column }列：{ $what }：{ $key }不是所声明的键，或缺少该键的值
policy-key-near = { $file }第{ $line }行第{ $column }列：{ $what }：没有键{ $key }，是不是{ $near }？
policy-constraint = { $file }第{ $line }行第{ $column }列：自{ $day }起：{ $why }（{ $cite }）
