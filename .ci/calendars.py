"""Reads the calendar feeds of a running demo as a calendar program does, with the `icalendar` package of PyPI.

Starts the demo on a fresh SQLite database and a free port, makes a feed of a person and of a room, and holds what
the package reads against the list of hearings: which events, when in Shanghai, where, how they stand. Then it
postpones a hearing and withdraws its case, and looks whether the same event moved, and then was cancelled. Exit code 1 if not. The
demo's log stays in target/ci/calendars-demo.log.
"""

import json
import os
import re
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from datetime import date, datetime, timedelta
from pathlib import Path

from icalendar import Calendar, Event

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "debug" / "sikuai"
LOG = ROOT / "target" / "ci" / "calendars-demo.log"
START_SECONDS_MAX = 400
STOP_SECONDS_MAX = 40
TODAY = "2021-12-10"


class Office:
    """The demo over HTTP."""

    def __init__(self, address: str, passwords: dict[str, str]) -> None:
        self.address = address
        self.tokens = {login: self.log_in(login, password) for login, password in passwords.items()}

    def log_in(self, login: str, password: str) -> str:
        body = {"login": login, "password": password}
        return json.loads(self.ask("POST", "/api/v1/sessions", body=body)[2])["access_token"]

    def ask(self, method: str, path: str, *, login: str = "", body: dict | None = None, **headers: str) -> tuple:
        """Status, headers and body of an answer; `headers` with underscores for hyphens."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if login:
            sent["Authorization"] = f"Bearer {self.tokens[login]}"
        data = None if body is None else json.dumps(body).encode()
        if data is not None:
            sent["Content-Type"] = "application/json"
        request = urllib.request.Request(self.address + path, data=data, headers=sent, method=method)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.headers, answer.read().decode()

    def read(self, path: str, login: str) -> dict:
        status, _, text = self.ask("GET", path, login=login)
        holds(status == 200, f"GET {path}: {status} {text}")
        return json.loads(text)

    def act(self, login: str, case: str, path: str, body: dict) -> None:
        tag = self.ask("GET", f"/api/v1/cases/{case}", login=login)[1]["ETag"]
        status, _, text = self.ask("POST", f"/api/v1/cases/{case}/{path}", login=login, body=body, If_Match=tag)
        holds(status == 201, f"{path}: {status} {text}")

    def feed(self, login: str, of: dict) -> str:
        status, _, text = self.ask("POST", "/api/v1/calendar-feeds", login=login, body=of)
        holds(status == 201, f"feed of {of}: {status} {text}")
        return json.loads(text)["path"]

    def calendar(self, path: str) -> Calendar:
        status, headers, text = self.ask("GET", path)
        holds(status == 200, f"calendar: {status} {text}")
        holds(headers["Content-Type"] == "text/calendar; charset=utf-8", headers["Content-Type"])
        holds(self.ask("GET", path, If_None_Match=headers["ETag"])[0] == 304, "the tag is not known again")
        holds(all(len(line.encode()) <= 75 for line in text.split("\r\n")), "a line is longer than 75 octets")
        return Calendar.from_ical(text)


def holds(good: bool, otherwise: object) -> None:
    if not good:
        raise SystemExit(f"calendars: {otherwise}")


def events(calendar: Calendar) -> dict[str, Event]:
    found = {str(event["UID"]): event for event in calendar.walk("VEVENT")}
    holds(len(found) == len(calendar.walk("VEVENT")), "two events of one UID")
    return found


def expected(office: Office, query: str) -> dict[str, dict]:
    """The hearings of the list as events: those that were postponed are the events of what took their place."""
    first, last = (date.fromisoformat(TODAY) + timedelta(days=days) for days in (-31, 184))
    page = office.read(f"/api/v1/hearings?from={first}&to={last}&limit=200&{query}", "chen.clerk")
    shown = [item for item in page["items"] if item["status"] != "postponed"]
    return {f"{item['case_id']}-{item['first']}@sikuai": item for item in shown}


def compare(office: Office, path: str, query: str) -> int:
    """Holds a feed against the list of hearings; how many there are."""
    calendar = office.calendar(path)
    holds(calendar["VERSION"] == "2.0" and calendar["PRODID"], "no calendar of version 2.0")
    found, wanted = events(calendar), expected(office, query)
    holds(found.keys() == wanted.keys(), f"{found.keys() ^ wanted.keys()}")
    for uid, item in wanted.items():
        event = found[uid]
        begins = event.decoded("DTSTART")
        if item["time"] is None:
            holds(begins == date.fromisoformat(item["held_on"]), f"{uid}: {begins}")
        else:
            at = datetime.fromisoformat(f"{item['held_on']}T{item['time']}:00+08:00")
            holds(begins == at and begins.utcoffset() == timedelta(hours=8), f"{uid}: {begins}, not {at}")
            holds(event["DTSTART"].params["TZID"] == "Asia/Shanghai", f"{uid}: {event['DTSTART'].params}")
        if item["minutes"] is not None:
            lasts = event.decoded("DTEND") - begins
            holds(lasts == timedelta(minutes=item["minutes"]), f"{uid}: {lasts}")
        holds(str(event["SUMMARY"]) == f"开庭 {item['number']}", event["SUMMARY"])
        holds(str(event.get("LOCATION", "")) == (item["room_name"] or ""), event.get("LOCATION"))
        status = "CANCELLED" if item["status"] == "cancelled" else "CONFIRMED"
        holds(event["STATUS"] == status, f"{uid}: {event['STATUS']}")
    return len(wanted)


def follow(office: Office, path: str, query: str) -> None:
    """Postpones a hearing of a feed and then withdraws its case: one event, which moves and is cancelled."""
    standing = [(uid, item) for uid, item in expected(office, query).items() if item["status"] == "scheduled"]
    holds(standing, "the demo has no hearing ahead in this feed")
    uid, item = standing[0]
    before = events(office.calendar(path))[uid]
    slots = f"/api/v1/cases/{item['case_id']}/hearing-slots?from=2021-12-20&room={item['room']}"
    later = office.read(slots, "chen.clerk")["items"][0]
    put = {name: later[name] for name in ("held_on", "time", "minutes", "room")}
    body = {"on": TODAY, "ground": "party", **put, "acknowledge_warnings": ["short_notice"]}
    office.act("chen.clerk", item["case_id"], f"hearings/{item['hearing']}/postponement", body)
    moved = events(office.calendar(path))[uid]
    at = datetime.fromisoformat(f"{later['held_on']}T{later['time']}:00+08:00")
    holds(moved.decoded("DTSTART") == at, f"{moved.decoded('DTSTART')}, not {at}")
    holds(moved["SEQUENCE"] > before["SEQUENCE"], "the sequence did not grow")
    office.act("chen.clerk", item["case_id"], "withdrawal", {"on": TODAY, "ground": "own_motion"})
    gone = events(office.calendar(path))[uid]
    holds(gone["STATUS"] == "CANCELLED" and gone["SEQUENCE"] > moved["SEQUENCE"], "it is not cancelled")


def start_demo(directory: Path) -> subprocess.Popen:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("SIKUAI_")}
    environment["SIKUAI_LOGIN_ATTEMPTS_PER_MINUTE"] = "1000"
    command = [PROGRAM, "demo", "--database", f"sqlite:{directory / 'demo.db'}", "--bind", "127.0.0.1:0"]
    LOG.parent.mkdir(parents=True, exist_ok=True)
    with LOG.open("w") as log:
        return subprocess.Popen(
            command, cwd=directory, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
        )


def wait_for_demo(demo: subprocess.Popen) -> tuple[str, dict[str, str]]:
    """The address that the demo serves on, and the passwords of this run by login."""
    give_up = time.monotonic() + START_SECONDS_MAX
    while time.monotonic() < give_up and demo.poll() is None:
        said = LOG.read_text(errors="replace")
        address = re.search(r"(http://127\.0\.0\.1:\d+)/", said)
        if address:
            return address.group(1), dict(re.findall(r"^  (\S+) +([0-9a-f-]{20,}) ", said, re.MULTILINE))
        time.sleep(0.1)
    raise SystemExit(f"the demo did not start: {LOG}")


def read_feeds(office: Office) -> None:
    rooms = office.read("/api/v1/hearing-rooms", "chen.clerk")["items"]
    staff = office.read("/api/v1/staff?limit=200", "chen.clerk")["items"]
    seen = 0
    for room in rooms:
        path = office.feed("chen.clerk", {"room": room["id"]})
        seen += compare(office, path, f"room={room['id']}")
    for person in (person for person in staff if person["role"] == "arbitrator"):
        path = office.feed(person["login"], {"person": person["id"]})
        seen += compare(office, path, f"person={person['id']}")
    holds(seen > 0, "the demo has no hearings in its feeds")
    print(f"calendars: {seen} events of {len(rooms)} rooms and the arbitrators read as they are listed")
    for room in rooms:
        query = f"room={room['id']}"
        if any(item["status"] == "scheduled" for item in expected(office, query).values()):
            follow(office, office.feed("cai.supervisor", {"room": room["id"]}), query)
            print("calendars: a postponed hearing moved, a withdrawn one was cancelled")
            return
    raise SystemExit("calendars: no room of the demo has a hearing ahead")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="sikuai-calendars.") as name:
        demo = start_demo(Path(name))
        try:
            address, passwords = wait_for_demo(demo)
            read_feeds(Office(address, passwords))
        finally:
            demo.terminate()
            demo.wait(STOP_SECONDS_MAX)


if __name__ == "__main__":
    main()
