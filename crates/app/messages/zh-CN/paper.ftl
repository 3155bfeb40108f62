# 文书模板
paper-syntax = 模板第 { $line } 行：“{ $what }”写法不对。请对照模板写法说明（docs/documents.md）
paper-unknown-name = 模板第 { $line } 行：这种文书没有“{ $name }”这一项
paper-wrong-kind = 模板第 { $line } 行：“{ $name }”不能按 { $filter } 写出
paper-font = 字体文件不能用：请换用 TrueType 或 OpenType 字体
paper-print = 文书没有生成：{ $why }
pack-paper = { $file }:{ $line }：文书 { $paper }：{ $what }
