# Books: why a transfer is not written.
ledger-amount-none = 金额 { $amount } 元不大于零
ledger-id-taken = 这一笔的编号已经用于另一笔账
ledger-month-closed = { $month } 已经结账，更正请记入未结账的月份
ledger-account-unknown = 没有账户 { $account }
ledger-account-same = 借方和贷方是同一个账户
ledger-transfer-unknown = 账簿里没有所依据的那一笔
ledger-not-a-hold = 所依据的那一笔不是预留款
ledger-hold-resolved = 这笔预留款此前已经支付或退回
ledger-not-moved = 所依据的那一笔没有动过钱，无从冲回
ledger-more-than-held = { $amount } 元超过预留的 { $held } 元
ledger-more-than-left = { $amount } 元超过尚可冲回的 { $left } 元
ledger-more-than-free = 账户 { $account } 可用 { $free } 元，不够 { $amount } 元
ledger-sum-too-large = 合计金额过大
ledger-account-open = 账户 { $account } 已经开立
ledger-month-not-next = 不能结 { $month } 的账：下一个应结的是 { $next }
ledger-month-holds = { $month } 及以前还有 { $waiting } 笔预留款未支付也未退回，不能结账
