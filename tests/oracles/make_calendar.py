"""Writes which days of 2008-2026 are worked, as the package chinesecalendar knows them.

Not the source of our calendar: an independent second opinion that the tests hold it against.
Usage: make_calendar.py OUT
"""

import datetime
import sys

import chinese_calendar

FIRST_YEAR, LAST_YEAR = 2008, 2026
ONE_DAY = datetime.timedelta(days=1)


def line(year):
    """The year, then one letter a day: W worked, R rest."""
    letters = []
    day = datetime.date(year, 1, 1)
    while day.year == year:
        letters.append("W" if chinese_calendar.is_workday(day) else "R")
        day += ONE_DAY
    return f"{year} {''.join(letters)}\n"


with open(sys.argv[1], "w", encoding="utf-8", newline="\n") as out:
    out.writelines(line(year) for year in range(FIRST_YEAR, LAST_YEAR + 1))
