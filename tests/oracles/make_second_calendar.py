"""Writes which days of 2008-2026 are worked, as the package holidays knows them.

A second opinion on the first: its data were taken from the State Council's notices by other people than those of
chinesecalendar. (The npm package chinese-days names chinesecalendar as its source, so it would only repeat it.)
Usage: make_second_calendar.py OUT
"""

import datetime
import sys

import holidays

FIRST_YEAR, LAST_YEAR = 2008, 2026
ONE_DAY = datetime.timedelta(days=1)


def line(year, china):
    """The year, then one letter a day: W worked, R rest."""
    letters = []
    day = datetime.date(year, 1, 1)
    while day.year == year:
        letters.append("W" if china.is_working_day(day) else "R")
        day += ONE_DAY
    return f"{year} {''.join(letters)}\n"


known = holidays.country_holidays("CN", years=range(FIRST_YEAR, LAST_YEAR + 1), expand=False)
with open(sys.argv[1], "w", encoding="utf-8", newline="\n") as out:
    out.writelines(line(year, known) for year in range(FIRST_YEAR, LAST_YEAR + 1))
