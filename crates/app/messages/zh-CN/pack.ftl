# 规则包（文件夹）
help-pack = 规则包的检查与查看
help-pack-check = 检查规则包，指出每处错误的文件、行号和改法
help-pack-dir = 规则包文件夹
example-pack = 例：doudi pack check packs/rongchang-2020
example-pack-check = 例：doudi pack check packs/rongchang-2020
pack-unreadable = 无法读取 { $file }：{ $why }
pack-mistakes = 共 { $count } 处错误，改正之前规则包不能使用
pack-warning = 提醒：{ $what }
pack-sound = { $title }没有错误：{ $layers } 层，{ $parameters } 项参数（其中 { $unverified } 项有未经核实的值，共 { $values } 个；另有 { $rules } 条规则依据未经核实；--unverified可逐条列出），{ $roles } 种台账，{ $screens } 项比对，{ $registers } 本登记台账；版本 { $version }
help-check-unverified = 逐条列出未核对的数值和规则、依据和所缺之处
check-values = 未核对的标准和数值
check-rules = 依据未核对的规则
pack-paper-name = 没有“{ $name }”这一项可填
