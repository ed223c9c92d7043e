#!/usr/bin/env bash
# Makes the fixtures of the oracle tests again, with the package pinned in .ci/requirements-oracles.txt.
#   regenerate.sh           writes them here
#   regenerate.sh --check   makes them in a temporary directory and fails if they differ from these
set -euo pipefail
cd "$(dirname "$0")"

case "${1:-}" in
    "" | --check) ;;
    *) echo "usage: $0 [--check]" >&2; exit 2 ;;
esac

../../.ci/venv oracles
python=../../.venv/oracles/bin/python

out=.
if [ "${1:-}" = --check ]; then
    out="$(mktemp -d)"
    trap 'rm -rf "$out"' EXIT
fi
"$python" make_calendar.py "$out/days-2008-2026.txt"
"$python" make_periods.py "$out/periods.jsonl"

if [ "${1:-}" = --check ]; then
    diff -q days-2008-2026.txt "$out/days-2008-2026.txt"
    diff -q periods.jsonl "$out/periods.jsonl"
    echo "oracles: the fixtures are what the pinned package gives"
fi
