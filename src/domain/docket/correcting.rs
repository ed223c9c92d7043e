//! Correcting (更正): whether the correction of an entry makes sense by itself, what it makes of the entries after it, and
//! that no other docket contradicts it. Not here: how the docket is read with it, which is `docket`'s.

use chrono::NaiveDate;

use super::{Content, Correction, Entry, Place, Step, counted, latest_correction, office_day, replay};
use crate::domain::act::Act;
use crate::domain::act::collective::{Continuation, continued};
use crate::domain::act::hearing::{NOT_THE_DAY, OF_A_NOTICE};
use crate::domain::act::opened::Opens;
use crate::domain::act::table;
use crate::domain::case::{Case, HearingState};
use crate::domain::code::Coded;
use crate::domain::finding::{Findings, Moment, Reading};
use crate::domain::id::EntryNo;
use crate::domain::office::LawBook;
use crate::domain::party::PersonRef;
use crate::domain::refusal::{Finding, Refusal, Severity, words};

/// Asks whether a correction makes sense by itself, and what the case is with it in its place. Only what the
/// correction itself brings about counts: what was found about the other entries without it is not its doing.
///
/// # Errors
/// The refusal, when there is no such entry, or the history would no longer be lawful.
pub fn correct(
    entries: &[Entry],
    correction: &Entry,
    place: Place<'_>,
    book: &LawBook,
) -> Result<Case, Refusal> {
    let Content::Correction(content) = &correction.content else {
        return Err(Refusal { findings: Vec::new() });
    };
    check_correction(entries, correction, content, book)?;
    let mut corrected = entries.to_vec();
    corrected.push(correction.clone());
    let today = office_day(correction.recorded_at);
    let before = objections(entries, (place, book), today).found;
    let brought_about = |objection: &(EntryNo, Finding)| {
        let known = |(no, finding): &(EntryNo, Finding)| {
            *no == objection.0 && finding.code == objection.1.code && finding.field == objection.1.field
        };
        objection.0 == content.entry || !before.iter().any(known)
    };
    let after = objections(&corrected, (place, book), today);
    let in_turn = |(no, finding): (EntryNo, Finding)| (no, mended_in_turn(finding));
    let acknowledged = |finding: &Finding| {
        finding.severity == Severity::Warning && correction.acknowledged.iter().any(|it| it == finding.code)
    };
    let found = after.found.iter().filter(|(no, finding)| !is_moot(after.case.as_ref(), *no, finding));
    let found = found
        .filter(|objection| brought_about(objection))
        .cloned()
        .map(in_turn)
        .filter(|(_, finding)| !acknowledged(finding));
    let at_home = |(no, mut finding): (EntryNo, Finding)| {
        if no == content.entry {
            inside_replacement(&mut finding);
        } else {
            name_entry(entries, no, &mut finding);
        }
        finding
    };
    let mut findings: Vec<Finding> = found.map(at_home).collect();
    findings.extend(check_opened(entries, &corrected, correction, (place, book)));
    if findings.is_empty() {
        return replay(&corrected, place, book, Reading::Replay);
    }
    findings.sort_by(|a, b| (a.severity, a.code, &a.field).cmp(&(b.severity, b.code, &b.field)));
    findings.dedup();
    Err(Refusal { findings })
}

/// What is wrong with a replacement is wrong inside the correction.
pub fn inside_replacement(finding: &mut Finding) {
    if let Some(field) = &mut finding.field {
        *field = format!("/replacement{field}");
    }
}

/// What is wrong with another entry is said with its number and its name: that one is to be corrected first.
fn name_entry(entries: &[Entry], no: EntryNo, finding: &mut Finding) {
    // It is about an entry that this correction does not contain.
    finding.field = None;
    let kind = entries.iter().find(|entry| entry.no == no).and_then(Entry::kind);
    let Some(name) = kind.map(Coded::label) else { return };
    let said = &finding.words;
    // What is only to be looked at need not be corrected before.
    let (first_zh, first_en) = match finding.severity {
        Severity::Warning => ("", ""),
        Severity::Impossible | Severity::Unlawful | Severity::Invalid | Severity::Irregular => {
            ("。请先更正该项登记", "; correct that entry first")
        }
    };
    finding.words = words(
        format!("第{no}项登记“{}”：{}{first_zh}", name.zh, said.zh),
        format!("entry {no}, \u{201c}{}\u{201d}: {}{first_en}", name.en, said.en),
    );
}

