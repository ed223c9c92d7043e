//! The cases behind a figure (统计所列案件), and where it is a sum what each of them brings to it. Not here: what is counted
//! (`domain::figures`), and other lists of cases (`reading`).

use std::collections::BTreeMap;

use crate::app::error::Error;
use crate::app::permits::{Caller, ensure};
use crate::app::reading::{CaseFilter, CasePage, ListedCase, Names, named};
use crate::app::register::Register;
use crate::domain::permission::Operation;
use crate::storage::{Connection, case_list, figure_amounts};

/// A page of the cases behind a figure.
#[derive(Debug, Clone)]
pub struct CountedCases {
    /// The cases.
    pub rows: Vec<ListedCase>,
    /// What they bring; none where each counts once.
    pub brought: Option<Brought>,
}

/// What cases bring to a figure, in its unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brought {
    /// Each case of the page, by its id.
    pub by_case: BTreeMap<String, i64>,
    /// All cases together, of this page or not: what the figure comes to.
    pub total: i64,
}

impl CountedCases {
    /// What a case brings.
    #[must_use]
    pub fn amount(&self, case_id: &str) -> Option<i64> {
        self.brought.as_ref().map(|brought| brought.by_case.get(case_id).copied().unwrap_or(0))
    }
}

impl Register {
    /// One page of the cases that a figure counts, without personal data, at one moment.
    ///
    /// # Errors
    /// That the caller's role sees no figures.
    pub async fn counted_cases(
        &self,
        caller: &Caller,
        filter: CaseFilter,
        page: CasePage,
    ) -> Result<CountedCases, Error> {
        let operation = match &filter.counted {
            Some(behind) if behind.is_of_ratings() => Operation::ReadRatingFigures,
            Some(behind) if behind.is_of_arrears() => Operation::ReadArrearsFigures,
            Some(_) | None => Operation::ReadFigureCases,
        };
        ensure(caller, operation, None)?;
        let (register, visibility) = (self.clone(), caller.visibility_for(operation));
        let work = move |c: &mut Connection| {
            let rows = case_list::list(c, &filter, &page, &visibility)?;
            let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
            let brought = match filter.counted.as_ref().and_then(|behind| behind.summed()) {
                None => None,
                Some(summed) => Some(Brought {
                    by_case: figure_amounts::of_cases(c, summed, &ids)?,
                    total: figure_amounts::of_all(c, summed, &visibility)?,
                }),
            };
            Ok::<_, Error>(CountedCases { rows: named(&register, c, rows, Names::Withheld)?, brought })
        };
        self.store.snapshot(work).await
    }
}
