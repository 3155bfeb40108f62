# The road of a programme: limits, notices, and what is due when.
road-accepted = If accepted on { $day }
road-decide-by = must be decided by { $due } at the latest
road-no-limit = the rules that were found set no limit
road-working = { $days ->
    [1] within 1 working day
   *[other] within { $days } working days
}
road-calendar = { $days ->
    [1] within 1 day
   *[other] within { $days } days
}
road-full = { $days } full days
road-by = {" "}– by { $due }
road-no-calendar = {" "}– the holiday notice of that year is not known
road-after = {" "}of: { $steps }
road-pauses = {", "}standing still during: { $steps }
road-excluding = {", "}not counting: { $steps }
road-hangs = {""}posted { $from } to { $to }
road-whole = The whole
road-posted = posted { $days } full days; says only: { $fields }
road-no-notice = must not be made public
road-delegated = may be left to: { $to }
road-sampling = looked at again: { $what }
road-share = { $percent } % of all
road-leaves = leaves behind: { $what }
road-leaves-signed = leaves behind: { $what }, { $signatures } signed
road-branch = { $branch } → { $to }
road-limits = Limits and deadlines
road-months = every { $months } months
label-notice-name = name
label-notice-amount = amount
label-notice-member-count = number of members
label-notice-town = town
show-and = and
show-or = or
show-not = not {""}
