//! A case as a row of a ledger (台账行): the same columns that are read. What a row cannot tell (each recovery, each claim)
//! stands in one sum. Not here: files (`documents::ledger`), and who may see which person (`app`).

use chrono::NaiveDate;

use super::Column;
use super::row::LACKING;
use crate::domain::act::tribunal::{Duty, Seat};
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::id::UserId;
use crate::domain::money::Fen;
use crate::domain::party::{Party, Person, Side, Who};
use crate::domain::stage::{ClosingPaper, Manner};

/// What is written into a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// Nothing.
    Nothing,
    /// Text.
    Text(String),
    /// A day.
    Day(NaiveDate),
    /// An amount.
    Amount(Fen),
    /// A number of people.
    People(usize),
}

/// Who decides a case, by their id: the presiding or sole arbitrator, else who was assigned.
#[must_use]
pub fn arbitrator(case: &Case) -> Option<UserId> {
    let seated = case.tribunal.as_ref().and_then(|tribunal| {
        tribunal.members.iter().find(|member| member.seat != Seat::Member).map(|member| member.user)
    });
    let assigned = case.people.iter().find(|person| person.duty == Duty::Arbitrator);
    seated.or_else(|| assigned.map(|person| person.user))
}

/// A case as a row, in the order of the columns; its parties as they may be shown, and who decides it by name.
#[must_use]
pub fn written(case: &Case, parties: &[Party<Person>], arbitrator: Option<&str>) -> Vec<Written> {
    let cell = |(column, _): &(Column, _)| cell(*column, case, parties, arbitrator);
    Column::ROWS.iter().map(cell).collect()
}

fn cell(column: Column, case: &Case, parties: &[Party<Person>], arbitrator: Option<&str>) -> Written {
    let (closing, told) = (case.closing, case.ledger.as_ref());
    let last_recovery = case.recoveries.iter().map(|recovered| recovered.at.on).max();
    match column {
        Column::Number => text(case.number()),
        Column::ReceivedOn => day(Some(case.received.on).filter(|_| case.is_receipt_told())),
        Column::AcceptedOn => day(case.acceptance.as_ref().map(|acceptance| acceptance.at.on)),
        Column::Channel => text(Some(case.channel.label().zh)),
        Column::Applicant => joined(parties, Side::Applicant, |party| Some(name(party))),
        Column::ApplicantId => joined(parties, Side::Applicant, number),
        Column::ApplicantPhone => joined(parties, Side::Applicant, phone),
        Column::Respondent => joined(parties, Side::Respondent, |party| Some(name(party))),
        Column::RespondentId => joined(parties, Side::Respondent, number),
        Column::RespondentPhone => joined(parties, Side::Respondent, phone),
        Column::Cause => Written::Text(causes(case)),
        Column::Workers => Written::People(case.workers()),
        Column::Collective => text(Some(if case.counts_as_collective() { "是" } else { "否" })),
        Column::Claimed => amount(claimed(case)),
        Column::Procedure => text(case.procedure.map(|procedure| procedure.label().zh)),
        Column::Arbitrator => text(arbitrator.or(told.and_then(|told| told.handled_by.as_deref()))),
        Column::ClosedOn => day(closing.map(|closing| closing.at.on)),
        Column::Manner => text(closing.map(|closing| closing.manner.label().zh)),
        Column::Finality => text(closing.and_then(|closing| finality(closing.manner))),
        Column::Outcome => {
            text(closing.and_then(|closing| closing.outcome).map(|outcome| outcome.label().zh))
        }
        Column::Amount => amount(awarded(case)),
        Column::Recovered => amount(recovered(case)),
        Column::RecoveredOn => day(last_recovery),
    }
}

/// The main cause, and behind it the others.
fn causes(case: &Case) -> String {
    let all = std::iter::once(&case.cause).chain(&case.other_causes);
    all.map(|cause| cause.label().zh).collect::<Vec<_>>().join("、")
}

fn finality(manner: Manner) -> Option<&'static str> {
    match manner.paper() {
        ClosingPaper::FinalAward => Some("是"),
        ClosingPaper::NonFinalAward => Some("否"),
        ClosingPaper::BothAwards => Some("部分"),
        ClosingPaper::MediationDocument
        | ClosingPaper::Decision
        | ClosingPaper::NonAcceptance
        | ClosingPaper::Unwritten => None,
    }
}

fn text(text: Option<&str>) -> Written {
    text.map_or(Written::Nothing, |text| Written::Text(text.to_owned()))
}

fn day(day: Option<NaiveDate>) -> Written {
    day.map_or(Written::Nothing, Written::Day)
}

fn amount(amount: Option<Fen>) -> Written {
    amount.map_or(Written::Nothing, Written::Amount)
}

/// What is claimed; nothing where no claim says how much, which is not zero.
fn claimed(case: &Case) -> Option<Fen> {
    case.claims.iter().any(|claim| claim.amount.is_some()).then(|| case.claimed())
}

/// What was awarded or agreed; nothing where no paper and no ledger says an amount.
fn awarded(case: &Case) -> Option<Fen> {
    let sum = case.awarded();
    let is_told = case.ledger.as_ref().is_some_and(|told| told.awarded.is_some());
    let is_awarded = case.awards.iter().any(|award| !award.items.is_empty());
    let is_agreed = case.mediation_papers.iter().any(|paper| case.is_signed(paper));
    (is_told || is_awarded || is_agreed || sum > Fen::ZERO).then_some(sum)
}

fn recovered(case: &Case) -> Option<Fen> {
    let all = case.recoveries.iter().map(|recovered| recovered.amount);
    (!case.recoveries.is_empty()).then(|| all.sum())
}

/// What the parties of a side have, one for each in their order; who lacks it has a word in its place, so that it is told
/// whose is whose. Nothing where nobody has it.
fn joined(parties: &[Party<Person>], side: Side, of: fn(&Party<Person>) -> Option<&str>) -> Written {
    let all: Vec<Option<&str>> = parties.iter().filter(|party| party.side == side).map(of).collect();
    if all.iter().all(Option::is_none) {
        return Written::Nothing;
    }
    Written::Text(all.into_iter().map(|it| it.unwrap_or(LACKING)).collect::<Vec<_>>().join("、"))
}

fn name(party: &Party<Person>) -> &str {
    match &party.who {
        Who::Worker(person) => &person.name,
        Who::Employer(employer) => &employer.name,
    }
}

fn number(party: &Party<Person>) -> Option<&str> {
    match &party.who {
        Who::Worker(person) => person.id_number.as_deref(),
        Who::Employer(employer) => employer.credit_code.as_deref(),
    }
}

fn phone(party: &Party<Person>) -> Option<&str> {
    match &party.who {
        Who::Worker(person) => person.phone.as_deref(),
        Who::Employer(employer) => employer.contact.as_ref().and_then(|contact| contact.phone.as_deref()),
    }
}
