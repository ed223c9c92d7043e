#!/usr/bin/env bash
# Makes the fixtures of the oracle tests again, with the packages pinned in .ci/requirements-oracles.txt.
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
"$python" make_second_calendar.py "$out/days-2008-2026-second.txt"
"$python" make_periods.py "$out/periods.jsonl"
"$python" make_sums.py "$out/sums-2008-2026.txt"

if [ "${1:-}" = --check ]; then
    for fixture in days-2008-2026.txt days-2008-2026-second.txt periods.jsonl sums-2008-2026.txt; do
        diff -q "$fixture" "$out/$fixture"
    done
    echo "oracles: the fixtures are what the pinned packages give"
fi
