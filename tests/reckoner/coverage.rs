//! What the random histories went through: a property proves little about what never happened.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use sikuai::domain::act::Act;
use sikuai::domain::act::filing::Channel;
use sikuai::domain::act::kind::ActKind;
use sikuai::domain::act::table::find;
use sikuai::domain::act::tribunal::Untold;
use sikuai::domain::case_kind::CaseKind;
use sikuai::domain::code::Coded as _;
use sikuai::domain::deadline::State;
use sikuai::domain::docket::Content;
use sikuai::domain::service_of_process::{Document, ServiceManner};

use crate::days::Days;
use crate::facts::{Facts, the_day_of_thirty};
use crate::line::{Ending, Line};
use crate::reckon::{outs, periods, reckon, walks};
use crate::story::Story;

/// What must have happened at least once.
#[rustfmt::skip]
const WANTED: &[&str] = &[
    "M03 open", "M03 met", "M03 ended", "A01 met", "A02 open", "A02 met", "A02 missed",
    "A02 ended", "A03 open", "A03 met", "A03 ended", "A03 paused", "A03 missed",
    "A03 begun anew", "A06 open", "A06 met", "A06 ended", "A07 open", "A07 met", "A07 ended", "A08 open", "A08 met",
    "A08 waived", "A08 ended", "A09 open", "A09 met", "A09 ended", "A12 open", "A12 met", "A12 ended", "A12 missed", "A15 open", "A15 met", "A20 met", "A20 open",
    "A20 ended", "A20 waived", "A20 missed", "closed by parts", "A23 open", "A23 met", "A23 ended", "A24 open", "A24 met", "A24 ended", "A25 open", "A25 met",
    "A25 paused", "A25 missed", "A25 extended", "A26 open", "A26 met", "A26 paused", "A26 missed",
    "A13 open", "A13 ended", "A13 missed", "G03 open", "G03 met", "P04 open", "P04 met", "P05 open", "P06 open", "P06 met",
    "RF1 open", "RF1 met", "RF1 ended", "RF1 missed", "P01 open", "P01 met", "P02 open", "P02 met", "P03 open", "P03 met",
    "restart: joinder", "restart: amendment", "restart: counterclaim", "restart: transfer received",
    "extension of no effect", "days left out twice", "days left out before the start", "a day left out after the end",
    "announcement of 60 days", "announcement of 30 days", "provisional", "written down late",
    "irregularity acknowledged", "parted", "several hearings", "a designated rest day", "an award of a part is served",
    "an award binds a third party", "an award of a part is challenged", "an extension told after the closing",
    "a restart told late", "an extension of an earlier period",
    "served through others alone", "other representatives", "told with a change of the tribunal", "a formation of an old docket",
];

/// How many histories went through what.
#[derive(Default)]
pub(crate) struct Coverage {
    histories: BTreeMap<&'static str, u32>,
    acts: BTreeMap<ActKind, u32>,
    now: BTreeSet<&'static str>,
    stories: u32,
    entries: u32,
    deadlines: u32,
}

/// Acts that begin, end and move no deadline of the case in which they are done; `tests/histories` draws them. What a split
/// takes along is held against the first case in `parted`, the deadlines of a case of a ledger are worked out by hand in
/// `tests/domain/ledger.rs`.
const ELSEWHERE: [ActKind; 8] = [
    ActKind::LedgerEntry,
    ActKind::ServiceProof,
    ActKind::CaseSplit,
    ActKind::JointTrial,
    ActKind::AgentAppointment,
    ActKind::AgentEnd,
    ActKind::ElementStatement,
    ActKind::ElementConfirmation,
];

impl Coverage {
    /// Another history begins.
    pub(crate) fn begin(&mut self) {
        self.now.clear();
        self.stories += 1;
    }

    /// The story could be parted.
    pub(crate) fn parts(&mut self) {
        if self.now.insert("parted") {
            *self.histories.entry("parted").or_default() += 1;
        }
    }

    /// A story as it stands.
    pub(crate) fn see(&mut self, story: &Story, days: &Days) {
        self.entries += 1;
        let lines = reckon(&story.entries, story.book.notice, days);
        self.deadlines += u32::try_from(lines.len()).unwrap();
        let facts = Facts::of(&story.entries, days);
        let mut seen = seen_in_lines(&lines);
        seen.extend(seen_in_trials(&facts, days));
        let last = story.entries.last().unwrap();
        if let Content::Act(act) = &last.content {
            *self.acts.entry(act.kind()).or_default() += 1;
            seen.extend(seen_in_act(act, story));
        }
        if facts.by_parts {
            seen.push("closed by parts");
        }
        if facts.has_served_through_others() {
            seen.push("served through others alone");
        }
        if last.recorded_at.date_naive() > last.on {
            seen.push("written down late");
        }
        if !last.acknowledged.is_empty() {
            seen.push("irregularity acknowledged");
        }
        for what in seen {
            if self.now.insert(what) {
                *self.histories.entry(what).or_default() += 1;
            }
        }
    }

