"""Holds the published OpenAPI document against a running demo, as a clerk and as a supervisor.

Starts the demo on a fresh SQLite database and a free port, looks up open cases for the acts to be tried on,
runs schemathesis (schemathesis.toml) once for each of the two, and stops the demo. Exit code 1 if anything
that the service does is not what it publishes. The demo's log stays in target/ci/conformance-demo.log.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import requests

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "debug" / "sikuai"
LOG = ROOT / "target" / "ci" / "conformance-demo.log"
START_SECONDS_MAX = 120
# Four times what it takes on two cores; a bound, not an aim.
RUN_SECONDS_MAX = 1500
STOP_SECONDS_MAX = 40
# One early and one late in its course, so that many acts are lawful.
OPEN_STAGES = ["accepted", "tribunal", "scheduled", "hearing", "deliberation"]
CASES_MAX = 2
RUNS = [
    # Who, which phases, how many examples an operation.
    ("chen.clerk", "examples,coverage", "10"),
    ("cai.supervisor", "examples,fuzzing,stateful", "15"),
]


def start_demo(directory: Path) -> subprocess.Popen:
    """Starts the demo; its settings are those of a demo, but for how often one may log in."""
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


def open_cases(address: str, login: str, password: str) -> list[tuple[str, str]]:
    """Ids and tags of cases that acts can be tried on."""
    session = requests.post(f"{address}/api/v1/sessions", json={"login": login, "password": password}, timeout=20)
    session.raise_for_status()
    headers = {"Authorization": f"Bearer {session.json()['access_token']}"}
    found = []
    for stage in OPEN_STAGES:
        page = requests.get(f"{address}/api/v1/cases", params={"stage": stage, "limit": 1}, headers=headers, timeout=20)
        page.raise_for_status()
        for item in page.json()["items"]:
            case = requests.get(f"{address}/api/v1/cases/{item['id']}", headers=headers, timeout=20)
            case.raise_for_status()
            found.append((item["id"], case.headers["ETag"]))
    if not found:
        raise SystemExit("the demo has no open case to try acts on")
    return [found[0], found[-1]][:CASES_MAX]


def write_dictionary(path: Path, values: list[str]) -> None:
    quoted = ['"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"' for value in values]
    path.write_text("\n".join(quoted) + "\n")


def run(directory: Path, address: str, login: str, password: str, phases: str, examples: str) -> bool:
    """One run of schemathesis; whether all is as published."""
    print(f"--- as {login}", flush=True)
    cases = open_cases(address, login, password)
    for name in ["schemathesis.toml", "workbook.py"]:
        shutil.copy(ROOT / ".ci" / name, directory)
    write_dictionary(directory / "cases.dict", [case for case, _ in cases])
    write_dictionary(directory / "tags.dict", [tag for _, tag in cases])
    command = [
        Path(sys.executable).with_name("schemathesis"),
        "--config-file", directory / "schemathesis.toml",
        "run", f"{address}/api/v1/openapi.json",
        "--phases", phases, "--max-examples", examples, "--workers", "1",
    ]  # fmt: skip
    environment = {**os.environ, "CONFORMANCE_LOGIN": login, "CONFORMANCE_PASSWORD": password}
    try:
        ended = subprocess.run(command, cwd=directory, env=environment, timeout=RUN_SECONDS_MAX, check=False)
    except subprocess.TimeoutExpired:
        print(f"not done after {RUN_SECONDS_MAX} s")
        return False
    return ended.returncode == 0


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="sikuai-conformance.") as name:
        directory = Path(name)
        demo = start_demo(directory)
        try:
            address, passwords = wait_for_demo(demo)
            good = [run(directory, address, login, passwords[login], *rest) for login, *rest in RUNS]
        finally:
            demo.terminate()
            try:
                stopped = demo.wait(STOP_SECONDS_MAX)
            except subprocess.TimeoutExpired:
                demo.kill()
                raise
        if stopped != 0:
            print(f"the demo ended with exit code {stopped}: {LOG}")
    return 0 if all(good) and stopped == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
