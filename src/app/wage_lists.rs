//! A wage list that comes in a file (工资表来件): its workers are held against those whom the case knows, inside the office
//! and in the transaction of the act. Not here: reading the file (`documents`), who is the same (`domain`).

use crate::app::deciding::{Desk, Outcome, Target, both, load};
use crate::app::draft::Draft;
use crate::app::error::Error;
use crate::app::idempotency::Answer;
use crate::app::outcome::Performed;
use crate::app::permits::{Caller, ensure};
use crate::app::reading::{MaskedPerson, opened};
use crate::app::register::{Conditions, Register, Request};
use crate::domain::act::inspection::overlaps::{Labels, OVERLAPPING, overlaps};
use crate::domain::act::inspection::wage_row::{KnownWorkers, Listed, Uncertain, WageFile, WageRow};
use crate::domain::act::inspection::wages::WageLine;
use crate::domain::act::kind::ActKind;
use crate::domain::case::Case;
use crate::domain::finding::{Findings, Moment, Reading};
use crate::domain::id::{CaseId, EntryNo, PartyNo};
use crate::domain::party::{Person, Who};
use crate::domain::permission::Operation;
use crate::storage::Connection;

/// A worker of a wage list who may be a party of whom no ID-card number is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PerhapsKnown {
    /// The first row of that worker.
    pub row: u32,
    /// What the list calls the worker.
    pub name: String,
    /// Who it may be, masked.
    pub parties: Vec<(PartyNo, MaskedPerson)>,
}

impl PerhapsKnown {
    fn of(uncertain: &Uncertain<'_>) -> PerhapsKnown {
        PerhapsKnown {
            row: uncertain.row.row,
            name: uncertain.row.person.name.clone(),
            parties: uncertain.parties.iter().map(|(no, known)| (*no, MaskedPerson::of(known))).collect(),
        }
    }
}

impl Register {
    /// Whether somebody may enter a wage list in a case: asked before a file is read.
    ///
    /// # Errors
    /// That there is no such case for the caller, or that the caller may not.
    pub async fn may_bring_wage_list(&self, caller: &Caller, id: CaseId) -> Result<(), Error> {
        let caller = *caller;
        self.store.read(move |c: &mut Connection| may_bring(c, &caller, id).map(drop)).await
    }

    /// Enters a wage list that came in a file. What is wrong with its lines is said of their rows.
    ///
    /// # Errors
    /// The refusal, or why the caller may not, or that the case changed meanwhile.
    pub async fn bring_wage_list(
        &self,
        caller: &Caller,
        id: CaseId,
        request: Request<WageFile>,
        conditions: Conditions,
    ) -> Result<Answer<Performed>, Error> {
        let (by, target) = (*caller, Target { id, seen: conditions.seen });
        self.carry_out(by, conditions, move |desk, c| desk.decide_wage_file(c, &by, target, request)).await
    }

    /// Who of a wage list may be a party already, for somebody who may enter it: those who are asked about.
    ///
    /// # Errors
    /// That there is no such case for the caller, or that the caller may not.
    pub async fn perhaps_known(
        &self,
        caller: &Caller,
        id: CaseId,
        rows: Vec<WageRow>,
    ) -> Result<Vec<PerhapsKnown>, Error> {
        let (register, caller) = (self.clone(), *caller);
        let work = move |c: &mut Connection| {
            let case = may_bring(c, &caller, id)?;
            let known = register.known_workers(c, &case)?;
            Ok::<_, Error>(known.uncertain(&rows).iter().map(PerhapsKnown::of).collect())
        };
        self.store.snapshot(work).await
    }

    /// The workers of a case, with their people in the clear.
    fn known_workers(&self, c: &mut Connection, case: &Case) -> Result<KnownWorkers, Error> {
        let people = self.people(c, &case.parties)?;
        let mut workers: Vec<(PartyNo, Person)> = Vec::new();
        for party in &case.parties {
            if let Who::Worker(person) = &party.who {
                workers.push((party.no, opened(person, &people)?.clone()));
            }
        }
        let last = case.parties.iter().map(|party| party.no.0).max().unwrap_or(0);
        Ok(KnownWorkers::of(workers, last))
    }
}

impl Desk<'_> {
    /// What a wage list in a file makes of a case.
    fn decide_wage_file(
        &self,
        c: &mut Connection,
        caller: &Caller,
        target: Target,
        request: Request<WageFile>,
    ) -> Result<Outcome, Error> {
        let case = may_bring(c, caller, target.id)?;
        let (asked, file) = request.apart();
        let mut findings = Findings::default();
        let listed = self.register.known_workers(c, &case)?.list(file, &mut findings);
        let acknowledged = asked.acknowledged.clone();
        let held = findings.conclude(&Moment {
            on: asked.on,
            today: self.register.clock.today(),
            entry: EntryNo(case.version.saturating_add(1)),
            actor: caller.user,
            acknowledged: &acknowledged,
            book: &self.book,
            reading: Reading::Decide,
        });
        let what = Draft::WageList(listed.list.clone());
        let Request { on, reason, acknowledged, .. } = asked;
        let decided = self.decide_act(c, caller, target, Request { on, reason, acknowledged, what });
        let own = case.inspection.map(|own| own.wages).unwrap_or_default();
        let decided = decided.map_err(|error| said_of_rows(error, &own, &listed));
        both(decided, held.map_err(Error::Refused)).map(|(outcome, ())| outcome)
    }
}

fn may_bring(c: &mut Connection, caller: &Caller, id: CaseId) -> Result<Case, Error> {
    let case = load(c, caller, id)?.case;
    ensure(caller, Operation::Perform(ActKind::WageList), Some(&case))?;
    Ok(case)
}

/// What a rule found in a line, said of the row from which the line came, and of the worker by name.
fn said_of_rows(error: Error, own: &[WageLine], listed: &Listed) -> Error {
    let Error::Refused(mut refusal) = error else { return error };
    for finding in &mut refusal.findings {
        let line = finding.field.as_deref().and_then(|field| field.strip_prefix("/lines/"));
        let index =
            line.and_then(|line| line.split('/').next()).and_then(|index| index.parse::<usize>().ok());
        if let Some(row) = index.and_then(|index| listed.rows.get(index)) {
            finding.field = Some(format!("/rows/{row}"));
        }
        if finding.code == OVERLAPPING
            && let Some(text) = overlaps(own, &listed.list.lines, Labels { file: Some(listed) })
        {
            finding.words = text;
        }
    }
    Error::Refused(refusal)
}