    /// What is wanted and never happened, the acts that no history took among it.
    pub(crate) fn missing(&self) -> Vec<&'static str> {
        let wanted = WANTED.iter().copied().filter(|what| !self.histories.contains_key(what));
        let own =
            |kind: ActKind| find(kind).kinds.contains(&CaseKind::Arbitration) && !ELSEWHERE.contains(&kind);
        let kinds =
            ActKind::ROWS.iter().filter(|(kind, _)| own(*kind)).map(|(kind, label)| (kind, label.code));
        wanted.chain(kinds.filter(|(kind, _)| !self.acts.contains_key(kind)).map(|(_, code)| code)).collect()
    }
}

/// The wanted name that a text spells.
fn named(text: &str) -> Option<&'static str> {
    WANTED.iter().copied().find(|name| *name == text)
}

fn seen_in_lines(lines: &[Line]) -> Vec<&'static str> {
    let mut seen: Vec<&'static str> = lines
        .iter()
        .filter_map(|line| named(&format!("{} {}", line.rule.code(), line.state.code())))
        .collect();
    let moved = |line: &Line| matches!(line.ending, Ending::Ends(end) if end.natural != end.due);
    if lines.iter().any(|line| line.rule.code() == "A02" && moved(line)) {
        seen.push("a designated rest day");
    }
    let a03 = lines.iter().filter(|line| line.rule.code() == "A03");
    if a03.clone().any(|line| line.state != State::Missed && line.trigger.by > 1) {
        seen.push("A03 begun anew");
    }
    if lines.iter().any(|line| matches!(line.ending, Ending::Ends(end) if end.provisional)) {
        seen.push("provisional");
    }
    seen
}

fn seen_in_trials(facts: &Facts<'_>, days: &Days) -> Vec<&'static str> {
    let mut seen = Vec::new();
    let outs = outs(facts);
    for period in periods(facts) {
        let (_, whole) = walks(&period, &outs, days);
        if period.replaced.is_some_and(|next| next.by < period.start.by) {
            seen.push("a restart told late");
        }
        if period.replaced.zip(period.extension).is_some_and(|(next, (at, _))| next.by < at.by) {
            seen.push("an extension of an earlier period");
        }
        if period.extension.is_some() && !whole.extended {
            seen.push("extension of no effect");
        }
        if whole.overlapped {
            seen.push("days left out twice");
        }
        let before = |from| from <= period.start.on;
        if outs.iter().any(|out| before(out.from) && out.until.is_none_or(|until| until > period.start.on)) {
            seen.push("days left out before the start");
        }
        if let (Ending::Ends(end), true) = (whole.outcome.into(), period.replaced.is_none())
            && outs.iter().any(|out| out.from > end.due)
        {
            seen.push("a day left out after the end");
        }
    }
    seen
}

fn seen_in_act(act: &Act, story: &Story) -> Vec<&'static str> {
    let long = story.entries.last().is_some_and(|entry| entry.on < the_day_of_thirty());
    match act {
        Act::PartyJoinder(_) => vec!["restart: joinder"],
        Act::ClaimAmendment(_) => vec!["restart: amendment"],
        Act::CounterclaimAcceptance(_) => vec!["restart: counterclaim"],
        Act::Acceptance(_) if story.receipt.channel == Channel::TransferredIn => {
            vec!["restart: transfer received"]
        }
        Act::Service(service) if service.manner == ServiceManner::Announcement => {
            vec![if long { "announcement of 60 days" } else { "announcement of 30 days" }]
        }
        Act::Service(service)
            if story.case().closing.is_none()
                && matches!(service.document, Document::AwardFinal | Document::AwardNonFinal) =>
        {
            vec!["an award of a part is served"]
        }
        Act::Award(award) if !award.binds.is_empty() => vec!["an award binds a third party"],
        Act::Challenge(_) if story.case().closing.is_none() => vec!["an award of a part is challenged"],
        Act::Extension(_) if story.case().closing.is_some() => vec!["an extension told after the closing"],
        Act::Representation(_) if !story.case().former_representations.is_empty() => {
            vec!["other representatives"]
        }
        Act::TribunalChange(change) if change.notified_on.is_some() => {
            vec!["told with a change of the tribunal"]
        }
        Act::TribunalFormation(it) if it.notified_on.is_none() && it.untold == Untold::OnItsDay => {
            vec!["a formation of an old docket"]
        }
        Act::HearingOpening(_) if story.case().hearings.len() > 1 => vec!["several hearings"],
        _ => Vec::new(),
    }
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} histories of {} acts; {} deadlines compared, counted after each act",
            self.stories, self.entries, self.deadlines
        )?;
        writeln!(f, "histories in which this happened:")?;
        for (what, histories) in &self.histories {
            writeln!(f, "  {histories:6} {what}")?;
        }
        writeln!(f, "acts:")?;
        for (kind, times) in &self.acts {
            writeln!(f, "  {times:6} {}", kind.code())?;
        }
        Ok(())
    }
}