/// What the rules say of the acts of a docket, and the case that they make.
struct Objections {
    found: Vec<(EntryNo, Finding)>,
    case: Option<Case>,
}

/// What every rule says about every act of a docket, up to the first that cannot be, on the day on which it is corrected: what
/// lies behind that day has happened, and is recorded as it was.
fn objections(entries: &[Entry], (place, book): (Place<'_>, &LawBook), today: NaiveDate) -> Objections {
    let mut found = Vec::new();
    let mut case: Option<Case> = None;
    for step in entries.iter().filter_map(|entry| Step::of(entries, entry)) {
        let at = Moment { today, ..step.moment(book, Reading::Decide) };
        let decided = step.take(case.clone(), place, &at);
        let next = match decided {
            // As it is on record, with the day on which it was written down.
            Ok(_) => step.take(case.take(), place, &step.moment(book, Reading::Replay)),
            Err(refusal) => {
                found.extend(refusal.findings.into_iter().map(|finding| (step.entry.no, finding)));
                step.take(case.take(), place, &step.moment(book, Reading::Replay))
            }
        };
        match next {
            Ok(next) => case = Some(next),
            Err(_) => break,
        }
    }
    Objections { found, case }
}

/// Whether a finding is about the notice of a hearing that was never held, and never will be: another took its place, or
/// the case was closed before. Nobody is summoned to it any more.
fn is_moot(case: Option<&Case>, no: EntryNo, finding: &Finding) -> bool {
    let Some((case, hearing)) = case.and_then(|case| Some((case, case.hearing(no)?))) else { return false };
    let is_dead = match hearing.state {
        HearingState::Postponed { .. } => true,
        HearingState::Scheduled => case.closing.is_some(),
        HearingState::Open { .. } | HearingState::Adjourned { .. } | HearingState::Closed { .. } => false,
    };
    is_dead && OF_A_NOTICE.contains(&finding.code)
}

/// The day of a hearing stands in its notice and in its opening, each of which can be corrected only after the other: so
/// the first of the two leaves them at odds, which is said, and the second mends it.
fn mended_in_turn(finding: Finding) -> Finding {
    if finding.code != NOT_THE_DAY {
        return finding;
    }
    let said = &finding.words;
    let text = words(
        format!("{}；开庭通知与开庭登记的日期须一致，请随即更正另一项登记", said.zh),
        format!("{}; the notice and the opening name the same day: correct the other entry next", said.en),
    );
    Finding { severity: Severity::Warning, field: None, words: text, ..finding }
}

/// What an entry opened elsewhere, and what goes along with it.
struct Made {
    no: EntryNo,
    opens: Opens<PersonRef>,
    continued: Option<Continuation>,
}

/// What the entries of a docket open, each as the case stood before it.
fn made(entries: &[Entry], place: Place<'_>, book: &LawBook) -> Vec<Made> {
    let docket = counted(entries);
    let mut made = Vec::new();
    let mut case: Option<Case> = None;
    for (index, step) in entries.iter().filter_map(|entry| Step::of(entries, entry)).enumerate() {
        if let Some(before) = case.as_ref().filter(|_| step.act.opened().is_some()) {
            let proceedings = std::slice::from_ref(before);
            let opens = step.act.opens((before, step.on), before.parties.clone(), proceedings);
            let so_far = docket.get(..index).unwrap_or_default();
            let continued = match step.act {
                Act::CaseSplit(split) => Some(continued(split, before, so_far)),
                _ => None,
            };
            made.extend(opens.map(|opens| Made { no: step.entry.no, opens, continued }));
        }
        match step.take(case.take(), place, &step.moment(book, Reading::Replay)) {
            Ok(next) => case = Some(next),
            Err(_) => break,
        }
    }
    made
}

/// A case that was opened is another docket, which no correction here reaches: it is corrected there. What it was opened
/// with stays; where only days, names or decisions differ, which both dockets tell, a person is asked to correct both.
fn check_opened(
    entries: &[Entry],
    corrected: &[Entry],
    correction: &Entry,
    (place, book): (Place<'_>, &LawBook),
) -> Vec<Finding> {
    if entries.iter().all(|entry| entry.opened().is_none()) {
        return Vec::new();
    }
    let mut findings = Findings::default();
    let after = made(corrected, place, book);
    for before in made(entries, place, book) {
        let Some(after) = after.iter().find(|after| after.no == before.no) else { continue };
        let same = (&after.opens, &after.continued) == (&before.opens, &before.continued);
        let no = before.no;
        if after.opens.substance() != before.opens.substance() {
            let text = words(
                format!("第{no}项登记已转出另一案件，更正后转出的内容将与该案不符；应在转出的案件中更正"),
                format!(
                    "entry {no} opened another case, which would be another with this; correct it in that case"
                ),
            );
            findings.impossible("opened_case_differs", None, text);
        } else if !same {
            let text = words(
                format!("第{no}项登记已转出另一案件，该案不随本更正改变；请在该案中一并更正"),
                format!("entry {no} opened another case, which this does not change; correct it there too"),
            );
            findings.warn("opened_case_stays", None, text);
        }
    }
    let refused = findings.conclude(&correction.moment(book, Reading::Decide));
    refused.err().map(|refusal| refusal.findings).unwrap_or_default()
}

fn check_correction(
    entries: &[Entry],
    correction: &Entry,
    content: &Correction,
    book: &LawBook,
) -> Result<(), Refusal> {
    let at = correction.moment(book, Reading::Decide);
    let mut findings = Findings::default();
    let wrong = entries.iter().find(|entry| entry.no == content.entry);
    let kind = wrong.and_then(Entry::kind);
    if kind.is_none() {
        findings.invalid(
            "no_such_entry",
            "/entry",
            words("没有这一可更正的登记", "there is no such entry to correct"),
        );
    }
    if kind.is_some_and(table::opens) && content.replacement.is_none() {
        findings.impossible(
            "no_receipt",
            None,
            words("收件登记不能撤销", "a case begins with its receipt, which cannot be struck out"),
        );
    }
    let last = latest_correction(entries, content.entry);
    if let (None, Some((by, Correction { replacement: None, .. }))) = (&content.replacement, last) {
        let EntryNo(by) = by.no;
        let text = words(
            format!("该项登记已由第{by}项登记撤销"),
            format!("the entry was struck out already, by entry {by}"),
        );
        findings.impossible("struck_out_already", None, text);
    }
    if wrong.and_then(Entry::opened).is_some() && content.replacement.is_none() {
        let text = words(
            "该登记已转出另一案件，不能撤销；应在转出的案件中办理撤回",
            "the entry opened another case and cannot be struck out; that case is withdrawn instead",
        );
        findings.impossible("opened_a_case", None, text);
    }
    let other = content.replacement.as_ref().is_some_and(|replacement| Some(replacement.act.kind()) != kind);
    if kind.is_some() && other {
        findings.invalid(
            "another_act",
            "/replacement",
            words("更正不能改变行为的种类", "a correction does not change the kind of the act"),
        );
    }
    check_joined(wrong, content, &mut findings);
    if correction.reason.as_deref().is_none_or(|reason| reason.trim().is_empty()) {
        findings.invalid(
            "reason_missing",
            "/reason",
            words("更正应当说明理由", "a correction needs its reason"),
        );
    }
    findings.ahead(&at);
    findings.conclude(&at)
}

/// A joint trial stands in the dockets of two cases, and is corrected in both at once: with a third it is another.
fn check_joined(wrong: Option<&Entry>, content: &Correction, findings: &mut Findings) {
    let joined = |act: &Act| if let Act::JointTrial(joint) = act { Some(joint.with) } else { None };
    let was = wrong.and_then(|entry| match &entry.content {
        Content::Act(act) => joined(act),
        Content::Correction(_) | Content::CalendarChange(_) => None,
    });
    let now = content.replacement.as_ref().and_then(|replacement| joined(&replacement.act));
    if was.zip(now).is_some_and(|(was, now)| was != now) {
        let text = words(
            "合并审理的另一案件登记有误的，应当撤销本项登记后另行登记",
            "joined with the wrong case: strike this entry out, and record the right one",
        );
        findings.invalid("joined_with_another", "/replacement/with", text);
    }
}
