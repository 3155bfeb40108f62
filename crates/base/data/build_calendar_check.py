"""Writes chinesecalendar-days.txt for the test that checks holidays.txt (see README.md).

Argument: a folder in which chinesecalendar 1.11.0 is unpacked. One line a day that differs from
the plain week: `off` for a weekday without work, `work` for a weekend day with work.
"""

import datetime
import pathlib
import sys

sys.path.insert(0, sys.argv[1])
from chinese_calendar import is_workday  # noqa: E402

lines = []
day = datetime.date(2017, 1, 1)
while day <= datetime.date(2026, 12, 31):
    weekend = day.weekday() >= 5
    if is_workday(day) == weekend:
        lines.append(f"{day} {'work' if weekend else 'off'}\n")
    day += datetime.timedelta(days=1)
pathlib.Path(__file__).with_name("chinesecalendar-days.txt").write_text("".join(lines))
print(len(lines), "days")
