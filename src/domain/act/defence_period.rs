//! No hearing before the defence (答辩期): whether a respondent's period still runs on the day of a hearing.

use chrono::NaiveDate;

use crate::domain::case::{Case, TrialStart};
use crate::domain::deadline;
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::PartyNo;
use crate::domain::law::r33;
use crate::domain::party::Side;
use crate::domain::refusal::words;
use crate::domain::service_of_process::{Document, Service};

/// No hearing before every respondent's period for defence has run out, or was used, or was given up:
/// that of the application, and of amended claims a new one (R33 33, 44).
pub(crate) fn check(case: &Case, held_on: NaiveDate, at: &Moment<'_>, findings: &mut Findings) {
    for respondent in case.side(Side::Respondent) {
        let Some(open) = open_defence(case, respondent.no, held_on, at) else { continue };
        let until = match open {
            OpenDefence::NotServed => words("申请书副本尚未送达", "the application is not yet served"),
            OpenDefence::Until(due) => {
                words(format!("答辩期至{due}"), format!("the period runs until {due}"))
            }
        };
        let text = words(
            format!("第{}号被申请人的答辩期未满,{}", respondent.no, until.zh),
            format!("the period for the defence of respondent {} has not ended: {}", respondent.no, until.en),
        );
        findings.breach(at, held_on, "defence_period_runs", (r33("33"), text));
    }
}

/// A period for the defence that is not over.
enum OpenDefence {
    /// It has not begun.
    NotServed,
    /// It runs to the end of this day.
    Until(NaiveDate),
}

fn open_defence(
    case: &Case,
    respondent: PartyNo,
    held_on: NaiveDate,
    at: &Moment<'_>,
) -> Option<OpenDefence> {
    let answered = |since: NaiveDate| {
        let mut own = case.defences.iter().filter(|defence| defence.party == respondent);
        own.any(|defence| since <= defence.at.on && defence.at.on <= held_on)
    };
    let open = |served: Option<&Service>, since: NaiveDate| {
        if answered(since) {
            return None;
        }
        let Some(service) = served else { return Some(OpenDefence::NotServed) };
        let due = deadline::defence_due(service.served_on, at.book);
        (held_on <= due).then_some(OpenDefence::Until(due))
    };
    let accepted_on = case.acceptance.as_ref().map_or(NaiveDate::MIN, |acceptance| acceptance.at.on);
    let first = open(case.service_of(Document::ApplicationCopy, respondent), accepted_on);
    let amended = case.trial.as_ref().filter(|trial| trial.cause == TrialStart::ClaimsAmended);
    first.or_else(|| {
        let since = amended?.since.on;
        let copies = case.services.iter().filter(|service| {
            service.document == Document::AmendedApplicationCopy
                && service.party == respondent
                && service.made.on >= since
        });
        open(copies.min_by_key(|service| service.served_on), since)
    })
}
