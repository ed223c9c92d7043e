#!/usr/bin/env python3
"""All mutants in one build: the quick pass of tests/mutants/run.

cargo-mutants says what to change and where; this script writes every change of a function beside its body, so that
the environment variable MUTANT chooses one when the tests run. Compiled once, a mutant costs a run of the tests (a
second) and not a build. What cannot be written so is tried in its place, one of each function at a time: what the
compiler refuses there too is no program. The others (such as those of a constant) are left to cargo-mutants, which
also judges what the tests did not notice here.

  together.py PACKAGE LIST OUT
    PACKAGE  the domain as a package of its own; its sources are changed, and counts.txt is laid beside them
    LIST     what `cargo mutants --list --json` says of it
    OUT      the folder of cargo-mutants: its caught.txt and unviable.txt are added to, so that it leaves these out
"""
import json
import os
import re
import resource
import shutil
import subprocess
import sys
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

PROGRAMS = ["domain", "sikuai", "reckoner"]  # by the time they take; "sikuai" are the unit tests
SECONDS = 300  # of computing, not of waiting: others may use the machine. The reckoner takes 80 s
BYTES = 8 << 30
CHOICE = """
/// The mutant that this run asks for; 0 is none.
pub(crate) fn mutant() -> usize {
    static ASKED: std::sync::LazyLock<usize> =
        std::sync::LazyLock::new(|| std::env::var("MUTANT").map_or(0, |asked| asked.parse().expect("a number")));
    *ASKED
}
"""


def offset(lines, place):
    """Where a place of cargo-mutants (line and column from 1, in characters) lies in the text of the lines."""
    return sum(map(len, lines[: place["line"] - 1])) + place["column"] - 1


def body(text):
    """Where the body of a function begins (behind its brace); the text begins at its attributes or its name."""
    depth = 0
    for token in re.finditer(r'//[^\n]*|"(?:[^"\\]|\\.)*"|[(\[{)\]}]', text):
        if token[0] == "{" and depth == 0:
            return token.end()
        if token[0] in "([{":
            depth += 1
        elif token[0] in ")]}":
            depth -= 1
    raise ValueError(f"no body: {text[:80]}")


def functions(mutants, lines):
    """The functions of a file that have mutants: [begin, end, {number: mutant}], those within another left out."""
    found = defaultdict(dict)
    for number, mutant in mutants.items():
        if mutant["function"]:
            span = mutant["function"]["span"]
            found[offset(lines, span["start"]), offset(lines, span["end"])][number] = mutant
    ordered, last = [], 0
    for (begin, end), own in sorted(found.items()):
        if begin >= last:
            ordered.append((begin, end, own))
            last = end
    return ordered


def rewrite(path, source, mutants):
    """Writes a file with its mutants; answers the lines of each: [(first, last, its numbers)], narrow ones first."""
    lines, written, at, places, wide = source.splitlines(keepends=True), "", 0, [], []
    for begin, end, own in functions(mutants, lines):
        start = begin + body(source[begin:end])
        head = re.sub(r"\bconst fn\b", "fn", source[begin:start])
        original = source[start : end - 1]
        written += source[at:begin] + head
        opened = written.count("\n") + 1
        low, high = min(own), max(own)
        written += f"match crate::mutant() {{ n if !({low}..={high}).contains(&n) => {{{original}}}\n"
        for number, mutant in own.items():
            first, last = (offset(lines, mutant["span"][side]) for side in ("start", "end"))
            begun = written.count("\n") + 1
            changed = source[start:first] + mutant["replacement"] + source[last : end - 1]
            written += f"{number} => {{{changed}}}\n"
            places.append((begun, written.count("\n"), [number]))
        written += "_ => unreachable!() } }"
        wide.append((opened, written.count("\n") + 1, list(own)))
        at = end
    path.write_text(written + source[at:])
    return places + wide


def replaced(path, source, mutants):
    """Writes a file with its mutants in their places, one of each function; answers the lines of the functions."""
    lines, written, at, places = source.splitlines(keepends=True), "", 0, []
    for begin, end, own in functions(mutants, lines):
        [(number, mutant)] = own.items()
        first, last = (offset(lines, mutant["span"][side]) for side in ("start", "end"))
        written += source[at:begin]
        opened = written.count("\n") + 1
        written += source[begin:first] + mutant["replacement"] + source[last:end]
        places.append((opened, written.count("\n") + 1, [number]))
        at = end
    path.write_text(written + source[at:])
    return places


def cargo(package, *arguments):
    """What cargo says, message by message."""
    command = ["cargo", *arguments, "--message-format=json", "--quiet"]
    said = subprocess.run(command, cwd=package, stdout=subprocess.PIPE, text=True, check=False).stdout
    return [json.loads(line) for line in said.splitlines() if line.startswith("{")]


