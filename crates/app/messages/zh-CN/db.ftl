# Databases
db-address = “{ $address }”不是数据库地址：请写文件名或 postgres://用户@主机/库名
db-connect = 无法打开数据库：{ $why }
db-busy = 有人正在写入：请稍候再试
db-unique = { $table } 的 { $columns } 不能重复
db-reference = 还有其他记录引用它（{ $constraint }）
db-check = 数据库不接受这个值（{ $constraint }）
db-stale = 这条记录刚被他人修改：请重新打开后核对
db-not-found = 没有这条记录
db-collation = PostgreSQL 数据库的排序规则是 { $found }：请用 LC_COLLATE 'C' TEMPLATE template0 重新建库
db-newer = 数据库版本 { $found } 高于本程序支持的 { $known }：请使用新版程序
db-edited-migration = 数据库第 { $version } 步结构变更与本程序不一致：请使用原来的程序
db-migration-failed = 升级第 { $version } 步失败，已撤销：{ $why }
db-file = { $file }：{ $why }
db-dump-damaged = 备份已损坏（第 { $line } 行：{ $what }）：请换一份
db-not-empty = 目标已有数据：请恢复到空的位置
db-statement = 数据库出错：{ $what }
db-not-the-same = { $table } 表送出 { $sent } 行，读回 { $found } 行，或内容不一致：已全部撤销，目标仍为空
