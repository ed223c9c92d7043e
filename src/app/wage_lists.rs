//! Whom a case knows already (工资表对照): the workers of a wage list that comes in a file are matched with the parties by
//! their ID-card numbers, inside the office and without showing them. Not here: reading the file (`documents`).

use std::collections::HashMap;

use crate::app::deciding::load;
use crate::app::error::Error;
use crate::app::permits::{Caller, ensure};
use crate::app::reading::opened;
use crate::app::register::Register;
use crate::domain::act::inspection::wage_row::KnownWorkers;
use crate::domain::act::kind::ActKind;
use crate::domain::id::{CaseId, PartyNo};
use crate::domain::party::Who;
use crate::domain::permission::Operation;
use crate::storage::Connection;

impl Register {
    /// The workers of a case by their ID-card numbers, for somebody who may enter a wage list there.
    ///
    /// # Errors
    /// That there is no such case for the caller, or that the caller may not.
    pub async fn known_workers(&self, caller: &Caller, id: CaseId) -> Result<KnownWorkers, Error> {
        let (register, caller) = (self.clone(), *caller);
        let work = move |c: &mut Connection| {
            let case = load(c, &caller, id)?.case;
            ensure(&caller, Operation::Perform(ActKind::WageList), Some(&case))?;
            let people = register.people(c, &case.parties)?;
            let mut by_id: HashMap<String, PartyNo> = HashMap::new();
            for party in &case.parties {
                let Who::Worker(person) = &party.who else { continue };
                if let Some(number) = &opened(person, &people)?.id_number {
                    by_id.entry(number.clone()).or_insert(party.no);
                }
            }
            let last = case.parties.iter().map(|party| party.no.0).max().unwrap_or(0);
            Ok::<_, Error>(KnownWorkers { by_id, free: last.saturating_add(1) })
        };
        self.store.snapshot(work).await
    }
}
