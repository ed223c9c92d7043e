//! The trial period of a case (审理期限, A25 and A26): what started it, what it leaves out, what extends it.
//! Not here: the arithmetic, which is `period`'s.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::rule::RuleId;
use super::{Counted, Deadline, State};
use crate::domain::case::{Case, Dated, FormerTrial, Trial};
use crate::domain::code::Coded as _;
use crate::domain::office::LawBook;
use crate::domain::period::{DueWith, Exclusion, ExclusionCause, Extension, due_with};
use crate::domain::service_of_process::{Service, ServiceManner};

/// A25 and A26: the trial period that runs, with what stops, extends and restarts it; and those before it that
/// had run out when a restart took their place, for a missed limit does not come back to life.
pub(super) fn push(case: &Case, book: &LawBook, all: &mut Vec<Deadline>) {
    for former in &case.former_trials {
        if let Some(due) = ran_out(case, former, book) {
            push_period((&former.trial, due), (State::Missed, Some(former.replaced)), book, all);
        }
    }
    let Some(trial) = &case.trial else { return };
    let Some(due) = trial_count(case, book).filter(|due| is_known(case, due.due_on)) else { return };
    let closed = case.closing.map(|closing| closing.at);
    let state = match (closed, &due.paused) {
        (Some(_), _) => State::Met,
        (None, Some(_)) => State::Paused,
        (None, None) => State::Open,
    };
    push_period((trial, due), (state, closed), book, all);
}

/// Of a case that a ledger closed after the period, nobody knows here whether it was suspended or extended: that it was
/// late is not said (our choice).
fn is_known(case: &Case, due_on: Option<NaiveDate>) -> bool {
    let closed = case.closing.filter(|_| case.was_closed_in_ledger());
    closed.is_none_or(|closing| due_on.is_some_and(|due_on| closing.at.on <= due_on))
}

/// One trial period: as A25, and once it is extended as A26, of which what became of it is then said.
fn push_period(
    (trial, due): (&Trial, DueWith),
    (state, met): (State, Option<Dated>),
    book: &LawBook,
    all: &mut Vec<Deadline>,
) {
    let extended = trial.extension.filter(|_| due.extension.as_ref().is_some_and(|e| e.ignored.is_none()));
    let cause = trial.cause.label();
    if let Some(rule) = book.rule(RuleId::A25, trial.since.on) {
        let counted = Counted::Trial(Box::new(due.clone()));
        let state = if extended.is_some() { State::Extended } else { state };
        let met = met.filter(|_| extended.is_none());
        let (trigger, anchor) = (trial.since, trial.since.by);
        all.push(Deadline { rule, trigger, anchor, cause, party: None, counted, state, met });
    }
    if let Some((extension, rule)) = extended.zip(book.rule(RuleId::A26, trial.since.on)) {
        let counted = Counted::Trial(Box::new(due));
        // Counted from what began the trial period; told from other extensions by its approval.
        let (trigger, anchor) = (trial.since, extension.approved.by);
        all.push(Deadline { rule, trigger, anchor, cause, party: None, counted, state, met });
    }
}

/// The count of a trial period that a restart replaced, if it had run out by then.
fn ran_out(case: &Case, former: &FormerTrial, book: &LawBook) -> Option<DueWith> {
    let due = count(case, &former.trial, Some(former.replaced.on), book)?;
    due.due_on.is_some_and(|due_on| due_on < former.replaced.on).then_some(due)
}

/// The count of the trial period that runs.
fn trial_count(case: &Case, book: &LawBook) -> Option<DueWith> {
    count(case, case.trial.as_ref()?, case.closing.map(|closing| closing.at.on), book)
}

/// The count of a trial period with its exclusions: suspensions [decision, resumption) and announcements
/// [publication, deemed service) before its end (R33 46).
fn count(case: &Case, trial: &Trial, ended_on: Option<NaiveDate>, book: &LawBook) -> Option<DueWith> {
    let length = book.length(RuleId::A25, trial.since.on)?;
    let before_end = |from: NaiveDate| ended_on.is_none_or(|ended| from < ended);
    let suspensions = case.suspensions.iter().filter(|suspension| before_end(suspension.from.on));
    let mut exclusions: Vec<Exclusion> = suspensions
        .map(|suspension| Exclusion {
            from: suspension.from.on,
            until: suspension.until.map(|until| until.on).or(ended_on),
            cause: ExclusionCause::Suspension,
        })
        .collect();
    let announced =
        |service: &&Service| service.manner == ServiceManner::Announcement && before_end(service.made.on);
    exclusions.extend(case.services.iter().filter(announced).map(|service| Exclusion {
        from: service.made.on,
        until: Some(service.served_on),
        cause: ExclusionCause::Announcement,
    }));
    let before = case.acceptance.iter().flat_map(|accepted| &accepted.left_out);
    let before = before.filter(|(from, _)| before_end(*from));
    exclusions.extend(before.map(|(from, until)| Exclusion {
        from: *from,
        until: Some(*until),
        cause: ExclusionCause::Announcement,
    }));
    // The same announcement on several parties, or told by another act besides, is one.
    let mut known = HashSet::new();
    exclusions.retain(|exclusion| known.insert(*exclusion));
    let extension = trial
        .extension
        .map(|extension| Extension { approved_on: extension.approved.on, days: extension.days });
    Some(due_with(trial.since.on, length, &exclusions, extension, &book.calendar))
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

/// When a trial period of a case ends without its extension, or ended; none while it stands still.
#[must_use]
pub fn unextended_due(case: &Case, trial: &Trial, book: &LawBook) -> Option<NaiveDate> {
    count_of(case, trial, book)?.unextended.due_on
}

/// When the trial period that ran on a day ends, or ended, extension included; none while it stands still.
#[must_use]
pub fn trial_due_on(case: &Case, day: NaiveDate, book: &LawBook) -> Option<NaiveDate> {
    let trial = case.trials().rfind(|trial| trial.since.on <= day)?;
    count_of(case, trial, book)?.due_on
}

/// The count of any trial period of a case.
fn count_of(case: &Case, trial: &Trial, book: &LawBook) -> Option<DueWith> {
    let replaced = case.former_trials.iter().find(|former| former.trial.since == trial.since);
    let ended = replaced.map(|former| former.replaced).or(case.closing.map(|closing| closing.at));
    count(case, trial, ended.map(|ended| ended.on), book)
}

/// Whether a closed case was closed within its trial period; none while it is open or was never accepted. A case
/// whose trial period had run out before a restart was not (our choice: a restart does not undo that).
#[must_use]
pub fn closed_in_time(case: &Case, book: &LawBook) -> Option<bool> {
    let closing = case.closing.filter(|_| case.acceptance.is_some())?;
    let due_on = trial_due(case, book)?.due_on.filter(|due_on| is_known(case, Some(*due_on)))?;
    let missed = case.former_trials.iter().any(|former| ran_out(case, former, book).is_some());
    Some(closing.at.on <= due_on && !missed)
}
