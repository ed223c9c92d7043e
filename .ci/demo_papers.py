"""Reads every paper of the demo year, as others would.

Starts the demo with `--papers` on a fresh SQLite database and a free port, and asks its API for every paper that it kept
and for the facts of its case: the number, the parties, the days, the amounts. Then

- every file of the folder is one that the API names by its SHA-256, and none is missing;
- the text of every PDF (pdftotext) says the facts that its template names;
- LibreOffice opens a DOCX of every kind, all in one call, and what it prints of each says the same facts;
- the first page of one PDF of every kind is drawn (pdftoppm), has nothing at its edges, and about as much ink as the page
  that LibreOffice printed: text that can be copied and not be seen would pass the rest. The pictures stay in
  target/ci/papers.

What a template names is read in `data/papers`; the values come from the API alone. The demo's log stays in
target/ci/papers-demo.log.
"""

import hashlib
import json
import os
import re
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "debug" / "sikuai"
TEMPLATES = ROOT / "data" / "papers"
LOG = ROOT / "target" / "ci" / "papers-demo.log"
PICTURES = ROOT / "target" / "ci" / "papers"
# Many times what it takes on two cores that nobody else uses; a bound, not an aim.
START_SECONDS_MAX = 600
STOP_SECONDS_MAX = 40
CONVERSION_SECONDS_MAX = 120
# Each kind of paper has a template, and the demo shows each; more papers than one could look at.
KINDS = len(list(TEMPLATES.glob("*.txt")))
PAPERS_MIN = 1_000
WORKERS = os.cpu_count() or 2
# A page drawn with so many dots to an inch; what is darker than this is ink; so wide an edge has none (10 mm).
DOTS_PER_INCH = 72
INK_BELOW = 160
EDGE_DOTS = 28
# Two programs break lines and set lines apart differently, so a first page holds more or less of a long paper.
INK_RATIO = (0.6, 1.7)
# From ten workers on a side is called by its first and by how many they are.
COLLECTIVE_MIN = 10
DIGITS = "〇一二三四五六七八九"


def holds(good: bool, otherwise: object) -> None:
    if not good:
        raise SystemExit(f"papers of the demo: {otherwise}")


@dataclass(frozen=True)
class Paper:
    """A paper as the API tells it, and what its printed text must say."""

    what: str
    kind: str
    docx: str
    pdf: str
    facts: tuple[str, ...]


# --- The demo and its API ---


class Api:
    def __init__(self, address: str, login: str, password: str):
        self.address, self.token = address, None
        self.token = self.ask("/sessions", {"login": login, "password": password})["access_token"]

    def ask(self, path: str, body: object = None) -> dict:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        request = urllib.request.Request(f"{self.address}/api/v1{path}", data, headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise SystemExit(f"{path}: {error.code} {error.read().decode()}") from error

    def all(self, path: str) -> list[dict]:
        """Every item of a list, page by page."""
        items, cursor = [], ""
        while True:
            page = self.ask(f"{path}{'&' if '?' in path else '?'}limit=200{cursor}")
            items += page["items"]
            if not page.get("next"):
                return items
            cursor = f"&cursor={page['next']}"


def start_demo(directory: Path, papers: Path) -> subprocess.Popen:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("SIKUAI_")}
    command = [PROGRAM, "demo", "--database", f"sqlite:{directory / 'demo.db'}", "--bind", "127.0.0.1:0"]
    command += ["--papers", papers]
    LOG.parent.mkdir(parents=True, exist_ok=True)
    with LOG.open("w") as log:
        return subprocess.Popen(
            command, cwd=directory, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
        )


def wait_for_demo(demo: subprocess.Popen) -> Api:
    give_up = time.monotonic() + START_SECONDS_MAX
    while time.monotonic() < give_up and demo.poll() is None:
        said = LOG.read_text(errors="replace")
        address = re.search(r"(http://127\.0\.0\.1:\d+)/", said)
        if address:
            passwords = dict(re.findall(r"^  (\S+) +([0-9a-f-]{20,}) ", said, re.MULTILINE))
            login = "cai.supervisor"
            return Api(address.group(1), login, passwords[login])
        time.sleep(0.1)
    raise SystemExit(f"the demo did not start: {LOG}")


# --- What a paper must say ---


def day(iso: str) -> str:
    year, month, of_month = (int(part) for part in iso.split("-"))
    return f"{year}年{month}月{of_month}日"


def below_hundred(number: int) -> str:
    tens, ones = divmod(number, 10)
    ten = "" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return ten + (DIGITS[ones] if ones else "")


def closing_day(iso: str) -> str:
    year, month, of_month = iso.split("-")
    return f"{''.join(DIGITS[int(digit)] for digit in year)}年{below_hundred(int(month))}月{below_hundred(int(of_month))}日"


