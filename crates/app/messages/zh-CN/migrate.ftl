# doudi migrate
help-migrate = 把全部数据搬到另一个数据库（SQLite 与 PostgreSQL 互通），逐表比对行数和校验值
example-migrate =
    例：
      doudi migrate --data data --to postgres://doudi:口令@10.0.0.5/doudi
help-migrate-to = 目标数据库：postgres://… 或新文件；必须没有数据
help-migrate-tables = 列出各表的行数和 SM3 校验值
migrate-same = 目标与现在的数据库相同：请用 --to 指定另一个
migrate-done =
    已从 { $from } 搬到 { $to }：{ $tables } 张表 { $rows } 行，读回逐表一致；日志 { $entries } 条，链条完整；用时 { $seconds } 秒。
    原库没有改动。请停止服务，把设置 database 改为新地址后再启动；密钥文件和附件文件夹照旧。
