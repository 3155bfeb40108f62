# 演示
help-demo = 用虚构的区县建一个演示系统并打开网页
example-demo = 例：doudi demo --people 50000
help-fill-only = 只建数据，不打开网页
demo-other = { $folder } 里的数据库不是演示数据；请用 --data 指定一个空文件夹
demo-there = 沿用 { $folder } 里的演示数据
demo-filling = 正在建立 { $people } 人的区县……
demo-filled = 已登记 { $people } 人，用时 { $seconds } 秒
demo-open = 登录页列出了各角色的账号
