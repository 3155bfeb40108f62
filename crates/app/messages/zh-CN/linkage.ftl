# 关联
linkage-lengths-differ = 列 { $role } 有 { $found } 行，其他列有 { $expected } 行
linkage-column-repeated = 两列都指定为 { $role }
linkage-too-many-rows = 共 { $rows } 行，超过一次能处理的数量
linkage-nothing-to-compare = 没有可以识别人员的共同列：请用 --column 指定姓名、身份证号等列
linkage-cancelled = 已取消
linkage-model-unreadable = 模型文件无法读取：{ $reason }
linkage-model-foreign = 不是关联模型文件（格式为“{ $found }”）
linkage-model-newer = 模型文件版本 { $found } 高于本程序支持的 { $known }：请升级程序
linkage-model-level = 模型字段 { $field } 有 { $found } 级，应为 { $expected } 级
linkage-model-number = 模型字段 { $field } 的数值 { $value } 超出范围
linkage-row-absent = 没有第 { $row } 行（共 { $rows } 行）
linkage-ledger-absent = 没有第 { $ledger } 本台账（共 { $ledgers } 本）
