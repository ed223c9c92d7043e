"""Writes periods and their ends, counted by walking from day to day with chinesecalendar.

Deliberately not the algorithm of src/domain/period: no index, no adding of lengths. Days left out are
a plain set of days, and the end is found by stepping over the calendar one day at a time.
Usage: make_periods.py OUT
"""

import datetime
import json
import random
import sys

from chinese_calendar import is_workday

SEED = 20080501  # the day the mediation and arbitration law came into force
FIRST, LAST = datetime.date(2008, 1, 1), datetime.date(2026, 12, 31)
ONE_DAY = datetime.timedelta(days=1)
STILL = datetime.date(2027, 1, 1)  # stands for "still running": after every day the oracle knows
RUNS = (("working", 450), ("calendar", 450), ("backward", 300), ("moved", 900), ("worked", 900))

rng = random.Random(SEED)


def days(n):
    return datetime.timedelta(days=n)


def working(start, n):
    day = start
    while n > 0:
        day += ONE_DAY
        if is_workday(day):
            n -= 1
    return day


def calendar(start, n):
    day = start
    while n > 0:
        day += ONE_DAY
        n -= 1
    natural = day
    while not is_workday(day):
        day += ONE_DAY
    return natural, day


def backward(day, n):
    while n > 0:
        day -= ONE_DAY
        if is_workday(day):
            n -= 1
    return day


def walk(start, n, left_out):
    """The natural and the rolled end of n days from start, stepping over the days left out."""
    day = start
    while n > 0:
        day += ONE_DAY
        if day not in left_out:
            n -= 1
    # Stopped after the count was full: it ends at the earliest when it runs again.
    natural = max([day] + [out + ONE_DAY for out in left_out])
    day = natural
    while not is_workday(day):
        day += ONE_DAY
    return natural, day


def walk_worked(start, n, left_out):
    """The n-th working day from start that is not left out, twice: such a period does not roll."""
    day = start
    while n > 0:
        day += ONE_DAY
        if is_workday(day) and day not in left_out:
            n -= 1
    return day, day


def every_day(_day):
    return True


def moved(start, n, exclusions, extension, walk=walk, counts=every_day):
    """Takes the events in date order; one that comes after the end then running does nothing."""
    left_out, still, extended = set(), False, 0
    events = [(begin, 1, end) for begin, end in exclusions]
    if extension:
        events.append((extension[0], 0, extension[1]))
    for begin, is_exclusion, value in sorted(events):
        if not still and begin > walk(start, n + extended, left_out)[1]:
            continue
        if not is_exclusion:
            extended = value
            continue
        still = still or value == STILL
        day = max(begin, start + ONE_DAY)
        while day < value:
            left_out.add(day)
            day += ONE_DAY
    if still:
        counted, day = 0, start + ONE_DAY
        stop = STILL
        while stop - ONE_DAY in left_out:
            stop -= ONE_DAY
        while day < stop:
            counted += day not in left_out and counts(day)
            day += ONE_DAY
        used = min(counted, n + extended)
        return {"since": stop, "used": used, "left": n + extended - used}
    natural, due = walk(start, n + extended, left_out)
    return {"natural": natural, "due": due, "excluded": sum(map(counts, left_out))}


def any_day(margin_before, margin_after):
    span = (LAST - FIRST).days - margin_before - margin_after
    day = FIRST + days(margin_before + rng.randint(0, span))
    if rng.random() < 0.3:  # near the holidays of the turn of the year, of spring, May and October
        month, date = rng.choice(((1, 20), (2, 5), (4, 25), (9, 25), (12, 25)))
        near = datetime.date(day.year, month, date) + days(rng.randint(-8, 8))
        if FIRST + days(margin_before) <= near <= LAST - days(margin_after):
            return near
    return day


def events_of(start, due, longest_extension):
    exclusions = []
    for _ in range(rng.choice((0, 1, 1, 2, 2, 3))):
        begin = start + days(rng.randint(-10, 80))
        if rng.random() < 0.25:  # about the last day
            begin = due + days(rng.randint(-3, 2))
        end = begin + days(rng.choice((rng.randint(0, 12), rng.randint(1, 40), 30)))
        exclusions.append((begin, STILL if rng.random() < 0.08 else end))
    extension = None
    if rng.random() < 0.5:
        approved = start + days(rng.randint(0, 80)) if rng.random() < 0.6 else due + days(rng.randint(-2, 1))
        extension = (max(approved, start), rng.randint(1, longest_extension))
    return exclusions, extension


def told(kind, start, n, exclusions, extension):
    case = {"k": kind, "start": start, "n": n}
    case["out"] = [[begin, None if end == STILL else end] for begin, end in exclusions]
    case["ext"] = extension
    return case


def moved_case():
    start = any_day(0, 300)
    n = 45 if rng.random() < 0.7 else rng.randint(1, 60)
    exclusions, extension = events_of(start, calendar(start, n)[1], 15)
    return told("moved", start, n, exclusions, extension) | moved(start, n, exclusions, extension)


def worked_case():
    start = any_day(0, 450)
    n = rng.choice((45, 45, 60, rng.randint(1, 60)))
    exclusions, extension = events_of(start, working(start, n), 30)
    case = told("worked", start, n, exclusions, extension)
    return case | moved(start, n, exclusions, extension, walk_worked, is_workday)


def case(kind):
    if kind == "working":
        n = rng.choice((1, 2, 3, 5, 5, 10, 10, rng.randint(1, 60), rng.randint(60, 500)))
        start = any_day(0, 800)
        return {"k": kind, "start": start, "n": n, "due": working(start, n)}
    if kind == "calendar":
        n = rng.choice((15, 30, 45, 60, rng.randint(1, 60), rng.randint(60, 731)))
        start = any_day(0, 760)
        natural, due = calendar(start, n)
        return {"k": kind, "start": start, "n": n, "natural": natural, "due": due}
    if kind == "backward":
        n = rng.choice((3, 5, 5, 6, rng.randint(1, 30)))
        start = any_day(80, 0)
        return {"k": kind, "start": start, "n": n, "due": backward(start, n)}
    return moved_case() if kind == "moved" else worked_case()


with open(sys.argv[1], "w", encoding="utf-8", newline="\n") as out:
    for kind, runs in RUNS:
        for _ in range(runs):
            out.write(json.dumps(case(kind), default=str, separators=(",", ":")) + "\n")
