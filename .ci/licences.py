#!/usr/bin/env python3
"""Holds the licences that the packages of Cargo.lock state against the list that deny.toml allows.

    python3 .ci/licences.py

An SPDX expression holds if one of its alternatives is allowed whole: "A OR B" needs one of them, "A AND B" both. Also
that every package but ours comes from crates.io.
"""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

CRATES_IO = "registry+https://github.com/rust-lang/crates.io-index"
METADATA = ["cargo", "metadata", "--format-version", "1", "--locked", "--offline"]


def is_allowed(expression: str, allowed: set[str]) -> bool:
    """Reads the expression from the left: OR binds weaker than AND, AND weaker than WITH."""
    # Crates of old write "MIT/Apache-2.0".
    words = re.findall(r"[()]|[^\s()]+", expression.replace("/", " OR "))

    def alternatives() -> bool:
        holds = conjunction()
        while words and words[0] == "OR":
            words.pop(0)
            holds = conjunction() or holds
        return holds

    def conjunction() -> bool:
        holds = licence()
        while words and words[0] == "AND":
            words.pop(0)
            holds = licence() and holds
        return holds

    def licence() -> bool:
        word = words.pop(0)
        if word == "(":
            holds = alternatives()
            words.pop(0)
            return holds
        if words and words[0] == "WITH":
            words.pop(0)
            word = f"{word} WITH {words.pop(0)}"
        return word in allowed

    return alternatives() and not words


def main() -> int:
    root = Path(__file__).resolve().parent.parent
    allowed = set(tomllib.loads((root / "deny.toml").read_text())["licenses"]["allow"])
    # That the check can fail.
    assert is_allowed("(MIT OR GPL-3.0) AND ISC", {"MIT", "ISC"})
    assert not is_allowed("MIT AND GPL-3.0", {"MIT"}) and not is_allowed("GPL-3.0", allowed)
    printed = subprocess.run(METADATA, cwd=root, check=True, capture_output=True, text=True).stdout
    packages = [package for package in json.loads(printed)["packages"] if package["source"]]
    wrong = [
        f"{package['name']} {package['version']}: {package['license'] or 'no licence'}, from {package['source']}"
        for package in packages
        if package["source"] != CRATES_IO or not is_allowed(package["license"] or "none", allowed)
    ]
    print(*wrong, f"{len(packages)} packages, {len(wrong)} of them not allowed", sep="\n")
    return 1 if wrong or not packages else 0


if __name__ == "__main__":
    sys.exit(main())
