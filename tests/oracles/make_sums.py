"""Writes the checksums of 100,000 sums of working days, made with the package holidays.

Each sum is a day, a number of working days and the day that lies so many of them after it, or before it. The end is
found by walking over the package's own answers, day by day; of the first sums the package's own addition must say the
same. The days and numbers come from a generator that is written down here and in tests/domain/calendar_oracle.rs, so that the
checksum of each year is enough: a text of one line a sum, by the year of the day that it starts from. The first sums
are written out, to be read where they differ.
Usage: make_sums.py OUT
"""

import datetime
import hashlib
import sys

import holidays

FIRST, LAST = datetime.date(2008, 1, 1), datetime.date(2026, 12, 31)
ONE_DAY = datetime.timedelta(days=1)
SUMS, WRITTEN_OUT = 100_000, 500
LONGEST = 250  # working days: a year, so that one of the two directions stays within the years
SEED = 20080501  # the day the mediation and arbitration law came into force

china = holidays.country_holidays("CN", years=range(FIRST.year, LAST.year + 1), expand=False)
worked = set()
day = FIRST
while day <= LAST:
    if china.is_working_day(day):
        worked.add(day)
    day += ONE_DAY


def numbers():
    """A linear congruential generator modulo 2**64 (Knuth's constants), of which the upper 31 bits are taken."""
    state = SEED
    while True:
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        yield state >> 33


def walk(start, left, step):
    """So many working days on, or back; nothing if that leaves the years."""
    day = start
    while left > 0:
        day += step
        if not FIRST <= day <= LAST:
            return None
        left -= day in worked
    return day


def sums():
    draw = numbers()
    for _ in range(SUMS):
        start = FIRST + datetime.timedelta(days=next(draw) % ((LAST - FIRST).days + 1))
        count = 1 + next(draw) % LONGEST
        ways = [("+", ONE_DAY), ("-", -ONE_DAY)]
        if next(draw) % 4 == 0:
            ways.reverse()
        ends = ((sign, walk(start, count, step)) for sign, step in ways)
        sign, end = next((sign, end) for sign, end in ends if end is not None)
        yield start, sign, count, end


texts = {year: hashlib.sha256() for year in range(FIRST.year, LAST.year + 1)}
counts = dict.fromkeys(texts, 0)
sample = []
for start, sign, count, end in sums():
    text = f"{start} {sign}{count} {end}\n"
    texts[start.year].update(text.encode())
    counts[start.year] += 1
    if len(sample) < WRITTEN_OUT:
        assert china.get_nth_working_day(start, int(f"{sign}{count}")) == end, text
        sample.append(text)

with open(sys.argv[1], "w", encoding="utf-8", newline="\n") as out:
    out.writelines(f"{year} {counts[year]} {texts[year].hexdigest()}\n" for year in texts)
    out.writelines(sample)
