# Books: why a transfer is not written.
ledger-amount-none = The amount of { $amount } yuan is not more than nothing
ledger-id-taken = This number belongs to another entry of the books
ledger-month-closed = { $month } is closed; enter the correction in an open month
ledger-account-unknown = There is no account { $account }
ledger-account-same = Debit and credit are the same account
ledger-transfer-unknown = The entry that this one rests on is not in the books
ledger-not-a-hold = The entry that this one rests on holds no money
ledger-hold-resolved = This held money was paid or released before
ledger-not-moved = The entry that this one rests on moved no money; there is nothing to reverse
ledger-more-than-held = { $amount } yuan are more than the { $held } held
ledger-more-than-left = { $amount } yuan are more than the { $left } left to reverse
ledger-more-than-free = Account { $account } has { $free } yuan free, not { $amount }
ledger-sum-too-large = A sum grows too large
ledger-account-open = Account { $account } is open already
ledger-month-not-next = { $month } cannot be closed: { $next } comes next
ledger-month-holds = { $month } cannot be closed: { $waiting } amounts of that month or before are held, neither paid nor released