def yuan(fen: int) -> str:
    return f"{fen // 100:,}.{fen % 100:02}元"


def name(party: dict) -> str:
    who = party["who"]
    return who["worker"]["name"] if "worker" in who else who["employer"]["name"]


def named_in(kind: str) -> set[str]:
    """The fields that the template of a kind prints, in Chinese; a column by its list."""
    text = (TEMPLATES / f"{kind}.txt").read_text()
    return {field.split(".")[0] for field in re.findall(r"\{\{([^?!}][^}]*)\}\}", text)}


def acts_of(docket: list[dict]) -> dict[int, dict]:
    """What each entry says, as it counts: as it was written, or as it was last corrected."""
    acts = {entry["no"]: entry["content"]["act"] for entry in docket if "act" in entry["content"]}
    for entry in docket:
        correction = entry["content"].get("correction")
        if correction and correction["replacement"]:
            acts[correction["entry"]] = correction["replacement"]["act"]
    return acts


def then_present(paper: dict, case: dict, acts: dict[int, dict]) -> list[dict]:
    """Who was there when what the paper is about was done; for who joined later, when they did."""
    joinders = {by: act["data"]["parties"] for by, act in acts.items() if act["act"] == "party_joinder"}
    joined = {party["no"]: by for by, parties in joinders.items() for party in parties}
    then = max(paper["of"], joined.get(paper["party"], 0))
    left = {no for leaving in case["gave_up"] if leaving["at"]["by"] < then for no in leaving["parties"]}
    return [party for party in case["parties"] if joined.get(party["no"], 0) <= then and party["no"] not in left]


def facts_of(paper: dict, case: dict, acts: dict[int, dict], fields: set[str]) -> list[str]:
    data = acts[paper["of"]]["data"]
    present = then_present(paper, case, acts)
    of_side = lambda side: [party for party in present if party["side"] == side]
    facts: list[str] = []
    add = lambda field, value: facts.append(value) if field in fields and value else None
    add("案号", case["number"])
    add("收件日期", day(case["received"]["on"]))
    add("受理日期", case["acceptance"] and day(case["acceptance"]["at"]["on"]))
    add("落款日期", closing_day(paper["on"]))
    add("开庭日期", "held_on" in data and day(data["held_on"]))
    add("举证截止日期", "due_on" in data and day(data["due_on"]))
    add("补正截止日期", "due_on" in data and day(data["due_on"]))
    if paper["party"] is not None:
        add("收件人", name(next(party for party in case["parties"] if party["no"] == paper["party"])))
    for side, field in (("applicant", "申请人名单"), ("respondent", "被申请人名单")):
        parties = of_side(side)
        if field in fields or "当事人" in fields:
            facts += [name(party) for party in (parties if len(parties) < COLLECTIVE_MIN else parties[:1])]
    if paper["kind"] in ("award_final", "award_non_final"):
        finality = "final" if paper["kind"] == "award_final" else "non_final"
        facts += [yuan(item["amount"]) for item in data["items"] if item["finality"] == finality and item["amount"]]
    if paper["kind"] == "mediation_document" and data.get("amount"):
        facts.append(yuan(data["amount"]))
    return facts


def papers_of(api: Api) -> list[Paper]:
    fields = {path.stem: named_in(path.stem) for path in TEMPLATES.glob("*.txt")}
    found = []
    for listed in api.all("/cases"):
        path = f"/cases/{listed['id']}"
        kept = api.all(f"{path}/papers")
        if not kept:
            continue
        case = api.ask(path)
        acts = acts_of(api.all(f"{path}/docket"))
        for paper in kept:
            kind = paper["kind"]
            facts = tuple(facts_of(paper, case, acts, fields[kind]))
            what = f"{kind} of entry {paper['of']} of {case['number'] or case['id']}"
            found.append(Paper(what, kind, paper["docx"]["sha256"], paper["pdf"]["sha256"], facts))
    return found


# --- What is printed ---


def printed(pdf: Path) -> str:
    """The text without spaces and without the numbers of the pages, which stand between two halves of a sentence."""
    text = subprocess.run(["pdftotext", pdf, "-"], check=True, capture_output=True, text=True).stdout
    return re.sub(r"第\d+页共\d+页", "", "".join(text.split()))


def unsaid(paper: Paper, pdf: Path) -> str | None:
    text = printed(pdf)
    missing = [fact for fact in paper.facts if "".join(fact.split()) not in text]
    return f"{paper.what} ({pdf.name}) does not say {missing}" if missing else None


