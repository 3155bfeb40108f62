# 演示台账
help-ledgers = 生成演示区县的各部门台账（人员均为虚构），并附正确答案
help-ledgers-out = 存放台账、truth.csv、people.csv 和 README.txt 的文件夹
help-people = 人数
help-seed = 随机种子；种子相同，文件相同
help-errors = 书写差错倍率：0 为无差错，1 与实际台账相当
help-ledgers-on = 数据截止日期
example-ledgers = 示例：doudi ledgers -o 演示 --people 50000 --seed 7
ledgers-on = { $value } 不是日期，请写成 2020-05-31
ledgers-errors = { $value } 不是 0 到 20 之间的数
ledgers-written = { $folder }：{ $ledgers } 份台账，{ $rows } 行，{ $people } 名虚构人员，用时 { $seconds } 秒
help-score = 改为评分：doudi compare 输出的线索表（csv、xlsx、parquet）
help-score-json = 评分以 JSON 输出
help-truth = 台账旁的 truth.csv
score-all = 合计
