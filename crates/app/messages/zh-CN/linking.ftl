# 关联与查重：文件、依据、应当告诉用户的话
app-memory = 内存“{ $value }”应写成不小于 1MB 的大小，如 512MB、2GB
app-stdin-twice = 标准输入（-）只能读一次：请把其中一份台账存成文件
app-explain-ending = { $file } 的扩展名既不是 html 也不是 json
app-no-folder = 没有文件夹 { $folder }
help-memory = 存放待判记录对的内存，如 512MB、2GB（默认 256MB）；台账本身及其分组另计。放不下的记录对会分批再算一遍，结果相同
summary-no-key = 以“{ $header }”列作编号，但有 { $count } 行没有填写，结果中这些行的编号为空
summary-text-alone = “{ $header }”列只在 { $file } 中有，没有参加比较：请再用一个 --column text=… 指定另一份台账中对应的列
cover-made = 生成时间
cover-near = 待人工核对
explain-first = 这里列出可能性最大的 { $shown } 对；全部见工作簿和 --explain OUT.json。
explain-least = 这里列出把握最小的 { $shown } 对。
explain-row = { $file } 第 { $row } 行
explain-field = 字段
explain-left = 左边
explain-right = 右边
explain-level = 一致程度
explain-bits = 比特
explain-prior = 比较之前的可能性
explain-sum = 合计
explain-probability = 概率
model-built-in = 内置
model-trained = 按本次台账重新估计
value-man = 男
value-woman = 女
