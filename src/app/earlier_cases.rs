//! Earlier cases of people who are about to be in another (既往案件): what the counter sees before it records an application.
//! Not here: which of them are of the same dispute; recording asks that (`filed_already`).

use std::collections::HashSet;

use crate::app::error::Error;
use crate::app::permits::{Caller, ensure};
use crate::app::reading::{ListedCase, Names, named};
use crate::app::register::Register;
use crate::app::same_person::{FOUND_MAX, find};
use crate::domain::act::opening::Opening;
use crate::domain::party::{Person, Who};
use crate::domain::permission::Operation;
use crate::storage::Connection;
use crate::storage::case_list::{self, CaseFilter};

/// So many cases are shown, the newest.
pub const EARLIER_CASES_MAX: usize = 20;

/// The cases in which somebody of an application was before.
#[derive(Debug, Clone, Default)]
pub struct EarlierCases {
    /// Those that the caller may see, the newest first.
    pub cases: Vec<ListedCase>,
    /// Whether there are more, or may be.
    pub has_more: bool,
}

impl Register {
    /// The earlier cases of the workers of what is about to open a case, as far as the caller may see them. They are found by
    /// the number or by name and telephone, as the same person in other cases is.
    ///
    /// # Errors
    /// That the caller's role reads no cases, or records no such thing.
    pub async fn earlier_cases(
        &self,
        caller: &Caller,
        opening: &Opening<Person>,
    ) -> Result<EarlierCases, Error> {
        ensure(caller, Operation::Perform(opening.kind()), None)?;
        ensure(caller, Operation::ReadCase, None)?;
        let workers = opening.parties().iter().filter_map(|party| match &party.who {
            Who::Worker(person) => Some(person),
            Who::Employer(_) => None,
        });
        let (register, sought) = (self.clone(), self.vault.sought(workers));
        let visibility = caller.visibility();
        let work = move |c: &mut Connection| {
            let found = find(c, &sought, &visibility, FOUND_MAX)?;
            let mut seen = HashSet::new();
            let ids = found.iter().map(|found| found.case).filter(|case| seen.insert(*case));
            let ids: Vec<String> = ids.map(|case| case.to_string()).collect();
            let shown = ids.get(..EARLIER_CASES_MAX.min(ids.len())).unwrap_or_default();
            let mut rows = case_list::of_ids(c, shown, &CaseFilter::default(), &visibility)?;
            rows.sort_by(|one, other| other.id.cmp(&one.id));
            let is_full = u32::try_from(found.len()).is_ok_and(|found| found >= FOUND_MAX);
            let has_more = ids.len() > shown.len() || is_full;
            Ok::<_, Error>(EarlierCases { cases: named(&register, c, rows, Names::Shown)?, has_more })
        };
        self.store.snapshot(work).await
    }
}
