//! What each worker of an inspection is owed and has got (工资明细), worker by worker, a page at a time. Only the people of
//! the page are opened, and they are masked as everywhere. Not here: how a wage list comes in (`wage_lists`).

use std::ops::Bound;

use serde::Serialize;
use utoipa::ToSchema;

use crate::app::deciding::load;
use crate::app::error::Error;
use crate::app::permits::Caller;
use crate::app::reading::{MaskedPerson, opened};
use crate::app::register::Register;
use crate::domain::act::inspection::wages::WageLine;
use crate::domain::case::{Case, InspectionCase, WageBalance, WageTotals};
use crate::domain::id::{CaseId, PartyNo};
use crate::domain::money::Fen;
use crate::domain::party::{Party, PersonRef, Who};
use crate::storage::Connection;

/// Which workers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhichWorkers {
    /// Everybody on the wage list.
    All,
    /// Those who are still owed something.
    Open,
}

/// The wages of one worker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WorkerWages {
    /// Which worker, by the number of the party.
    pub worker: PartyNo,
    /// Who that is, masked; none of a party that is not there any more.
    pub person: Option<MaskedPerson>,
    /// The lines of the wage list, in the order in which they came in.
    pub lines: Vec<WageLine>,
    /// 欠发.
    pub owed: Fen,
    /// 追回.
    pub recovered: Fen,
    /// Still to be paid.
    pub outstanding: Fen,
}

/// A page of workers, and what all of them come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WagePage {
    /// The workers of the page.
    pub workers: Vec<WorkerWages>,
    /// Of the whole case; none of a case of another kind.
    pub totals: Option<WageTotals>,
}

impl Register {
    /// The workers of an inspection after one, by their numbers, with what each is owed.
    ///
    /// # Errors
    /// [`Error::NotFound`] without the case.
    pub async fn wage_lines(
        &self,
        caller: &Caller,
        id: CaseId,
        which: WhichWorkers,
        (after, limit): (Option<PartyNo>, u32),
    ) -> Result<WagePage, Error> {
        let (register, caller) = (self.clone(), *caller);
        let work = move |c: &mut Connection| {
            let case = load(c, &caller, id)?.case;
            let totals = case.wage_totals();
            let Some(own) = &case.inspection else { return Ok(WagePage { workers: Vec::new(), totals }) };
            let page = page(own, which, (after, limit));
            let parties: Vec<Party<PersonRef>> =
                page.iter().filter_map(|(no, _)| case.party(*no)).cloned().collect();
            let people = register.people(c, &parties)?;
            let person = |no: PartyNo| match parties.iter().find(|party| party.no == no).map(|it| &it.who) {
                Some(Who::Worker(person)) => opened(person, &people).map(MaskedPerson::of).map(Some),
                Some(Who::Employer(_)) | None => Ok(None),
            };
            let workers = page.into_iter().map(|(no, balance)| {
                Ok(WorkerWages {
                    worker: no,
                    person: person(no)?,
                    lines: lines_of(&case, no),
                    owed: balance.owed,
                    recovered: balance.recovered,
                    outstanding: balance.outstanding(),
                })
            });
            Ok(WagePage { workers: workers.collect::<Result<_, Error>>()?, totals })
        };
        self.store.snapshot(work).await
    }
}

/// The workers of a page, in the order of their numbers.
fn page(
    own: &InspectionCase,
    which: WhichWorkers,
    (after, limit): (Option<PartyNo>, u32),
) -> Vec<(PartyNo, WageBalance)> {
    let balances = own.balances();
    let from = after.map_or(Bound::Unbounded, Bound::Excluded);
    let wanted = |balance: &WageBalance| match which {
        WhichWorkers::All => true,
        WhichWorkers::Open => balance.outstanding() > Fen::ZERO,
    };
    let rest = balances.range((from, Bound::Unbounded)).filter(|(_, balance)| wanted(balance));
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    rest.take(limit).map(|(no, balance)| (*no, *balance)).collect()
}

fn lines_of(case: &Case, worker: PartyNo) -> Vec<WageLine> {
    let lines = case.inspection.iter().flat_map(|own| &own.wages);
    lines.filter(|line| line.worker == worker).cloned().collect()
}