def check_all(pairs: list[tuple[Paper, Path]]) -> None:
    with ThreadPoolExecutor(WORKERS) as pool:
        wrong = [said for said in pool.map(lambda pair: unsaid(*pair), pairs) if said]
    holds(not wrong, f"{len(wrong)} of {len(pairs)} papers:\n" + "\n".join(wrong[:20]))


def drawn(pdf: Path) -> tuple[int, int, bytes]:
    """The first page in shades of grey: its width and height in dots, and the dots."""
    command = ["pdftoppm", "-gray", "-r", str(DOTS_PER_INCH), "-f", "1", "-l", "1", str(pdf)]
    picture = subprocess.run(command, check=True, capture_output=True).stdout
    magic, width, height, most, dots = re.match(rb"(P5)\s(\d+) (\d+)\s(\d+)\s(.*)", picture, re.DOTALL).groups()
    holds((magic, most, len(dots)) == (b"P5", b"255", int(width) * int(height)), f"{pdf.name}: no picture")
    return int(width), int(height), dots


def ink(dots: bytes) -> int:
    return sum(dot < INK_BELOW for dot in dots)


def unseen(kind: str, ours: Path, theirs: Path) -> str | None:
    width, height, dots = drawn(ours)
    rows = [dots[row * width : (row + 1) * width] for row in range(height)]
    edges = rows[:EDGE_DOTS] + rows[-EDGE_DOTS:] + [row[:EDGE_DOTS] + row[-EDGE_DOTS:] for row in rows]
    if any(ink(edge) for edge in edges):
        return f"{kind}: ink at an edge of the page"
    ratio = ink(dots) / max(1, ink(drawn(theirs)[2]))
    low, high = INK_RATIO
    return None if low <= ratio <= high else f"{kind}: {ratio:.2f} times the ink that LibreOffice prints"


def look(of_kind: dict[str, Path], into: Path) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    for kind, pdf in of_kind.items():
        command = ["pdftoppm", "-png", "-r", str(DOTS_PER_INCH), "-singlefile", str(pdf), str(PICTURES / kind)]
        subprocess.run(command, check=True)
    with ThreadPoolExecutor(WORKERS) as pool:
        pairs = [(kind, pdf, into / f"{kind}.pdf") for kind, pdf in of_kind.items()]
        wrong = [said for said in pool.map(lambda pair: unseen(*pair), pairs) if said]
    holds(not wrong, "\n".join(wrong))


def convert(folder: Path, files: list[Path]) -> None:
    # A profile of its own: another LibreOffice that runs would take the files over.
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    command += ["--outdir", str(folder), *map(str, files)]
    subprocess.run(command, check=True, timeout=CONVERSION_SECONDS_MAX, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def check_files(papers: list[Paper], folder: Path, into: Path) -> None:
    files = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in folder.rglob("*.*")}
    told = {sha256 for paper in papers for sha256 in (paper.docx, paper.pdf)}
    holds(told == set(files), f"{len(told - set(files))} papers without a file, {len(set(files) - told)} files without a paper")
    holds(len(papers) >= PAPERS_MIN, f"only {len(papers)} papers")
    holds(all(len(paper.facts) > 0 for paper in papers), "a paper of which nothing is checked")
    check_all([(paper, files[paper.pdf]) for paper in papers])
    facts = sum(len(paper.facts) for paper in papers)
    print(f"papers of the demo: {len(papers)} PDFs say {facts} facts that the API tells")

    of_kind = {paper.kind: paper for paper in papers}
    holds(len(of_kind) == KINDS, f"{len(of_kind)} kinds")
    copies = []
    for kind, paper in of_kind.items():
        copies.append(into / f"{kind}.docx")
        copies[-1].write_bytes(files[paper.docx].read_bytes())
    convert(into, copies)
    check_all([(paper, into / f"{kind}.pdf") for kind, paper in of_kind.items()])
    print(f"papers of the demo: LibreOffice opens a DOCX of each of {len(of_kind)} kinds and prints the same facts")
    look({kind: files[paper.pdf] for kind, paper in of_kind.items()}, into)
    print(f"papers of the demo: a page of each is drawn and seen ({PICTURES.relative_to(ROOT)})")


def main() -> None:
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="sikuai-demo-papers.") as directory:
        folder, into = Path(directory) / "papers", Path(directory) / "converted"
        folder.mkdir()
        into.mkdir()
        demo = start_demo(Path(directory), folder)
        try:
            api = wait_for_demo(demo)
            print(f"papers of the demo: made in {time.monotonic() - began:.0f} s")
            papers = papers_of(api)
        finally:
            demo.send_signal(signal.SIGTERM)
            demo.wait(STOP_SECONDS_MAX)
        check_files(papers, folder, into)
    print(f"papers of the demo: {time.monotonic() - began:.0f} s in all")


if __name__ == "__main__":
    main()
