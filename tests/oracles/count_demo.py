"""Counts the demo year straight from its JSON, apart from the Rust: a second opinion, not a loader."""

import json
import pathlib
import sys

FROM, TO = "2021-01-01", "2021-12-10"
CLOSE = {"award", "withdrawal", "deemed_withdrawal", "transfer", "revocation", "termination"}

path = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2] / "data/demo-2021.json"
count = dict(accepted=0, closed=0, carried_in=0, carried_out=0, cohort_closed=0, recovered=0, recovered_before=0)


def closing(acts):
    """The day of closing: the last signature on a mediation document counts once both sides have signed it."""
    sides = {p["no"]: p["side"] for a in acts for p in a["data"].get("parties", []) if isinstance(p, dict)}
    needed = {no for no, side in sides.items() if side != "third_party"}
    signed = {}
    for a in acts:
        if a["act"] in CLOSE and a["data"].get("scope") != "part":
            return a["on"]
        if a["act"] == "mediation_signature":
            hands = signed.setdefault(a["data"]["document"], set())
            hands |= set(a["data"]["parties"])
            if hands == needed:
                return a["on"]
    return None


for case in json.loads(path.read_text(encoding="utf-8"))["cases"]:
    acts = case["acts"]
    accepted = next((a["on"] for a in acts if a["act"] == "acceptance"), None)
    for a in acts:
        amount = a["data"].get("amount" if a["act"] == "recovery" else "paid", 0)
        if a["act"] in ("recovery", "pre_filing_settlement") and FROM <= a["on"] <= TO:
            count["recovered" if accepted and accepted <= a["on"] else "recovered_before"] += amount
    if accepted:
        closed = closing(acts) or "9999-12-31"
        count["accepted"] += FROM <= accepted <= TO
        count["closed"] += FROM <= closed <= TO
        count["carried_in"] += accepted < FROM <= closed
        count["carried_out"] += accepted <= TO < closed
        count["cohort_closed"] += FROM <= accepted <= TO and closed <= TO

# The inspections of the year, in a file of their own.
beside = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else path.with_name("demo-2021-inspections.json")
count |= dict(projects=0, hazards=0, hazards_resolved=0, disputes=0, workers=0, wages=0)
for case in json.loads(beside.read_text(encoding="utf-8"))["cases"]:
    acts = case["acts"]
    seen = [a for a in acts if a["act"] == "project_inspection"]
    inside = lambda a: FROM <= a["on"] <= TO
    count["projects"] += bool(seen) and FROM <= min(a["on"] for a in seen) <= TO
    count["hazards"] += sum(len(a["data"]["hazards"]) for a in seen if inside(a))
    count["hazards_resolved"] += sum(a["act"] == "hazard_resolution" for a in acts if inside(a))
    end = next((a for a in acts if a["act"] == "inspection_closing"), None)
    if end and end["data"]["outcome"] in ("paid", "partly_paid") and FROM <= end["on"] <= TO:
        count["disputes"] += 1
    first = {}
    for a in acts:
        for p in a["data"]["payments"] if a["act"] == "wage_payment" else []:
            first[p["worker"]] = min(a["on"], first.get(p["worker"], a["on"]))
            count["wages"] += p["amount"] if inside(a) else 0
    count["workers"] += sum(FROM <= on <= TO for on in first.values())
print(json.dumps(count, sort_keys=True))
