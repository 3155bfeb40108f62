"""Writes workdays.txt: every day of 2017-2026 by the PyPI package chinesecalendar (1.11.0).

Run: pip install chinesecalendar==1.11.0 && python workdays.py > workdays.txt
"""

import datetime

import chinese_calendar

print("# year, then one digit a day, 1 = working day; PyPI chinesecalendar 1.11.0")
for year in range(2017, 2027):
    day = datetime.date(year, 1, 1)
    digits = ""
    while day.year == year:
        digits += "1" if chinese_calendar.is_workday(day) else "0"
        day += datetime.timedelta(days=1)
    print(year, digits)
