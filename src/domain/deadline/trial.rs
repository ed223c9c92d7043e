//! The trial period of a case (审理期限, A25 and A26): what started it, what it leaves out, what extends it.
//! Not here: the arithmetic, which is `period`'s.

use chrono::NaiveDate;

use super::rule::{RuleId, in_force};
use super::{Counted, Deadline, State};
use crate::domain::case::{Case, Dated};
use crate::domain::code::Coded as _;
use crate::domain::office::LawBook;
use crate::domain::period::{DueWith, Exclusion, ExclusionCause, Extension, due_with};
use crate::domain::service_of_process::{Service, ServiceManner};

/// A25 and A26: the trial period, with what stops, extends and restarts it.
pub(super) fn push(case: &Case, book: &LawBook, all: &mut Vec<Deadline>) {
    let Some(trial) = &case.trial else { return };
    let Some(due) = trial_count(case, book) else { return };
    let closed = case.closing.map(|closing| closing.at);
    let state = match (closed, &due.paused) {
        (Some(_), _) => State::Met,
        (None, Some(_)) => State::Paused,
        (None, None) => State::Open,
    };
    let extended = trial.extension.filter(|_| due.extension.as_ref().is_some_and(|e| e.ignored.is_none()));
    if let Some(rule) = in_force(RuleId::A25, trial.since.on) {
        let counted = Counted::Trial(Box::new(due.clone()));
        let state = if extended.is_some() { State::Extended } else { state };
        let met = closed.filter(|_| extended.is_none());
        let cause = trial.cause.label();
        all.push(Deadline { rule, trigger: trial.since, cause, party: None, counted, state, met });
    }
    if let Some((extension, rule)) = extended.zip(in_force(RuleId::A26, trial.since.on)) {
        let counted = Counted::Trial(Box::new(due));
        let trigger = Dated { on: trial.since.on, by: extension.approved.by };
        all.push(Deadline { rule, trigger, cause: &rule.trigger, party: None, counted, state, met: closed });
    }
}

/// The count of the trial period that runs, with its exclusions: suspensions [decision, resumption) and
/// announcements [publication, deemed service) before the closing (R33 46).
fn trial_count(case: &Case, book: &LawBook) -> Option<DueWith> {
    let trial = case.trial.as_ref()?;
    let rule = in_force(RuleId::A25, trial.since.on)?;
    let closed_on = case.closing.map(|closing| closing.at.on);
    let before_closing = |from: NaiveDate| closed_on.is_none_or(|closed| from < closed);
    let mut exclusions: Vec<Exclusion> = case
        .suspensions
        .iter()
        .filter(|suspension| before_closing(suspension.from.on))
        .map(|suspension| Exclusion {
            from: suspension.from.on,
            until: suspension.until.map(|until| until.on).or(closed_on),
            cause: ExclusionCause::Suspension,
        })
        .collect();
    let announced =
        |service: &&Service| service.manner == ServiceManner::Announcement && before_closing(service.made.on);
    exclusions.extend(case.services.iter().filter(announced).map(|service| Exclusion {
        from: service.made.on,
        until: Some(service.served_on),
        cause: ExclusionCause::Announcement,
    }));
    exclusions.dedup();
    let extension = trial
        .extension
        .map(|extension| Extension { approved_on: extension.approved.on, days: extension.days });
    Some(due_with(trial.since.on, rule.length.days, &exclusions, extension, &book.calendar))
}

/// When the trial period ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrialDue {
    /// The last day, extension included; none while it stands still.
    pub due_on: Option<NaiveDate>,
    /// The last day without the extension.
    pub unextended_due_on: Option<NaiveDate>,
}

/// When the trial period that runs ends, if the case is accepted.
#[must_use]
pub fn trial_due(case: &Case, book: &LawBook) -> Option<TrialDue> {
    let due = trial_count(case, book)?;
    Some(TrialDue { due_on: due.due_on, unextended_due_on: due.unextended.due_on })
}

/// Whether a closed case was closed within its trial period; none while it is open or was never accepted.
#[must_use]
pub fn closed_in_time(case: &Case, book: &LawBook) -> Option<bool> {
    let closing = case.closing.filter(|_| case.acceptance.is_some())?;
    trial_due(case, book)?.due_on.map(|due| closing.at.on <= due)
}