def refused(messages, places, mutants):
    """The numbers of the mutants that the compiler's errors lie in."""
    faulty = set()
    for message in (m["message"] for m in messages if m["reason"] == "compiler-message"):
        if message["level"] != "error" or not message["spans"]:
            continue
        hits = [
            numbers
            for span in message["spans"]
            if span["is_primary"]
            for first, last, numbers in places.get(span["file_name"], [])
            if first <= span["line_start"] and span["line_end"] <= last
        ]
        # A constant calls what is no `const fn` any more.
        if called := re.search(r"non-const [a-z ]+ `(?:\w+::)*(\w+)`", message["message"]):
            own = {n for n, m in mutants.items() if called[1] == m["function"]["function_name"].split("::")[-1]}
            faulty.update(own)
            hits = [own] if own else hits
        if not hits:
            raise LookupError(f"an error outside of every mutant:\n{message['rendered']}")
        faulty.update(min(hits, key=len))
    return faulty


def settled(package, sources, mutants, write):
    """Writes the mutants that compile and no others; answers these, once `cargo check` agrees, and those refused."""
    left, refused_ones = dict(mutants), {}
    while True:
        places = {}
        for name, source in sources.items():
            own = {number: m for number, m in left.items() if m["file"] == name}
            places[name] = write(package / name, source, own)
        written = {number for lines in places.values() for _, _, numbers in lines for number in numbers}
        left = {number: m for number, m in left.items() if number in written}
        faulty = refused(cargo(package, "check", "--lib"), places, left)
        if not faulty:
            return left, refused_ones
        print(f"  {len(left)} written, {len(faulty)} of them do not compile", flush=True)
        refused_ones.update((number, left.pop(number)) for number in faulty)


def programs(package):
    """The programs of the tests, compiled."""
    said = cargo(package, "test", "--no-run", "--lib", "--test=domain", "--test=reckoner")
    built = {m["target"]["name"]: m["executable"] for m in said if m.get("executable")}
    if set(built) != set(PROGRAMS):
        sys.exit(f"the tests do not compile: {said}")
    return built


def unviable(package, sources, mutants):
    """Those that do not compile where they belong."""
    rest, found = dict(mutants), {}
    while rest:
        # The bodies of functions are checked each for itself: an error in one is its own mutant's.
        batch = {(m["file"], m["function"]["span"]["start"]["line"]): n for n, m in rest.items()}
        batch = {number: rest.pop(number) for number in batch.values()}
        try:
            found.update(settled(package, sources, batch, replaced)[1])
        except LookupError as fault:
            # One that shows elsewhere: cargo-mutants will find whose it is.
            print(fault)
    return found


def passes(package, program, number):
    """Whether the tests of a program pass with a mutant."""

    def limit():
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    run = subprocess.Popen(
        [program],
        cwd=package,
        env={**os.environ, "MUTANT": str(number), "RUST_BACKTRACE": "0"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        preexec_fn=limit,
    )
    # One test that fails is enough.
    if any(line.endswith("... FAILED\n") for line in run.stdout):
        run.kill()
    return run.wait() == 0


def main():
    package, out = Path(sys.argv[1]).resolve(), Path(sys.argv[3])
    listed = json.loads(Path(sys.argv[2]).read_text())
    # In the order of the text, so that the numbers of a function follow one another; from 1, for 0 is no mutant.
    listed.sort(key=lambda m: (m["file"], m["span"]["start"]["line"], m["span"]["start"]["column"]))
    mutants = dict(enumerate(listed, start=1))
    (package / "src/lib.rs").write_text("//! The domain alone.\n#![allow(warnings)]\npub mod domain;\n" + CHOICE)
    sources = {name: (package / name).read_text() for name in {m["file"] for m in listed}}
    out.mkdir(parents=True, exist_ok=True)
    left, _ = settled(package, sources, mutants, rewrite)
    built = programs(package)
    rest = {number: m for number, m in mutants.items() if number not in left and m["function"]}
    nothing = unviable(Path(shutil.copytree(package, f"{package}-rest")), sources, rest)
    with (out / "unviable.txt").open("a") as names:
        names.writelines(mutant["name"] + "\n" for mutant in nothing.values())
    counts = [f"{len(mutants)} mutants, {len(left)} of them in one build, {len(nothing)} that do not compile"]
    tried = left
    with (out / "caught.txt").open("a") as caught, ThreadPoolExecutor(os.cpu_count()) as workers:
        for name in PROGRAMS:
            if not passes(package, built[name], 0):
                sys.exit(f"the tests of {name} fail without any mutant")
            verdicts = workers.map(lambda number: passes(package, built[name], number), left)
            survived = {}
            for (number, mutant), survives in zip(list(left.items()), verdicts):
                if survives:
                    survived[number] = mutant
                else:
                    caught.write(mutant["name"] + "\n")
                    caught.flush()
            counts.append(f"  {name}: {len(left) - len(survived)} of {len(left)} caught")
            print(counts[-1], flush=True)
            left = survived
    others = (mutant for number, mutant in mutants.items() if number not in tried and number not in nothing)
    counts += [f"  not noticed here: {mutant['name']}" for mutant in left.values()]
    counts += [f"  left to cargo-mutants: {mutant['name']}" for mutant in others]
    (package / "counts.txt").write_text("\n".join(counts) + "\n")
    print("\n".join(counts))


if __name__ == "__main__":
    main()
