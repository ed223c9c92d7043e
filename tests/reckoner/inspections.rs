//! The deadlines of inspections a second time: random histories of inspection acts, and after every act the program's
//! list against one that is reckoned here from the docket's own words, day by day. Written from the law notes §1.10.

use std::collections::BTreeMap;

use chrono::{Days as Add, NaiveDate};
use serde_json::{Value, json};
use sikuai::domain::act::Act;
use sikuai::domain::act::inspection::{ClueSource, InspectionReceipt};
use sikuai::domain::case::Case;
use sikuai::domain::code::Coded as _;
use sikuai::domain::deadline::deadlines;
use sikuai::domain::docket::{Content, Entry, Place, replay};
use sikuai::domain::finding::{Moment, Reading};
use sikuai::domain::id::{EntryNo, PartyNo};
use sikuai::domain::party::{PersonRef, Side};

use crate::days::{Days, next};
use crate::story::{REGION, a_book, a_worker, an_employer, case_id, day, noon, user};

/// How many histories every run takes, and how many acts each tries.
const HISTORIES: u64 = 300;
const STEPS: u32 = 24;

/// Numbers that look random and are the same every time (xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

/// One deadline: its rule, its trigger, the last day if there is one, what became of it, when, and the party.
type Row = (String, NaiveDate, Option<NaiveDate>, &'static str, Option<NaiveDate>, Option<u32>);

/// What the docket says, as plain words.
struct Said {
    no: u32,
    act: String,
    on: NaiveDate,
    data: Value,
}

impl Said {
    fn number(&self, field: &str) -> u32 {
        u32::try_from(self.data[field].as_u64().unwrap()).unwrap()
    }

    fn word(&self, field: &str) -> &str {
        self.data[field].as_str().unwrap_or_default()
    }
}

fn said(entries: &[Entry]) -> Vec<Said> {
    let one = |entry: &Entry| {
        let Content::Act(act) = &entry.content else { panic!("only acts are told here") };
        let told = serde_json::to_value(act).unwrap();
        Said {
            no: entry.no.0,
            act: told["act"].as_str().unwrap().to_owned(),
            on: entry.on,
            data: told["data"].clone(),
        }
    };
    entries.iter().map(one).collect()
}

const CLOSINGS: [&str; 6] = [
    "inspection_refusal",
    "inspection_redirection",
    "complaint_withdrawal",
    "inspection_closing",
    "inspection_handover",
    "police_transfer",
];

/// The whole list, from the docket alone.
fn reckon(told: &[Said], days: &Days) -> Vec<Row> {
    let all = |act: &'static str| told.iter().filter(move |said| said.act == act);
    let first = |act: &'static str| all(act).next();
    let (received, opened) = (&told[0], first("inspection_opening"));
    let closed = told.iter().find(|said| CLOSINGS.contains(&said.act.as_str()));
    let mut rows: Vec<Row> = Vec::new();
    let kept = |met: Option<NaiveDate>| (if met.is_some() { "met" } else { "open" }, met);
    let mut plain =
        |rule: &str, trigger: NaiveDate, due: NaiveDate, met: Option<NaiveDate>, party: Option<u32>| {
            let (state, met) = kept(met);
            rows.push((rule.to_owned(), trigger, Some(due), state, met, party));
        };
    let work = |from: NaiveDate, count: usize| days.working(from, count).due;
    let decided = opened.or(closed).map(|said| said.on);
    for rule in if complains(received) { ["W01", "W02"].as_slice() } else { ["W03"].as_slice() } {
        plain(rule, received.on, work(received.on, 5), decided, None);
    }
    if let Some(passed) = first("inspection_redirection") {
        plain("W04", received.on, work(received.on, 5), Some(passed.on), None);
    }
    if let Some(ended) = received.data["violation_ended_on"].as_str() {
        // Two years after 29 February the month has no such day: its last is the end (law notes §2.10).
        let same_day = if &ended[4..] == "-02-29" { "-02-28" } else { &ended[4..] };
        let two_years = day(&format!("{}{same_day}", ended[..4].parse::<i32>().unwrap() + 2));
        plain("W09", day(ended), days.designated(two_years).due, Some(received.on), None);
    }
    for pause in all("inspection_suspension") {
        let told = all("inspection_suspension_notice").find(|said| said.number("suspension") == pause.no);
        plain("W06", pause.on, work(pause.on, 3), told.map(|said| said.on), None);
    }
    for paper in
        told.iter().filter(|said| matches!(said.act.as_str(), "inspection_document" | "payment_order"))
    {
        let sent: Vec<&Said> =
            all("inspection_delivery").filter(|said| said.number("paper") == paper.no).collect();
        plain("W07", paper.on, work(paper.on, 7), sent.iter().map(|said| said.on).min(), None);
        for one in sent {
            let Some((rule, counts)) = announced(one, days) else { continue };
            plain(rule, one.on, counts, Some(counts), Some(one.number("party")));
        }
    }
    rows.extend(defaulter(told, days));
    if let Some(opened) = opened {
        rows.push(handling(told, received, opened, (closed, days)));
    }
    for (order, next) in orders(told) {
        let due = days.designated(day(order.word("pay_by"))).due;
        let before = paid_before_more(told, (order, next));
        let (state, met) = match (next, paid(told), closed) {
            _ if before.is_some() => ("met", before),
            (Some(later), ..) if due < later.on => ("missed", Some(later.on)),
            (Some(later), ..) => ("extended", Some(later.on)),
            (None, Some(on), _) => ("met", Some(on)),
            (None, None, Some(closed)) if due < closed.on => ("missed", Some(closed.on)),
            (None, None, Some(_)) => ("ended", None),
            (None, None, None) => ("open", None),
        };
        rows.push(("W10".to_owned(), order.on, Some(due), state, met, None));
    }
    rows.sort();
    rows
}

/// Whether a worker complains: who stands in the receipt as an applicant does, unless the inspectorate found it or a third
/// person reported it.
fn complains(received: &Said) -> bool {
    let workers =
        received.data["parties"].as_array().unwrap().iter().any(|party| party["side"] == "applicant");
    workers && !matches!(received.word("source"), "report" | "own_inspection")
}

/// The rule of an announcement and the day on which it counts.
fn announced(said: &Said, days: &Days) -> Option<(&'static str, NaiveDate)> {
    match said.word("manner") {
        "announcement" => Some(("W08", days.calendar(said.on, 60).due)),
        "urgent_announcement" => Some(("W08a", days.calendar(said.on, 3).due)),
        _ => None,
    }
}

/// The day to pay by of an order, and what the next order is.
fn orders(told: &[Said]) -> Vec<(&Said, Option<&Said>)> {
    let orders: Vec<&Said> = told.iter().filter(|said| said.act == "payment_order").collect();
    orders.iter().enumerate().map(|(nth, order)| (*order, orders.get(nth + 1).copied())).collect()
}

/// When all that an order was about had been paid, where wages came to the list only after that.
fn paid_before_more(told: &[Said], (order, next): (&Said, Option<&Said>)) -> Option<NaiveDate> {
    let of_order = |no: u32| no > order.no && next.is_none_or(|next| no < next.no);
    let lists = told.iter().enumerate().filter(|(_, said)| said.act == "wage_list" && of_order(said.no));
    lists.into_iter().find_map(|(nth, _)| paid(&told[..nth]))
}

/// The end of the term of the order that was in vain (R45 8): the first that the employer had, that ran out before another
/// was made and was not paid; else the last before the announcement. What ran out does not come back to life.
fn term_in_vain(told: &[Said], announced: &Said, days: &Days) -> NaiveDate {
    let due = |order: &Said| days.designated(day(order.word("pay_by"))).due;
    let reached = |order: &Said| {
        let own = told.iter().filter(|said| {
            said.act == "inspection_delivery" && said.number("paper") == order.no && said.number("party") == 2
        });
        let mut counts = own.map(|said| announced_on(said, days).unwrap_or(said.on));
        counts.any(|on| on <= due(order))
    };
    let before: Vec<&Said> =
        told.iter().filter(|said| said.act == "payment_order" && said.no < announced.no).collect();
    let in_vain = before.windows(2).find(|pair| {
        due(pair[0]) < pair[1].on
            && reached(pair[0])
            && paid_before_more(told, (pair[0], Some(pair[1]))).is_none()
    });
    due(in_vain.map_or(before[before.len() - 1], |pair| pair[0]))
}

/// The day on which an announcement counts.
fn announced_on(said: &Said, days: &Days) -> Option<NaiveDate> {
    announced(said, days).map(|(_, counts)| counts)
}

fn defaulter(told: &[Said], days: &Days) -> Vec<Row> {
    let on = |act: &str| told.iter().find(|said| said.act == act).map(|said| said.on);
    let Some(notice) = told.iter().find(|said| said.act == "defaulter_notice") else { return Vec::new() };
    let plain = |rule: &str, trigger: NaiveDate, due: NaiveDate, met: Option<NaiveDate>| {
        let state = if met.is_some() { "met" } else { "open" };
        (rule.to_owned(), trigger, Some(due), state, met, None)
    };
    let (objected, listed) = (on("defaulter_objection"), on("defaulter_listing"));
    let verified = told.iter().find(|said| said.act == "defaulter_verification");
    let mut rows = Vec::new();
    let told_on = notice.data.get("received_on").and_then(|on| on.as_str()).map_or(notice.on, day);
    let last = days.working(told_on, 5).due;
    // An objection uses the term; a decision to list comes after it.
    rows.push(match (objected, listed) {
        (None, Some(listed)) if last < listed => {
            ("W12".to_owned(), told_on, Some(last), "missed", Some(listed), None)
        }
        (None, Some(_)) => ("W12".to_owned(), told_on, Some(last), "ended", None, None),
        (objected, _) => plain("W12", told_on, last, objected),
    });
    if let Some(objected) = objected {
        // From its receipt where that is told (R45 6).
        let said = told.iter().find(|said| said.act == "defaulter_objection");
        let received = said.and_then(|said| said.data["received_on"].as_str()).map_or(objected, day);
        let due = days.working(received, 5).due;
        rows.push(plain("W12a", received, due, verified.map(|said| said.on)));
    }
    let term = term_in_vain(told, notice, days);
    let more = told.iter().find(|said| said.act == "defaulter_extension");
    // One that was approved after the twenty days had run out adds nothing.
    let more = more.filter(|said| said.on <= days.working(term, 20).due);
    let more = more.map_or(0, |said| usize::try_from(said.number("days")).unwrap());
    let upheld = verified.filter(|said| said.word("outcome") == "upheld").map(|said| said.on);
    rows.push(plain("W13", term, days.working(term, 20 + more).due, listed.or(upheld)));
    if let Some(listed) = listed {
        let text = listed.to_string();
        let ends = day(&format!("{}{}", text[..4].parse::<i32>().unwrap() + 3, &text[4..]));
        // Three years are three years: they end on a rest day too. Ten working days later the employer is off the list.
        rows.push(plain("W14", listed, ends, None));
        rows.push(plain("W14c", ends, days.working(ends, 10).due, None));
    }
    rows
}

/// The handling period, walked day by day: a working day counts unless it is left out, and an extension that is approved
/// by its last day adds to it.
fn handling(told: &[Said], received: &Said, opened: &Said, (closed, days): (Option<&Said>, &Days)) -> Row {
    let lapsed = complains(received) && opened.on > days.working(received.on, 5).due;
    let start = if lapsed { received.on } else { opened.on };
    let end = closed.map(|said| said.on);
    let mut out: Vec<(NaiveDate, Option<NaiveDate>)> = Vec::new();
    let ends = |act: &str, field: &str, no: u32| {
        told.iter().find(|said| said.act == act && said.number(field) == no).map(|said| said.on)
    };
    for said in told {
        match said.act.as_str() {
            "inspection_commission" => {
                out.push((said.on, ends("inspection_commission_result", "commission", said.no).or(end)));
            }
            "inspection_suspension" => {
                out.push((said.on, ends("inspection_suspension_end", "suspension", said.no).or(end)));
            }
            "inspection_delivery" => {
                out.extend(announced(said, days).map(|(_, counts)| (said.on, Some(counts))));
            }
            _ => {}
        }
    }
    out.retain(|(from, _)| end.is_none_or(|end| *from < end));
    let extension = told.iter().find(|said| said.act == "inspection_extension");
    let (mut left, mut on) = (45_u32, start);
    let mut stands = false;
    while left > 0 {
        on = next(on);
        // Approved on a day, it counts from that day on; on the first day already where it was approved with the start.
        if let Some(said) = extension.filter(|said| said.on == on || (on == next(start) && said.on == start))
        {
            left += said.number("days");
        }
        let is_out = |(from, until): &(NaiveDate, Option<NaiveDate>)| {
            *from <= on && until.is_none_or(|until| on < until)
        };
        if out.iter().any(|(from, until)| *from <= on && until.is_none()) {
            stands = true;
            break;
        }
        if days.works(on) && !out.iter().any(is_out) {
            left -= 1;
        }
    }
    let due = (!stands).then_some(on);
    let state = if closed.is_some() {
        "met"
    } else if stands {
        "paused"
    } else {
        "open"
    };
    ("W05".to_owned(), start, due, state, end, None)
}

/// The day of the last payment, if every worker has got what was owed.
fn paid(told: &[Said]) -> Option<NaiveDate> {
    let mut left: BTreeMap<u64, i64> = BTreeMap::new();
    let mut last = None;
    for said in told {
        let items = |field: &str| said.data[field].as_array().cloned().unwrap_or_default();
        match said.act.as_str() {
            "wage_list" => {
                for line in items("lines") {
                    *left.entry(line["worker"].as_u64().unwrap()).or_default() +=
                        line["owed"].as_i64().unwrap();
                }
            }
            "wage_payment" => {
                last = Some(said.on);
                for one in items("payments") {
                    *left.entry(one["worker"].as_u64().unwrap()).or_default() -=
                        one["amount"].as_i64().unwrap();
                }
            }
            _ => {}
        }
    }
    last.filter(|_| !left.is_empty() && left.values().all(|left| *left <= 0))
}

/// The same list as the program has it.
fn shown(case: &Case) -> Vec<Row> {
    let book = a_book();
    let mut rows: Vec<Row> = deadlines(case, &book)
        .iter()
        .map(|due| {
            let met = due.met.map(|met| met.on);
            let party = due.party.map(|party| party.0);
            (due.rule.id.code().to_owned(), due.trigger.on, due.due_on(), due.state.code(), met, party)
        })
        .collect();
    rows.sort();
    rows
}

/// An act that might come next. Numbers point at entries that there may be.
fn some_act(dice: &mut Dice, case: &Case, on: NaiveDate) -> (&'static str, Value) {
    let last = case.version;
    let entry = u32::try_from(dice.roll(u64::from(last))).unwrap() + 1;
    let pick = |dice: &mut Dice, words: &[&'static str]| {
        words[usize::try_from(dice.roll(u64::try_from(words.len()).unwrap())).unwrap()]
    };
    let later = on + Add::new(dice.roll(20));
    // Where an order to pay was made, the list of defaulters is not far.
    let ordered = case.inspection.as_ref().is_some_and(|own| own.order().is_some());
    let wanted = if ordered && dice.roll(4) != 0 { 20 } else { dice.roll(24) };
    if let Some(paper) = undelivered_order(case).filter(|_| dice.roll(5) != 0) {
        return ("inspection_delivery", json!({ "paper": paper, "party": 2, "manner": "direct" }));
    }
    match wanted {
        0 => ("inspection_refusal", json!({ "ground": "out_of_scope" })),
        1 => ("inspection_redirection", json!({ "to": "雷州" })),
        2..=5 => ("inspection_opening", json!({})),
        6 => ("inspection_extension", json!({ "days": 1 + dice.roll(30) })),
        7 => {
            ("inspection_commission", json!({ "kind": pick(dice, &["audit", "appraisal"]), "body": "某所" }))
        }
        8 | 9 => ("inspection_commission_result", json!({ "commission": entry })),
        10 => ("inspection_suspension", json!({ "ground": "awaits_decision" })),
        11 => ("inspection_suspension_notice", json!({ "suspension": entry })),
        12 | 13 => ("inspection_suspension_end", json!({ "suspension": entry })),
        14 => ("inspection_document", json!({ "kind": pick(dice, &["inquiry", "decision"]) })),
        15 | 16 => {
            let manner = pick(dice, &["direct", "post", "announcement", "urgent_announcement"]);
            ("inspection_delivery", json!({ "paper": entry, "party": 1 + dice.roll(2), "manner": manner }))
        }
        17 | 22 | 23 => ("payment_order", json!({ "number": "1", "pay_by": later })),
        18 => {
            let owed = 100 * (1 + dice.roll(2));
            let from = on - Add::new(40 + dice.roll(300));
            let mut list = json!({ "lines": [{ "worker": 1, "from": from, "to": from, "due": owed, "paid": 0,
                "owed": owed }] });
            if case.party(PartyNo(1)).is_none() {
                list["parties"] = json!([a_worker(1, Side::Applicant)]);
            }
            ("wage_list", list)
        }
        19 => ("wage_payment", json!({ "payments": [{ "worker": 1, "amount": 100 * (1 + dice.roll(2)) }] })),
        20 => match dice.roll(6) {
            5 => ("defaulter_extension", json!({ "days": 1 + dice.roll(20) })),
            // Written on a day, and received some days later.
            0 if dice.roll(2) == 0 => {
                ("defaulter_objection", json!({ "received_on": on + Add::new(dice.roll(9)) }))
            }
            0 => ("defaulter_objection", json!({})),
            1 => ("defaulter_verification", json!({ "outcome": pick(dice, &["upheld", "dismissed"]) })),
            2 => ("defaulter_listing", json!({})),
            _ => ("defaulter_notice", json!({})),
        },
        _ => {
            let outcome = pick(dice, &["paid", "partly_paid", "enforced", "decided", "revoked"]);
            ("inspection_closing", json!({ "outcome": outcome }))
        }
    }
}

/// The order to pay in force, while nobody has it.
fn undelivered_order(case: &Case) -> Option<u32> {
    let own = case.inspection.as_ref()?;
    let order = own.order()?;
    let paper = own.papers.iter().find(|paper| paper.made.by == order.at.by)?;
    paper.deliveries.is_empty().then_some(paper.made.by.0)
}

/// What came in, with a worker who complains or without one.
fn some_receipt(dice: &mut Dice, on: NaiveDate) -> InspectionReceipt<PersonRef> {
    let sources = ["complaint", "report", "own_inspection", "hotline", "complaint"];
    let mut body = json!({ "channel": "counter", "source": sources[usize::try_from(dice.roll(5)).unwrap()],
        "cause": "remuneration", "parties": [] });
    if dice.roll(2) == 0 {
        body["violation_ended_on"] = json!(on - Add::new(dice.roll(700)));
    }
    let receipt: InspectionReceipt<PersonRef> = serde_json::from_value(body).unwrap();
    let mut parties = vec![an_employer(2, Side::Respondent)];
    if receipt.source == ClueSource::Complaint || dice.roll(2) == 0 {
        parties.push(a_worker(1, Side::Applicant));
    }
    receipt.with(parties, None)
}

/// A history, and how many of its acts were taken; each list is compared after each act.
fn tell(dice: &mut Dice, days: &Days, seen: &mut BTreeMap<String, u32>) {
    let book = a_book();
    let acknowledged =
        ["more_than_owed", "objection_too_late", "not_referred", "overlapping_periods"].map(str::to_owned);
    let mut on = day("2021-12-01") + Add::new(dice.roll(300));
    let receipt = some_receipt(dice, on);
    let mut entries: Vec<Entry> = Vec::new();
    let place = || Place { id: case_id(), region: REGION };
    let entry = |no: u32, (on, today): (NaiveDate, NaiveDate), act: Act| Entry {
        no: EntryNo(no),
        on,
        recorded_at: noon(today),
        actor: user(1),
        reason: None,
        acknowledged: acknowledged.to_vec(),
        content: Content::Act(act),
    };
    let at = |no: u32, (on, today): (NaiveDate, NaiveDate)| Moment {
        on,
        today,
        entry: EntryNo(no),
        actor: user(1),
        acknowledged: &acknowledged,
        book: &book,
        reading: Reading::Decide,
    };
    let mut case = receipt.clone().open(place(), &at(1, (on, on))).unwrap();
    let opening = sikuai::domain::act::opening::Opening::Inspection(receipt).into_act();
    entries.push(entry(1, (on, on), opening));
    // The day on which the last entry was written down.
    let mut today = on;
    for _ in 0..STEPS {
        on = on + Add::new([0, 0, 1, 2, 5, 9, 21][usize::try_from(dice.roll(7)).unwrap()]);
        let (kind, data) = some_act(dice, &case, on);
        // Nothing is written down before it came, nor before what was written down last.
        let written = data["received_on"].as_str().map_or(on, day).max(today);
        let act: Act = serde_json::from_value(json!({ "act": kind, "data": data })).unwrap();
        let no = case.version + 1;
        let Ok(after) = case.clone().perform(act.clone(), &at(no, (on, written))) else { continue };
        case = after;
        entries.push(entry(no, (on, written), act));
        today = written;
        *seen.entry(kind.to_owned()).or_default() += 1;
        if data["received_on"].as_str().is_some_and(|received| day(received) > on) {
            *seen.entry("objection received later".to_owned()).or_default() += 1;
        }
        let told = said(&entries);
        let (found, expected) = (shown(&case), reckon(&told, days));
        let history: Vec<String> =
            told.iter().map(|said| format!("{} {} {} {}", said.no, said.on, said.act, said.data)).collect();
        assert_eq!(
            found,
            expected,
            "the program on the left, the second reckoning on the right:\n{}",
            history.join("\n")
        );
        let again = replay(&entries, place(), &book, Reading::Replay).unwrap();
        assert_eq!(again, case, "the docket replayed");
        for deadline in deadlines(&case, &book) {
            assert_eq!(deadline.explain(&book).due_on, deadline.due_on(), "{}", history.join("\n"));
        }
    }
}

#[test]
fn every_deadline_of_random_inspections_is_reckoned_the_same() {
    let days = Days::read();
    let histories = crate::setting("SIKUAI_HISTORIES", HISTORIES);
    let mut dice = Dice(crate::setting("SIKUAI_SEED", 20_190_101));
    let mut seen = BTreeMap::new();
    for _ in 0..histories {
        tell(&mut dice, &days, &mut seen);
    }
    // A run that meets an act too seldom proves nothing of it.
    let rare = [
        "inspection_extension",
        "inspection_commission_result",
        "inspection_suspension_end",
        "inspection_suspension_notice",
        "inspection_delivery",
        "payment_order",
        "wage_payment",
        "inspection_closing",
        "inspection_redirection",
        "defaulter_notice",
        "defaulter_listing",
        "defaulter_extension",
        "objection received later",
    ];
    for act in rare {
        assert!(seen.get(act).is_some_and(|count| *count >= 5), "{act}: {seen:?}");
    }
}
